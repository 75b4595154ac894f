using System.Text.Json;
using Microsoft.AspNetCore.Routing;

namespace BudgetGen.TestProvider;

/// <summary>Azure's older wire: the model is a deployment in the path, the bound is <c>max_tokens</c> for each of <c>n</c> answers, and a stream has no usage.</summary>
internal sealed class AzureWire : IWire
{
    private readonly OpenAIWire _chat = new();
    private readonly string _deployment;
    private readonly string _operation;

    private AzureWire(string deployment, string operation) => (_deployment, _operation) = (deployment, operation);

    public int EventsBeforeDeltas => _chat.EventsBeforeDeltas;

    public string Error => _chat.Error;

    public static AzureWire Of(RouteValueDictionary route) => new((string)route["deployment"]!, (string)route["operation"]!);

    public ProviderRequest Parse(JsonElement body, int length) => new(
        _deployment,
        body.TryGetProperty("stream", out JsonElement stream) && stream.ValueKind == JsonValueKind.True,
        body.TryGetProperty("max_tokens", out JsonElement max) ? max.GetInt64() : null,
        length);

    public string Whole(ProviderRequest request, ProviderUsage usage, bool withUsage) => _operation switch
    {
        "chat/completions" => _chat.Whole(request, usage, withUsage),
        "completions" => $$"""
            {"id":"cmpl-test","object":"text_completion","created":1700000000,"choices":[{"text":"Hello.","index":0,"logprobs":null,"finish_reason":"stop"}]
             {{(withUsage ? $",\"usage\":{Totals(usage)}" : "")}} }
            """,
        "embeddings" => $$"""
            {"object":"list","data":[{"object":"embedding","embedding":[0.5,0.25],"index":0}],"usage":{"prompt_tokens":{{usage.Input}},"total_tokens":{{usage.Input}} } }
            """,
        _ => throw new NotSupportedException(_operation),
    };

    public IEnumerable<string> Stream(ProviderRequest request, ProviderUsage usage, int deltas, bool withUsage)
    {
        if (_operation == "chat/completions")
        {
            foreach (string chunk in _chat.Stream(request, usage, deltas, withUsage: false))
                yield return chunk;
            yield break;
        }

        yield return Event("", "null");
        for (int i = 0; i < deltas; i++)
            yield return Event($"word{i} ", i == deltas - 1 ? "\"stop\"" : "null");
        yield return "data: [DONE]\n\n";
    }

    private static string Event(string text, string finish) =>
        $"data: {{\"id\":\"cmpl-test\",\"object\":\"text_completion\",\"created\":1700000000,\"choices\":[{{\"text\":\"{text}\",\"index\":0,\"logprobs\":null,\"finish_reason\":{finish}}}]}}\n\n";

    private static string Totals(ProviderUsage usage) => $$"""{"prompt_tokens":{{usage.Input}},"completion_tokens":{{usage.Output}},"total_tokens":{{usage.Input + usage.Output}} }""";
}
