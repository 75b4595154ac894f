using System.Text.Json;

namespace BudgetGen.TestProvider;

/// <summary>Anthropic's messages.</summary>
internal sealed class AnthropicWire : IWire
{
    public int EventsBeforeDeltas => 2;

    public string Error => Event("error", """{"type":"error","error":{"type":"overloaded_error","message":"asked for"}}""");

    public ProviderRequest Parse(JsonElement body, int length) => new(
        body.GetProperty("model").GetString()!,
        body.TryGetProperty("stream", out JsonElement stream) && stream.GetBoolean(),
        body.GetProperty("max_tokens").GetInt64(),
        length);

    public string Whole(ProviderRequest request, ProviderUsage usage, bool withUsage) => $$"""
        {"id":"msg_test","type":"message","role":"assistant","model":"{{usage.Model ?? request.Model}}","content":[{{Content(usage)}}],
         "stop_reason":"{{StopReason(usage)}}","stop_sequence":null,"usage":{{Usage(usage, usage.Output)}} }
        """;

    public IEnumerable<string> Stream(ProviderRequest request, ProviderUsage usage, int deltas, bool withUsage)
    {
        yield return Event("message_start", $$"""
            {"type":"message_start","message":{"id":"msg_test","type":"message","role":"assistant","model":"{{usage.Model ?? request.Model}}","content":[],
             "stop_reason":null,"stop_sequence":null,"usage":{{Usage(usage, 1)}} } }
            """);
        yield return Event("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"","citations":null}}""");
        for (int i = 0; i < deltas; i++)
            yield return Event("content_block_delta", $$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"word{{i}} "} }""");
        yield return Event("content_block_stop", """{"type":"content_block_stop","index":0}""");
        if (usage.CallsTool is { } tool)
        {
            yield return Event("content_block_start", $$"""{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_test","name":"{{tool}}","input":{} } }""");
            yield return Event("content_block_delta", """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{}"}}""");
            yield return Event("content_block_stop", """{"type":"content_block_stop","index":1}""");
        }

        yield return Event("message_delta", $$"""
            {"type":"message_delta","delta":{"stop_reason":"{{StopReason(usage)}}","stop_sequence":null},"usage":{"output_tokens":{{usage.Output}},"server_tool_use":{{Tools(usage.WebSearches)}},"iterations":{{usage.Iterations ?? "null"}} } }
            """);
        yield return Event("message_stop", """{"type":"message_stop"}""");
    }

    private static string Content(ProviderUsage usage) => usage.CallsTool is { } tool
        ? $$"""{"type":"tool_use","id":"toolu_test","name":"{{tool}}","input":{} }"""
        : """{"type":"text","text":"Hello from the test provider.","citations":null}""";

    private static string StopReason(ProviderUsage usage) => usage.CallsTool is null ? "end_turn" : "tool_use";

    private static string Event(string name, string data) => $"event: {name}\ndata: {data.ReplaceLineEndings("")}\n\n";

    private static string Usage(ProviderUsage usage, long output) => $$"""
        {"input_tokens":{{usage.Input - usage.Cached - usage.CacheWrite5m - usage.CacheWrite1h}},"output_tokens":{{output}},
         "cache_read_input_tokens":{{usage.Cached}},"cache_creation_input_tokens":{{usage.CacheWrite5m + usage.CacheWrite1h}},
         "cache_creation":{"ephemeral_5m_input_tokens":{{usage.CacheWrite5m}},"ephemeral_1h_input_tokens":{{usage.CacheWrite1h}} },
         "server_tool_use":{{Tools(output == usage.Output ? usage.WebSearches : 0)}},"service_tier":{{Word(usage.ServiceTier ?? "standard")}},"speed":{{Word(usage.Speed)}},"inference_geo":{{Word(usage.InferenceGeo)}},"iterations":{{(output == usage.Output ? usage.Iterations : null) ?? "null"}} }
        """.ReplaceLineEndings("");

    /// <summary>A word, or JSON of any other shape where it begins like that.</summary>
    private static string Word(string? word) => word is null ? "null" : word[0] is '[' or '{' || char.IsDigit(word[0]) ? word : $"\"{word}\"";

    private static string Tools(long webSearches) => webSearches == 0 ? "null" : $$"""{"web_search_requests":{{webSearches}},"web_fetch_requests":0}""";
}
