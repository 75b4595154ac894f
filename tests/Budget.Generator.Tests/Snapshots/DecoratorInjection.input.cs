using Microsoft.Extensions.DependencyInjection;

namespace MyApp;

[GenerateTrackedDecorator]
public interface IAssistant
{
    [TrackLlmCall("gpt-4o-mini", "{userId}")]
    ValueTask<string> AskAsync(string userId, string question, CancellationToken cancellationToken = default);

    [TrackLlmCall]
    void Learn(string text);

    [Obsolete("Ask instead.")]
    string Guess(string text);
}

[GenerateTrackedDecorator]
internal interface IArchive<T>
    where T : notnull
{
    T? this[string key] { get; }

    [TrackLlmCall]
    Task StoreAsync(T value);
}

public static class Hosting
{
    public static IServiceCollection AddAssistant(this IServiceCollection services, IAssistant assistant) => services.AddSingleton(assistant).AddTrackedAssistant();
}
