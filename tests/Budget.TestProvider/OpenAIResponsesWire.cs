using System.Text.Json;

namespace BudgetGen.TestProvider;

/// <summary>OpenAI's responses: whole, in the background, and as a stream.</summary>
internal sealed class OpenAIResponsesWire : IWire
{
    public int EventsBeforeDeltas => 1;

    public string Error => Event("error", 0, "\"code\":\"server_error\",\"message\":\"asked for\",\"param\":null");

    public ProviderRequest Parse(JsonElement body, int length) => new(
        body.GetProperty("model").GetString()!,
        body.TryGetProperty("stream", out JsonElement stream) && stream.ValueKind == JsonValueKind.True,
        body.TryGetProperty("max_output_tokens", out JsonElement max) && max.ValueKind == JsonValueKind.Number ? max.GetInt64() : null,
        length);

    public string Whole(ProviderRequest request, ProviderUsage usage, bool withUsage) =>
        request.Body.Contains("\"background\":true", StringComparison.Ordinal) ? Response(request.Model, usage, "queued", withUsage: false, background: true) : Response(request.Model, usage, "completed", withUsage);

    public IEnumerable<string> Stream(ProviderRequest request, ProviderUsage usage, int deltas, bool withUsage)
    {
        string scenario = Scenarios.Find(request.Body);
        bool background = request.Body.Contains("\"background\":true", StringComparison.Ordinal);
        int number = 0;
        string created = Response(request.Model, usage, "in_progress", withUsage: false, background);
        yield return Event("response.created", number++, $"\"response\":{created}");
        if (scenario == Scenarios.CreatedTwice)
        {
            yield return Delta(number++, "lost ");
            yield return Event("response.created", number++, $"\"response\":{created}");
        }

        for (int i = 0; i < deltas; i++)
            yield return Delta(number++, $"word{i} ");

        string end = scenario switch
        {
            Scenarios.Failed => "failed",
            Scenarios.Incomplete => "incomplete",
            _ => "completed",
        };
        yield return Event("response." + end, number, $"\"response\":{Response(request.Model, usage, end, withUsage, background)}");
    }

    /// <summary>What a response that ran in the background has come to.</summary>
    public static string Later(ProviderUsage usage) => Response("gpt-4o-mini", usage, "completed", withUsage: true, background: true);

    /// <summary>The same, one that was cancelled.</summary>
    public static string Cancelled(ProviderUsage usage) => Response("gpt-4o-mini", usage, "cancelled", withUsage: true, background: true);

    /// <summary>The same as a stream, from its beginning.</summary>
    public static string LaterStream(ProviderUsage usage) =>
        Event("response.created", 0, $"\"response\":{Response("gpt-4o-mini", usage, "in_progress", withUsage: false, background: true)}") + Delta(1, "word ") + Event("response.completed", 2, $"\"response\":{Later(usage)}");

    private static string Response(string model, ProviderUsage usage, string status, bool withUsage, bool background = false) => $$"""
        {"id":"resp_test","object":"response","created_at":1700000000,"status":"{{status}}","background":{{(background ? "true" : "false")}},"error":null,"incomplete_details":null,"instructions":null,
         "max_output_tokens":null,"model":"{{usage.Model ?? model}}","output":[{{(status is "queued" or "in_progress" ? "" : Items(usage))}}],"parallel_tool_calls":true,"previous_response_id":null,
         "service_tier":"{{usage.ServiceTier ?? "default"}}","temperature":1,"tool_choice":"auto","tools":[],"top_p":1,"truncation":"disabled","metadata":{},"usage":{{(withUsage ? Usage(usage) : "null")}} }
        """.ReplaceLineEndings("");

    private static string Items(ProviderUsage usage) =>
        string.Concat(Enumerable.Range(0, (int)usage.WebSearches).Select(i => $$"""{"type":"web_search_call","id":"ws_{{i}}","status":"completed","action":{"type":"search","query":"q"} },"""))
        + """{"type":"message","id":"msg_test","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hello from the test provider.","annotations":[]}]}""";

    private static string Usage(ProviderUsage usage) =>
        $$"""{"input_tokens":{{usage.Input}},"input_tokens_details":{"cached_tokens":{{usage.Cached}},"cache_write_tokens":{{usage.CacheWrite5m}} },"output_tokens":{{usage.Output}},"output_tokens_details":{"reasoning_tokens":{{usage.Reasoning}} },"total_tokens":{{usage.Input + usage.Output}} }""";

    private static string Delta(int number, string text) => Event("response.output_text.delta", number, $"\"item_id\":\"msg_test\",\"output_index\":0,\"content_index\":0,\"delta\":\"{text}\",\"logprobs\":[]");

    private static string Event(string type, int number, string more) => $"event: {type}\ndata: {{\"type\":\"{type}\",\"sequence_number\":{number},{more}}}\n\n";
}
