using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text.Json;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>How large a request of the Anthropic SDK is, measured on its JSON, which the SDK keeps anyway: its beta types are many, and there are more with each version.</summary>
internal static class AnthropicPrompts
{
    /// <summary>The prompt of a request.</summary>
    internal static PromptSize Measure(IReadOnlyDictionary<string, JsonElement>? body)
    {
        var prompt = new PromptSize();
        if (body is null)
            return prompt;

        if (body.TryGetValue("system", out JsonElement system))
        {
            prompt.AddMessage();
            AddContent(ref prompt, system);
        }

        foreach (JsonElement message in Items(body, "messages"))
            AddMessage(ref prompt, message);
        foreach (JsonElement tool in Items(body, "tools"))
        {
            prompt.AddMessage();
            AddRaw(ref prompt, tool);
        }

        // The schema of a structured answer is input too.
        if (body.TryGetValue("output_config", out JsonElement config))
            AddRaw(ref prompt, config);
        if (body.TryGetValue("output_format", out JsonElement format))
            AddRaw(ref prompt, format);
        return prompt;
    }

    /// <summary>Counts a message.</summary>
    internal static void AddMessage(ref PromptSize prompt, JsonElement message)
    {
        prompt.AddMessage();
        if (message.ValueKind == JsonValueKind.Object && message.TryGetProperty("content", out JsonElement content))
            AddContent(ref prompt, content);
    }

    /// <summary>The elements of an array of the request; none if there is no such array.</summary>
    internal static IEnumerable<JsonElement> Items(IReadOnlyDictionary<string, JsonElement>? body, string name) =>
        body is not null && body.TryGetValue(name, out JsonElement array) && array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : [];

    private static void AddContent(ref PromptSize prompt, JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            AddText(ref prompt, content);
        }
        else if (content.ValueKind == JsonValueKind.Object)
        {
            AddBlock(ref prompt, content);
        }
        else if (content.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement block in content.EnumerateArray())
                AddContent(ref prompt, block);
        }
    }

    private static void AddBlock(ref PromptSize prompt, JsonElement block)
    {
        string? type = block.TryGetProperty("type", out JsonElement word) && word.ValueKind == JsonValueKind.String ? word.GetString() : null;
        if (type == "text" && block.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String)
            AddText(ref prompt, text);
        else if (type == "tool_result" && block.TryGetProperty("content", out JsonElement result))
            AddContent(ref prompt, result);
        else if (type is "image" or "container_upload")
            prompt.AddAttachment();
        else if (type == "document")
            AddDocument(ref prompt, block);
        else
            AddRaw(ref prompt, block);
    }

    private static void AddDocument(ref PromptSize prompt, JsonElement document)
    {
        if (!document.TryGetProperty("source", out JsonElement source) || source.ValueKind != JsonValueKind.Object)
            prompt.AddAttachment();
        else if (source.TryGetProperty("content", out JsonElement content))
            AddContent(ref prompt, content);
        else if (source.TryGetProperty("type", out JsonElement type) && type.ValueEquals("text") && source.TryGetProperty("data", out JsonElement text) && text.ValueKind == JsonValueKind.String)
            AddText(ref prompt, text);
        else
            prompt.AddAttachment();
    }

    private static void AddText(ref PromptSize prompt, JsonElement text)
    {
        // What has no escapes has the bytes that it shows, without its quotes.
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(text);
        if (raw.Contains((byte)'\\'))
            prompt.AddText(text.GetString());
        else
            prompt.AddUtf8(raw.Length - 2);
    }

    private static void AddRaw(ref PromptSize prompt, JsonElement element) => prompt.AddUtf8(JsonMarshal.GetRawUtf8Value(element).Length);
}
