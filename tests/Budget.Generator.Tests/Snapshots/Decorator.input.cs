namespace MyApp;

public record Question(string Text, string? Tenant);

[GenerateTrackedDecorator]
public interface IAssistant<T> : IDisposable
    where T : class
{
    string Name { get; set; }

    T this[int index] { get; }

    event EventHandler? Answered;

    [TrackLlmCall("gpt-4o-mini", "{userId}", Project = "tenant-{question.Tenant}")]
    Task<string> AskAsync(string userId, Question question, CancellationToken cancellationToken = default);

    [TrackLlmCall]
    IAsyncEnumerable<T> TellAsync<TTopic>(TTopic topic)
        where TTopic : struct;

    bool TryRecall(string key, out T? value);
}
