[assembly: LlmMethod(typeof(Acme.Client), nameof(Acme.Client.AskAsync), Provider = "acme", Model = "{request.Model}",
    Prompt = "{request.System} {request.Messages.Content}", Attachments = "{request.Messages.Pictures}", MaxOutputTokens = "{request.MaxTokens}", Choices = "{request.N}",
    InputTokens = "{result.Usage.In} + {result.Usage.Tools}", OutputTokens = "{result.Usage.Out}", CachedTokens = "{result.Usage.Cached}",
    ResponseModel = "{result.Model}", ResponseId = "{result.Id}", ErrorType = typeof(Acme.Refusal), Status = "{error.StatusCode}")]
[assembly: LlmMethod(typeof(Acme.Client), nameof(Acme.Client.StreamAsync), Provider = "acme", Model = "{this.Model}", Prompt = "{messages.Content}",
    InputTokens = "{result.Usage.In}", OutputTokens = "{result.Usage.Out}", Text = "{result.Choices.Content}", Finished = "{result.Done}")]

namespace Acme
{
    public sealed record Message(string Content, IReadOnlyList<byte[]>? Pictures = null);

    public sealed record Request(string Model, string? System, IReadOnlyList<Message> Messages, int? MaxTokens = null, int N = 1);

    public sealed record Usage(int In, int Out, int? Cached, int Tools);

    public sealed record Answer(string Id, string Model, IReadOnlyList<Message> Choices, Usage? Usage, bool Done);

    public sealed class Refusal(int status) : Exception
    {
        public int StatusCode => status;
    }

    public sealed class Client
    {
        public string Model { get; init; } = "acme-large";

        public Task<Answer> AskAsync(Request request, CancellationToken cancellationToken = default) => throw new Refusal(400);

        public IAsyncEnumerable<Answer> StreamAsync(IEnumerable<Message> messages, CancellationToken cancellationToken = default) => throw new Refusal(400);
    }
}

public sealed class Summarizer(Acme.Client client)
{
    [TrackLlmCall(User = "{userId}")]
    public async Task<string> SummarizeAsync(string userId, string text) =>
        (await client.AskAsync(new Acme.Request("acme-large", "Be brief.", [new(text)]))).Choices[0].Content;

    [TrackLlmCall(User = "{userId}")]
    public IAsyncEnumerable<Acme.Answer> Tell(string userId, string text) => client.StreamAsync([new(text)]);
}
