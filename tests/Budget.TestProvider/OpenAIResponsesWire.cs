using System.Text.Json;

namespace BudgetGen.TestProvider;

/// <summary>OpenAI's responses.</summary>
internal sealed class OpenAIResponsesWire : IWire
{
    public int EventsBeforeDeltas => 3;

    public string Error => Event("error", """ "code":"server_error","message":"asked for","param":null """);

    public ProviderRequest Parse(JsonElement body, int length) => new(
        body.GetProperty("model").GetString()!,
        body.TryGetProperty("stream", out JsonElement stream) && stream.GetBoolean(),
        body.TryGetProperty("max_output_tokens", out JsonElement max) && max.ValueKind == JsonValueKind.Number ? max.GetInt64() : null,
        length);

    public string Whole(ProviderRequest request, ProviderUsage usage, bool withUsage) =>
        Response(request, usage, "completed", Message("completed", Text("Hello from the test provider.")), withUsage);

    public IEnumerable<string> Stream(ProviderRequest request, ProviderUsage usage, int deltas, bool withUsage)
    {
        const string place = """ "item_id":"msg_test","output_index":0,"content_index":0 """;
        string text = string.Concat(Enumerable.Range(0, deltas).Select(static i => $"word{i} "));
        yield return Event("response.created", $"\"response\":{Response(request, usage, "in_progress", "", withUsage: false)}");
        yield return Event("response.output_item.added", $"\"output_index\":0,\"item\":{Message("in_progress", "")}");
        yield return Event("response.content_part.added", $"{place},\"part\":{Text("")}");
        for (int i = 0; i < deltas; i++)
            yield return Event("response.output_text.delta", $"{place},\"delta\":\"word{i} \",\"logprobs\":[]");
        yield return Event("response.output_text.done", $"{place},\"text\":\"{text}\",\"logprobs\":[]");
        yield return Event("response.completed", $"\"response\":{Response(request, usage, "completed", Message("completed", Text(text)), withUsage)}");
    }

    private static string Event(string name, string members) => $"event: {name}\ndata: {{\"type\":\"{name}\",\"sequence_number\":0,{members}}}\n\n".Replace("\r", "", StringComparison.Ordinal);

    private static string Text(string text) => $"{{\"type\":\"output_text\",\"text\":\"{text}\",\"annotations\":[]}}";

    private static string Message(string status, string content) =>
        $"{{\"type\":\"message\",\"id\":\"msg_test\",\"status\":\"{status}\",\"role\":\"assistant\",\"content\":[{content}]}}";

    private static string Response(ProviderRequest request, ProviderUsage usage, string status, string output, bool withUsage) => $$"""
        {"id":"resp_test","object":"response","created_at":1700000000,"status":"{{status}}","error":null,"incomplete_details":null,"instructions":null,
         "max_output_tokens":null,"model":"{{usage.Model ?? request.Model}}","output":[{{output}}],"parallel_tool_calls":true,"previous_response_id":null,
         "temperature":1.0,"tool_choice":"auto","tools":[],"top_p":1.0,"metadata":{},"usage":{{(withUsage ? Usage(usage) : "null")}} }
        """.ReplaceLineEndings("");

    private static string Usage(ProviderUsage usage) => $$"""
        {"input_tokens":{{usage.Input}},"input_tokens_details":{"cached_tokens":{{usage.Cached}} },"output_tokens":{{usage.Output}},
         "output_tokens_details":{"reasoning_tokens":{{usage.Reasoning}} },"total_tokens":{{usage.Input + usage.Output}} }
        """;
}
