using System.Buffers;
using System.ComponentModel;
using System.Text;
using System.Text.Json;

namespace BudgetGen.CompilerServices;

/// <summary>
/// What responses in OpenAI's wire format say, for calls whose library shows no usage of its own: whole responses and server-sent events of chats, responses,
/// embeddings, pictures, speech and transcripts. Other providers speak it too.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LlmWire
{
    /// <summary>What a response body says, whole or as server-sent events; nothing where it is neither (speech, subtitles).</summary>
    public static LlmOutcome Outcome(ReadOnlyMemory<byte> body)
    {
        if (IsJson(body.Span))
        {
            using JsonDocument json = JsonDocument.Parse(body);
            return Outcome(json.RootElement);
        }

        if (!IsEvents(body.Span))
            return LlmOutcome.Unknown;

        var reading = new LlmReading();
        ObserveEvents(reading, body);
        return new LlmOutcome
        {
            Usage = reading.HasFinalUsage ? reading.Usage : default,
            Model = reading.Model,
            Terms = reading.Terms,
            ResponseId = reading.ResponseId,
            ObservedOutputBytes = reading.ObservedOutputBytes,
            IsPending = reading.IsPending && !reading.Finished,
        };
    }

    /// <summary>What a JSON response says.</summary>
    public static LlmOutcome Outcome(JsonElement response)
    {
        if (response.ValueKind != JsonValueKind.Object)
            return LlmOutcome.Unknown;

        string? model = Text(response, "model"), status = Text(response, "status");
        LlmUsage usage = Usage(response);
        if (WebSearches(response) is > 0 and { } searches)
            usage = usage with { WebSearches = searches };
        return new LlmOutcome
        {
            Usage = usage,
            Model = model,
            Terms = LlmTerms.Served(Text(response, "service_tier")),
            ResponseId = Text(response, "id"),
            ObservedOutputBytes = OutputBytes(response),
            IsPending = status is "queued" or "in_progress" or "requires_action" or "cancelling" && usage.IsUnknown,
        };
    }

    /// <summary>What a response about a video says that is made from now on: its length is what will be billed, if it comes to be.</summary>
    public static LlmOutcome Video(ReadOnlyMemory<byte> body)
    {
        if (!IsJson(body.Span))
            return LlmOutcome.Unknown;

        using JsonDocument json = JsonDocument.Parse(body);
        long? seconds = Count(json.RootElement, "seconds") ?? (long.TryParse(Text(json.RootElement, "seconds"), out long told) ? told : null);
        return new LlmOutcome
        {
            Usage = seconds is > 0 and <= int.MaxValue and { } length ? new LlmUsage { VideoMilliseconds = length * 1_000, Estimated = true } : default,
            Model = Text(json.RootElement, "model"),
            ResponseId = Text(json.RootElement, "id"),
        };
    }

    /// <summary>What the data of one server-sent event adds.</summary>
    public static void Observe(LlmReading reading, ReadOnlyMemory<byte> data)
    {
        if (!IsJson(data.Span))
            return;

        using JsonDocument json = JsonDocument.Parse(data);
        JsonElement root = json.RootElement;
        if (Text(root, "type") is { } type)
            ObserveTyped(reading, root, type);
        else
            ObserveChunk(reading, root);
    }

    /// <summary>
    /// OpenAI's counts of a picture call in disjoint buckets: what is not text is pictures.
    /// </summary>
    /// <param name="input">All input tokens.</param>
    /// <param name="inputImages">Of the input: pictures.</param>
    /// <param name="output">All output tokens.</param>
    /// <param name="outputText">Of the output: text.</param>
    public static LlmUsage OfImages(long input, long inputImages, long output, long outputText)
    {
        inputImages = Math.Clamp(inputImages, 0, Math.Max(0, input));
        outputText = Math.Clamp(outputText, 0, Math.Max(0, output));
        return new LlmUsage { Input = input - inputImages, InputImage = inputImages, OutputImage = output - outputText, Output = outputText == 0 ? null : outputText };
    }

    /// <summary>Looks at all server-sent events of a body.</summary>
    internal static void ObserveEvents(LlmReading reading, ReadOnlyMemory<byte> body)
    {
        while (!body.IsEmpty)
        {
            int end = body.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];

            // What a cut has left of a line is none.
            if (line.Span.StartsWith("data:"u8) && (end >= 0 || line.Span.EndsWith("}"u8)))
                Observe(reading, line[5..]);
        }
    }

    private static void ObserveTyped(LlmReading reading, JsonElement root, string type)
    {
        if (type.EndsWith(".delta", StringComparison.Ordinal))
        {
            // Sound comes as base 64, which is no text.
            if (!type.Contains("audio", StringComparison.Ordinal) && root.TryGetProperty("delta", out JsonElement delta) && delta.ValueKind == JsonValueKind.String)
                reading.AddUtf8(Utf8Bytes(delta));
        }
        else if (root.TryGetProperty("response", out JsonElement response) && response.ValueKind == JsonValueKind.Object)
        {
            ObserveResponse(reading, response, type);
        }
        else if (type is "speech.audio.done" or "transcript.text.done" or "image_generation.completed" or "image_edit.completed" && Usage(root) is { IsUnknown: false } told)
        {
            LlmUsage usage = told;
            // What comes out of speech is sound. There is one event for each picture.
            if (type == "speech.audio.done")
                usage = usage with { Output = null, OutputAudio = usage.Output };
            reading.Usage = reading.HasFinalUsage ? TokenSums.Add(reading.Usage, usage) : usage;
            reading.HasFinalUsage = reading.Finished = true;
        }
    }

    private static void ObserveResponse(LlmReading reading, JsonElement response, string type)
    {
        LlmOutcome outcome = Outcome(response);
        if (type == "response.created")
            reading.Begin(outcome, isBackground: response.TryGetProperty("background", out JsonElement background) && background.ValueKind == JsonValueKind.True);
        else if (type is "response.completed" or "response.incomplete" or "response.failed")
            reading.End(outcome);
    }

    private static void ObserveChunk(LlmReading reading, JsonElement chunk)
    {
        reading.Model ??= Text(chunk, "model");
        reading.ResponseId ??= Text(chunk, "id");
        reading.Terms = LlmTerms.Served(Text(chunk, "service_tier")) ?? reading.Terms;
        foreach (JsonElement choice in Items(chunk, "choices"))
        {
            reading.Finished |= Text(choice, "finish_reason") is not null;
            if (choice.TryGetProperty("delta", out JsonElement delta))
                reading.AddUtf8(MessageBytes(delta));
        }

        if (Usage(chunk) is { IsUnknown: false } usage)
        {
            reading.Usage = usage;
            reading.HasFinalUsage = true;
        }
    }

    private static LlmUsage Usage(JsonElement response)
    {
        long images = Items(response, "data").Count(static item => Has(item, "b64_json") || Has(item, "url"));
        LlmUsage usage = response.TryGetProperty("usage", out JsonElement told) && told.ValueKind == JsonValueKind.Object ? Tokens(told, ofImages: images > 0 || Has(response, "b64_json")) : Heard(response);
        return images == 0 ? usage : usage with { Images = images, ImageSize = Text(response, "size"), ImageQuality = Text(response, "quality") };
    }

    /// <summary>How long a recording was, where a transcript or a translation says nothing else about what it used.</summary>
    private static LlmUsage Heard(JsonElement response) =>
        Has(response, "text") && response.TryGetProperty("duration", out JsonElement duration) && duration.ValueKind == JsonValueKind.Number && duration.TryGetDecimal(out decimal seconds) && seconds > 0 ? OfSeconds(seconds) : default;

    private static LlmUsage OfSeconds(decimal seconds) => new() { AudioMilliseconds = (long)decimal.Ceiling(Math.Clamp(seconds, 0, int.MaxValue) * 1_000) };

    private static LlmUsage Tokens(JsonElement usage, bool ofImages)
    {
        if (usage.TryGetProperty("seconds", out JsonElement seconds) && seconds.ValueKind == JsonValueKind.Number)
            return OfSeconds(seconds.GetDecimal());

        JsonElement input = Details(usage, "input_tokens_details", "prompt_tokens_details", "input_token_details"), output = Details(usage, "output_tokens_details", "completion_tokens_details", "output_token_details");
        long? totalInput = Count(usage, "input_tokens") ?? Count(usage, "prompt_tokens"), totalOutput = Count(usage, "output_tokens") ?? Count(usage, "completion_tokens");
        if (ofImages)
            return OfImages(totalInput ?? 0, Count(input, "image_tokens") ?? 0, totalOutput ?? 0, Count(output, "text_tokens") ?? 0);
        return LlmUsage.FromTotals(
            totalInput,
            totalOutput,
            cacheRead: Count(input, "cached_tokens"),
            cacheWrite: Count(input, "cache_write_tokens"),
            inputAudio: Count(input, "audio_tokens"),
            reasoning: Count(output, "reasoning_tokens"),
            outputAudio: Count(output, "audio_tokens"));
    }

    /// <summary>Searches of a response; what a search does besides, such as opening a page, has no fee.</summary>
    private static long WebSearches(JsonElement response) => Items(response, "output").Count(static item =>
        Text(item, "type") == "web_search_call" && (!item.TryGetProperty("action", out JsonElement action) || Text(action, "type") is null or "search"));

    /// <summary>The text of an answer in UTF-8 bytes; null: there is no answer in text.</summary>
    private static long? OutputBytes(JsonElement response)
    {
        if (response.TryGetProperty("text", out JsonElement transcript) && transcript.ValueKind == JsonValueKind.String)
            return Utf8Bytes(transcript);
        if (!Has(response, "choices") && !Has(response, "output"))
            return null;

        long bytes = Items(response, "choices").Sum(static choice => choice.TryGetProperty("message", out JsonElement message) ? MessageBytes(message) : 0);
        foreach (JsonElement item in Items(response, "output"))
            bytes += Utf8Bytes(item, "arguments") + Items(item, "content").Sum(static part => Utf8Bytes(part, "text") + Utf8Bytes(part, "refusal"));
        return bytes;
    }

    private static long MessageBytes(JsonElement message) =>
        Utf8Bytes(message, "content") + Utf8Bytes(message, "refusal")
        + Items(message, "tool_calls").Sum(static tool => tool.TryGetProperty("function", out JsonElement function) ? Utf8Bytes(function, "arguments") : 0);

    internal static bool IsJson(ReadOnlySpan<byte> body)
    {
        body = body.TrimStart(" \r\n\t"u8);
        return body.StartsWith("{"u8);
    }

    private static bool IsEvents(ReadOnlySpan<byte> body) => body.StartsWith("data:"u8) || body.StartsWith("event:"u8) || body.StartsWith("id:"u8) || body.StartsWith(":"u8);

    internal static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;

    internal static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    internal static long? Count(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out long value) ? value : null;

    internal static bool Has(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    private static JsonElement Details(JsonElement usage, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (usage.TryGetProperty(name, out JsonElement details) && details.ValueKind == JsonValueKind.Object)
                return details;
        }

        return default;
    }

    private static long Utf8Bytes(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement text) ? Utf8Bytes(text) : 0;

    private static long Utf8Bytes(JsonElement text) => text.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetByteCount(text.GetString()!) : 0;
}
