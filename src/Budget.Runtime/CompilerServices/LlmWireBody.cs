using System.ComponentModel;
using System.Text.Json;

namespace BudgetGen.CompilerServices;

/// <summary>What request bodies in OpenAI's wire format ask for, for calls that hand over the body itself: JSON, or a form with files.</summary>
/// <remarks>A body that nobody here understands is no reason to fail: it is priced by its length, and the provider says what it thinks of it.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LlmWireBody
{
    private const long MostSecondsOfVideo = 20;

    /// <summary>The request of a chat, a response, a decision or a run of an assistant.</summary>
    /// <param name="request">What is known without the body.</param>
    /// <param name="body">The body.</param>
    public static LlmRequest Chat(in LlmRequest request, ReadOnlyMemory<byte> body) => Read(request, body, static (LlmRequest known, JsonElement json) =>
    {
        var prompt = default(PromptSize);
        foreach (string part in (ReadOnlySpan<string>)["messages", "input", "instructions", "tools", "response_format", "text", "questions", "additional_messages", "additional_instructions", "thread", "tool_outputs"])
        {
            if (json.TryGetProperty(part, out JsonElement value))
                Measure(ref prompt, value);
        }

        if (LlmWire.Count(json, "max_prompt_tokens") is { } most)
        {
            prompt.AddHidden(most, 0);
            known = known with { Continues = null };
        }

        long? searches = LlmWire.Count(json, "max_tool_calls");
        known = known with
        {
            Prompt = prompt,
            MaxOutputTokens = LlmWire.Count(json, "max_completion_tokens") ?? LlmWire.Count(json, "max_tokens") ?? LlmWire.Count(json, "max_output_tokens"),
            Choices = (int)Math.Clamp(LlmWire.Count(json, "n") ?? 1, 1, 1_000),
            Terms = LlmTerms.Asked(LlmWire.Text(json, "service_tier"), region: known.Terms?.Region),
            Continues = LlmWire.Text(json, "previous_response_id") ?? (LlmWire.Has(json, "conversation") ? LlmRequest.UnknownInput : known.Continues),
        };
        if (LlmWire.Has(json, "web_search_options") || IsSearchModel(known.Model))
            known = known with { AllowsWebSearch = true, MaxWebSearches = 1 };
        foreach (JsonElement tool in LlmWire.Items(json, "tools"))
        {
            if (LlmWire.Text(tool, "type")?.StartsWith("web_search", StringComparison.Ordinal) == true)
                known = LlmHostedTools.AllowWebSearch(known, searches);

            // What tools find that the provider runs itself is input, too.
            if (LlmWire.Has(json, "input") && LlmWire.Text(tool, "type") is not ("function" or "custom"))
                known = known with { Continues = known.Continues ?? LlmRequest.UnknownInput };
        }

        return known;
    });

    /// <summary>The request of vectors.</summary>
    /// <param name="request">What is known without the body.</param>
    /// <param name="body">The body.</param>
    public static LlmRequest Embedding(in LlmRequest request, ReadOnlyMemory<byte> body) => Read(request with { Bounds = LlmBounds.Embedding }, body, static (known, json) =>
    {
        var prompt = default(PromptSize);
        long tokens = json.TryGetProperty("input", out JsonElement input) ? MeasureInputs(ref prompt, input) : 0;
        return known with { Prompt = prompt, Bounds = tokens == 0 ? LlmBounds.Embedding : LlmBounds.EmbeddingOf(tokens) };
    });

    /// <summary>The request of pictures, from text or from pictures.</summary>
    /// <param name="request">What is known without the body.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">Its media type, or null: JSON.</param>
    public static LlmRequest Images(in LlmRequest request, ReadOnlyMemory<byte> body, string? contentType = null)
    {
        LlmRequest known = request with { Bounds = LlmBounds.Images(1) };
        if (MultipartForm.TryRead(body.Span, contentType) is { } form)
        {
            return WithImages(known with { Model = form.Text("model") ?? known.Model }, form.Text("prompt"), form.Count("n"), form.Text("size"), form.Text("quality"), form.Files, form.Count("partial_images"));
        }

        return Read(known, body, static (known, json) =>
        {
            long given = LlmWire.Items(json, "images").Count() + (LlmWire.Has(json, "image") ? 1 : 0);
            return WithImages(known, LlmWire.Text(json, "prompt"), LlmWire.Count(json, "n"), LlmWire.Text(json, "size"), LlmWire.Text(json, "quality"), given, LlmWire.Count(json, "partial_images"));
        });
    }

    /// <summary>The request of speech.</summary>
    /// <param name="request">What is known without the body.</param>
    /// <param name="body">The body.</param>
    public static LlmRequest Speech(in LlmRequest request, ReadOnlyMemory<byte> body) => Read(request with { Bounds = LlmBounds.Speech(body.Length) }, body, static (known, json) =>
    {
        var prompt = default(PromptSize);
        string? text = LlmWire.Text(json, "input");
        prompt.AddText(text);
        prompt.AddText(LlmWire.Text(json, "instructions"));
        decimal speed = json.TryGetProperty("speed", out JsonElement told) && told.ValueKind == JsonValueKind.Number && told.TryGetDecimal(out decimal value) ? Math.Clamp(value, 0, 1_000) : 1;
        return known with { Prompt = prompt, Bounds = LlmBounds.Speech(text?.Length ?? 0, (long)(speed * 1_000)) };
    });

    /// <summary>The request of a transcript or a translation of a recording.</summary>
    /// <param name="request">What is known without the body.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">Its media type.</param>
    public static LlmRequest Recording(in LlmRequest request, ReadOnlyMemory<byte> body, string? contentType)
    {
        LlmRequest known = request with { Bounds = LlmBounds.Recording(body.Length) };
        if (MultipartForm.TryRead(body.Span, contentType) is not { } form)
            return known;

        var prompt = default(PromptSize);
        prompt.AddText(form.Text("prompt"));
        return known with { Model = form.Text("model") ?? known.Model, Prompt = prompt, Bounds = LlmBounds.Recording(form.FileBytes) };
    }

    /// <summary>The request of a video.</summary>
    /// <param name="request">What is known without the body.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">Its media type.</param>
    public static LlmRequest Video(in LlmRequest request, ReadOnlyMemory<byte> body, string? contentType)
    {
        LlmRequest known = request with { Bounds = LlmBounds.Video(MostSecondsOfVideo) };
        if (MultipartForm.TryRead(body.Span, contentType) is { } form)
            return known with { Model = form.Text("model") ?? known.Model, Bounds = LlmBounds.Video(form.Count("seconds") ?? MostSecondsOfVideo) };

        return Read(known, body, static (known, json) =>
        {
            long? seconds = LlmWire.Count(json, "seconds") ?? (long.TryParse(LlmWire.Text(json, "seconds"), out long told) ? told : null);
            return known with { Bounds = LlmBounds.Video(seconds ?? MostSecondsOfVideo) };
        });
    }

    /// <summary>These models search the web before every answer. The fee is one for each request, and no usage shows it.</summary>
    private static bool IsSearchModel(string? model) =>
        model is not null && (model.Contains("-search-preview", StringComparison.Ordinal) || model.Contains("-search-api", StringComparison.Ordinal));

    private static LlmRequest Read(in LlmRequest request, ReadOnlyMemory<byte> body, Func<LlmRequest, JsonElement, LlmRequest> read)
    {
        var prompt = default(PromptSize);
        prompt.AddUtf8(body.Length);
        LlmRequest unread = request with { Prompt = prompt };
        if (!LlmWire.IsJson(body.Span))
            return unread;

        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            return read(request with { Model = LlmWire.Text(json.RootElement, "model") ?? request.Model }, json.RootElement);
        }
        catch (JsonException)
        {
            return unread;
        }
    }

    private static LlmRequest WithImages(in LlmRequest request, string? text, long? count, string? size, string? quality, long given, long? partial)
    {
        var prompt = default(PromptSize);
        prompt.AddText(text);
        return request with { Prompt = prompt, Bounds = LlmBounds.OpenAIImages(request.Model, count ?? 1, size, quality, given, partial ?? 0) };
    }

    /// <summary>All text in a part of the body, and what is no text but stands for it. Names count as well: those of schemas are input.</summary>
    private static void Measure(ref PromptSize prompt, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                prompt.AddText(value.GetString());
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    if (item.ValueKind == JsonValueKind.Object)
                        prompt.AddMessage();
                    Measure(ref prompt, item);
                }

                break;
            case JsonValueKind.Object when LlmWire.Text(value, "type") is "image_url" or "input_image" or "input_audio" or "file" or "input_file" or "image_file":
                prompt.AddAttachment();
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    prompt.AddText(property.Name);
                    Measure(ref prompt, property.Value);
                }

                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                prompt.AddUtf8(value.GetRawText().Length);
                break;
        }
    }

    /// <summary>Texts are measured; ids of tokens are counted.</summary>
    private static long MeasureInputs(ref PromptSize prompt, JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String)
            prompt.AddText(input.GetString());
        if (input.ValueKind != JsonValueKind.Array)
            return 0;

        long tokens = 0;
        foreach (JsonElement item in input.EnumerateArray())
            tokens += item.ValueKind == JsonValueKind.Number ? 1 : MeasureInputs(ref prompt, item);
        return tokens;
    }
}
