using System.Text.Json;

namespace BudgetGen.TestProvider;

/// <summary>OpenAI's other answers: vectors, pictures, speech, transcripts, decisions, runs and their streams, videos. Forms come as JSON of their fields.</summary>
internal sealed class OpenAIMediaWire(string path) : IWire
{
    public int EventsBeforeDeltas => 0;

    public string Error => "data: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"asked for\"}\n\n";

    public ProviderRequest Parse(JsonElement body, int length) => new(
        body.TryGetProperty("model", out JsonElement model) && model.ValueKind == JsonValueKind.String ? model.GetString()! : "",
        body.TryGetProperty("stream", out JsonElement stream) && stream.ToString() is "True" or "true"
            || (body.TryGetProperty("stream_format", out JsonElement format) && format.ToString() == "sse"),
        MaxTokens: null,
        length);

    public string Whole(ProviderRequest request, ProviderUsage usage, bool withUsage)
    {
        JsonElement body = JsonDocument.Parse(request.Body).RootElement;
        return path switch
        {
            "/v1/embeddings" => $$"""{"object":"list","model":"{{request.Model}}","data":[{"object":"embedding","index":0,"embedding":"AACAPwAAgD8="}]{{Told($$"""{"prompt_tokens":{{usage.Input}},"total_tokens":{{usage.Input}}}""")}}}""",
            "/v1/images/generations" or "/v1/images/edits" or "/v1/images/variations" => Images(body, usage, withUsage && !request.Model.StartsWith("dall-e", StringComparison.Ordinal)),
            "/v1/audio/speech" => "sound",
            "/v1/audio/transcriptions" when request.Model == "whisper-1" => $$"""{"text":"Hello there."{{Told($$"""{"type":"duration","seconds":{{usage.Input}}}""")}}}""",
            "/v1/audio/transcriptions" => $$"""{"text":"Hello there.","task":"transcribe","duration":9,"segments":[]{{Told(Heard(usage))}}}""",
            "/v1/audio/translations" when withUsage => $$"""{"task":"translate","language":"german","duration":{{usage.Input}},"text":"Hello there.","segments":[]}""",
            "/v1/audio/translations" => """{"text":"Hello there."}""",
            "/v1/videos" => """{"id":"video_test","object":"video","model":"sora-2","status":"queued","progress":0,"created_at":1700000000,"size":"720x1280","seconds":"8"}""",
            _ when path.StartsWith("/v1/threads", StringComparison.Ordinal) => Run(usage, "queued"),
            _ when path.EndsWith("/compact", StringComparison.Ordinal) => $$"""{"id":"resp_compact","object":"response.compaction","output":[],"created_at":1700000000{{Told($$"""{"input_tokens":{{usage.Input}},"output_tokens":{{usage.Output}},"total_tokens":{{usage.Input + usage.Output}}}""")}}}""",
            _ => $$"""{"answers":[],"model":"{{request.Model}}"{{Told($$"""{"input_tokens":{{usage.Input}},"input_tokens_details":{"cached_tokens":{{usage.Cached}},"cache_write_tokens":0},"output_tokens":{{usage.Output}},"output_tokens_details":{"reasoning_tokens":{{usage.Reasoning}}},"total_tokens":{{usage.Input + usage.Output}}}""")}}}""",
        };

        string Told(string figures) => withUsage ? $",\"usage\":{figures}" : "";
    }

    public IEnumerable<string> Stream(ProviderRequest request, ProviderUsage usage, int deltas, bool withUsage)
    {
        if (path == "/v1/audio/speech")
        {
            for (int i = 0; i < deltas; i++)
                yield return Event("speech.audio.delta", "\"audio\":\"AAAA\"");
            yield return Event("speech.audio.done", withUsage ? $$"""
                "usage":{"input_tokens":{{usage.Input}},"output_tokens":{{usage.Output}},"total_tokens":{{usage.Input + usage.Output}}}
                """ : "\"done\":true");
        }
        else if (path == "/v1/audio/transcriptions")
        {
            for (int i = 0; i < deltas; i++)
                yield return Event("transcript.text.delta", $"\"delta\":\"word{i} \"");
            yield return Event("transcript.text.done", "\"text\":\"Hello there.\"" + (withUsage ? $",\"usage\":{Heard(usage)}" : ""));
        }
        else if (path.StartsWith("/v1/threads", StringComparison.Ordinal))
        {
            // The answers of tools go on with a run that is there already.
            bool isNew = !path.EndsWith("/submit_tool_outputs", StringComparison.Ordinal);
            if (isNew)
                yield return Named("thread.run.created", Run(usage, "queued"));
            yield return Named("thread.run.in_progress", Run(usage, "in_progress"));
            for (int i = 0; i < deltas; i++)
                yield return Named("thread.message.delta", $$"""{"id":"msg_test","object":"thread.message.delta","delta":{"content":[{"index":0,"type":"text","text":{"value":"word{{i}} ","annotations":[]} }]} }""");
            yield return Named("thread.run.completed", Run(usage, "completed", withUsage));
            yield return Named("done", "[DONE]");
        }
        else
        {
            string kind = path == "/v1/images/edits" ? "image_edit" : "image_generation";
            yield return Event(kind + ".partial_image", "\"b64_json\":\"AAAA\",\"partial_image_index\":0");
            yield return Event(kind + ".completed", "\"b64_json\":\"AAAA\",\"size\":\"1024x1024\",\"quality\":\"low\"" + (withUsage ? $",\"usage\":{Pictured(usage)}" : ""));
        }
    }

    /// <summary>What a run has come to.</summary>
    public static string Run(ProviderUsage usage, string status, bool withUsage = true) => $$"""
        {"id":"run_test","object":"thread.run","created_at":1700000000,"assistant_id":"asst_test","thread_id":"thread_test","status":"{{status}}","required_action":null,"last_error":null,"expires_at":null,"started_at":null,
         "cancelled_at":null,"failed_at":null,"completed_at":null,"incomplete_details":null,"model":"gpt-4o-mini","instructions":"","tools":[],"metadata":{},"temperature":1,"top_p":1,"max_prompt_tokens":null,
         "max_completion_tokens":null,"truncation_strategy":{"type":"auto","last_messages":null},"tool_choice":"auto","parallel_tool_calls":true,"response_format":"auto",
         "usage":{{(withUsage && status is ("completed" or "cancelled") ? $$"""{"prompt_tokens":{{usage.Input}},"completion_tokens":{{usage.Output}},"total_tokens":{{usage.Input + usage.Output}}}""" : "null")}} }
        """;

    private static string Images(JsonElement body, ProviderUsage usage, bool withUsage)
    {
        int count = body.TryGetProperty("n", out JsonElement n) && int.TryParse(n.ToString(), out int asked) ? asked : 1;
        string images = string.Join(",", Enumerable.Repeat("""{"b64_json":"AAAA"}""", count));
        return $$"""{"created":1700000000,"data":[{{images}}]{{(withUsage ? $",\"size\":\"1024x1024\",\"quality\":\"low\",\"usage\":{Pictured(usage)}" : "")}}}""";
    }

    private static string Pictured(ProviderUsage usage) =>
        $$"""{"input_tokens":{{usage.Input}},"output_tokens":{{usage.Output}},"total_tokens":{{usage.Input + usage.Output}},"input_tokens_details":{"text_tokens":{{usage.Input - usage.Cached}},"image_tokens":{{usage.Cached}} } }""";

    private static string Heard(ProviderUsage usage) =>
        $$"""{"type":"tokens","input_tokens":{{usage.Input}},"input_token_details":{"text_tokens":{{usage.Cached}},"audio_tokens":{{usage.Input - usage.Cached}}},"output_tokens":{{usage.Output}},"total_tokens":{{usage.Input + usage.Output}}}""";

    /// <summary>An event whose data does not say its kind again.</summary>
    private static string Named(string type, string data) => $"event: {type}\ndata: {data.ReplaceLineEndings("")}\n\n";

    private static string Event(string type, string more) => $"event: {type}\ndata: {{\"type\":\"{type}\",{more.Trim()}}}\n\n";
}
