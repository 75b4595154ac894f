using System.Text.Json;

namespace BudgetGen.TestProvider;

/// <summary>OpenAI's chat completions.</summary>
internal sealed class OpenAIWire : IWire
{
    public int EventsBeforeDeltas => 1;

    public string Error => "data: {\"error\":{\"message\":\"asked for\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n";

    public ProviderRequest Parse(JsonElement body, int length) => new(
        body.GetProperty("model").GetString()!,
        body.TryGetProperty("stream", out JsonElement stream) && stream.GetBoolean(),
        body.TryGetProperty("max_completion_tokens", out JsonElement max) ? max.GetInt64() : null,
        length);

    public string Whole(ProviderRequest request, ProviderUsage usage, bool withUsage) => $$"""
        {"id":"chatcmpl-test","object":"chat.completion","created":1700000000,"model":"{{usage.Model ?? request.Model}}",{{Tier(usage)}}
         "choices":[{"index":0,"message":{"role":"assistant","content":"Hello from the test provider.","refusal":null},"finish_reason":"stop"}]
         {{(withUsage ? $",\"usage\":{Usage(usage)}" : "")}} }
        """;

    public IEnumerable<string> Stream(ProviderRequest request, ProviderUsage usage, int deltas, bool withUsage)
    {
        yield return Event(request, usage, """{"role":"assistant","content":""}""", "null");
        for (int i = 0; i < deltas; i++)
            yield return Event(request, usage, $$"""{"content":"word{{i}} "}""", "null");
        yield return Event(request, usage, "{}", "\"stop\"");
        if (withUsage)
        {
            yield return $"data: {{\"id\":\"chatcmpl-test\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"{usage.Model ?? request.Model}\",{Tier(usage)}\"choices\":[],\"usage\":{Usage(usage)}}}\n\n";
        }

        yield return "data: [DONE]\n\n";
    }

    private static string Event(ProviderRequest request, ProviderUsage usage, string delta, string finish) =>
        $"data: {{\"id\":\"chatcmpl-test\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"{usage.Model ?? request.Model}\",{Tier(usage)}"
        + $"\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":{finish}}}],\"usage\":null}}\n\n";

    private static string Usage(ProviderUsage usage) => $$"""
        {"prompt_tokens":{{usage.Input}},"completion_tokens":{{usage.Output}},"total_tokens":{{usage.Input + usage.Output}},
         "prompt_tokens_details":{"cached_tokens":{{usage.Cached}},"audio_tokens":0},
         "completion_tokens_details":{"reasoning_tokens":{{usage.Reasoning}},"audio_tokens":0} }
        """.ReplaceLineEndings("");

    private static string Tier(ProviderUsage usage) => usage.ServiceTier is { } tier ? $"\"service_tier\":\"{tier}\"," : "";
}
