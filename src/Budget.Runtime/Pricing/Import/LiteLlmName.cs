using System.Globalization;

namespace BudgetGen;

/// <summary>What a key of LiteLLM's list names: <c>provider/model</c>, and of pictures <c>quality/1024-x-1024/model</c>.</summary>
internal sealed record LiteLlmName(string Provider, string Model, string? Size, string? Quality)
{
    private static readonly HashSet<string> s_qualities = new(StringComparer.Ordinal) { "standard", "hd", "low", "medium", "high", "auto" };

    public string Id => Size is null && Quality is null ? $"{Provider}/{Model}" : $"{Provider}/{Model}:{string.Join('-', new[] { Quality, Size }.Where(static part => part is not null))}";

    /// <summary>Width times height, or null.</summary>
    public long? Pixels =>
        Size?.Split('x') is [{ } width, { } height] && long.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out long w) && long.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out long h)
            ? w * h
            : null;

    public static LiteLlmName Of(string key, string? litellmProvider)
    {
        string provider = ProviderOf(litellmProvider ?? "");
        List<string> parts = [.. ModelNames.Normalise(key).Split('/')];
        string? size = null, quality = null;
        bool hasSize = parts.Exists(IsSize);
        for (int i = 0; hasSize && i + 1 < parts.Count;)
        {
            if (size is null && IsSize(parts[i]))
            {
                size = parts[i].Replace("-x-", "x", StringComparison.Ordinal);
                parts.RemoveAt(i);
            }
            else if (quality is null && (s_qualities.Contains(parts[i]) || parts[i].EndsWith("-steps", StringComparison.Ordinal)))
            {
                quality = parts[i];
                parts.RemoveAt(i);
            }
            else
            {
                i++;
            }
        }

        if (parts.Count > 1 && (ProviderOf(parts[0]) == provider || parts[0] == litellmProvider))
            parts.RemoveAt(0);
        return new LiteLlmName(provider, string.Join('/', parts), size, quality);
    }

    private static bool IsSize(string part) =>
        part.Split("-x-") is [{ Length: > 0 } width, { Length: > 0 } height] && width.All(char.IsAsciiDigit) && height.All(char.IsAsciiDigit);

    private static string ProviderOf(string word)
    {
        word = ModelNames.Normalise(word);
        if (word.StartsWith("vertex_ai", StringComparison.Ordinal))
            word = "vertex_ai";
        if (word.StartsWith("text-completion-", StringComparison.Ordinal))
            word = word["text-completion-".Length..];
        return ProviderNames.Normalise(word switch
        {
            "bedrock_converse" or "bedrock_mantle" or "amazon_nova" => "bedrock",
            "cohere_chat" => "cohere",
            "azure_text" => "azure",
            "fireworks_ai-embedding-models" => "fireworks_ai",
            "codestral" => "mistral",
            _ => word,
        });
    }
}
