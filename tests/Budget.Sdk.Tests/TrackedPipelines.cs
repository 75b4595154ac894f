using Microsoft.Extensions.AI;

namespace BudgetGen.Sdk.Tests;

/// <summary>Callers that no interceptor serves, as in another assembly: what pays here is the client that they are given.</summary>
[BudgetIgnore("the meter inside the client is tested, so nothing may stand at the call")]
internal static class UnseenCaller
{
    public static Task<ChatResponse> ChatAsync(IChatClient client, string text, ChatOptions? options = null) =>
        client.GetResponseAsync(text, options ?? new ChatOptions { MaxOutputTokens = 100 });

    public static IAsyncEnumerable<ChatResponseUpdate> ChatStream(IChatClient client, string text) =>
        client.GetStreamingResponseAsync(text, new ChatOptions { MaxOutputTokens = 100 });

    public static Task<GeneratedEmbeddings<Embedding<float>>> EmbedAsync(IEmbeddingGenerator<string, Embedding<float>> generator, string text) => generator.GenerateAsync([text]);

    public static Task<ReadOnlyMemory<float>> VectorAsync(IEmbeddingGenerator<string, Embedding<float>> generator, string text) => generator.GenerateVectorAsync(text);

    public static Task<string> AskAsync(IAssistant assistant, string user, string question) => assistant.AskAsync(user, question);
}

/// <summary>A service of an application, with a decorator for whoever gets it by injection.</summary>
[GenerateTrackedDecorator]
internal interface IAssistant
{
    int Asked { get; }

    [TrackLlmCall("claude-sonnet-4-20250514", "{user}", Project = "assistants")]
    Task<string> AskAsync(string user, string question);
}

/// <summary>Makes calls that are metered where they stand: the decorator only says who pays.</summary>
internal sealed class Assistant(IChatClient client) : IAssistant
{
    public int Asked { get; private set; }

    public async Task<string> AskAsync(string user, string question)
    {
        Asked++;
        return (await client.GetResponseAsync(question, new ChatOptions { MaxOutputTokens = 100 })).Text;
    }
}
