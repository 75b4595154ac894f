namespace BudgetGen.Generator.Analysis.Http;

/// <summary>Recognises addresses at which calls cost money. In a text that is known in part, <see cref="Hole"/> stands for what is not.</summary>
internal static class LlmEndpoint
{
    /// <summary>What stands for an unknown part of a text.</summary>
    public const char Hole = '\0';

    // A host, or what it ends with, and where in its addresses the paid ones begin.
    private static readonly (string Host, string Path)[] _hosts =
    [
        ("api.openai.com", ""), (".api.openai.com", ""), ("api.anthropic.com", ""), ("generativelanguage.googleapis.com", ""), ("aiplatform.googleapis.com", "publishers"), ("-aiplatform.googleapis.com", "publishers"),
        (".openai.azure.com", ""), (".services.ai.azure.com", ""), (".inference.ai.azure.com", ""), (".cognitiveservices.azure.com", "/openai/"), ("models.inference.ai.azure.com", ""),
        ("api.mistral.ai", ""), ("codestral.mistral.ai", ""), ("api.groq.com", ""), ("api.x.ai", ""), ("openrouter.ai", "/api/"), ("api.deepseek.com", ""), ("api.cohere.com", ""), ("api.cohere.ai", ""),
        ("api.perplexity.ai", ""), ("api.together.xyz", ""), ("api.together.ai", ""), ("api.fireworks.ai", ""), ("api.cerebras.ai", ""), ("api.voyageai.com", ""), ("router.huggingface.co", ""),
    ];

    private static readonly string[] _paths =
    [
        "v1/chat/completions", "chat/completions", "v1/completions", "v1/responses", "v1/messages", "v1/embeddings", "v1/images/generations", "v1/images/edits",
        "v1/audio/speech", "v1/audio/transcriptions", "v1/audio/translations",
    ];

    private static readonly string[] _verbs = [":generateContent", ":streamGenerateContent", ":embedContent", ":batchEmbedContents", ":rawPredict", ":streamRawPredict"];
    private static readonly string[] _free = ["/models", "/files", "/moderations", "/count_tokens", "/tokenize", "/uploads", "/input_tokens", ":countTokens"];

    /// <summary>Texts of which a file must hold one to name such an address.</summary>
    public static IReadOnlyList<string> Traces { get; } =
        ["openai", "anthropic", "googleapis.com", ".ai.azure.com", "mistral.ai", "groq.com", "api.x.ai", "openrouter.ai", "deepseek.com", "cohere", "perplexity.ai", "together", "fireworks.ai", "cerebras.ai",
         "voyageai.com", "huggingface.co", "bedrock-runtime", "completions", "v1/responses", "v1/messages", "v1/embeddings", "v1/images", "v1/audio", "enerateContent"];

    /// <summary>The host, or the path where no host is named, that costs money; null: the address is none that is known to.</summary>
    /// <param name="address">An address or the end of one.</param>
    public static string? Of(string address)
    {
        int query = address.IndexOfAny(['?', '#']);
        string text = (query < 0 ? address : address.Substring(0, query)).Trim();
        if (!TrySplit(text, out string host, out string path))
            return IsPaidPath(text) ? Relative(text) : null;

        if (host.Length == 0 || host[host.Length - 1] == Hole)
            return IsPaidPath(path) ? Relative(path) : null;

        if (Array.Exists(_hosts, known => IsHost(host, known.Host) && path.IndexOf(known.Path, StringComparison.OrdinalIgnoreCase) >= 0) || IsBedrock(host))
            return Array.Exists(_free, end => path.TrimEnd('/').EndsWith(end, StringComparison.OrdinalIgnoreCase)) ? null : host.Replace(Hole.ToString(), "...");

        // Somebody's gateway speaks the language of a provider; a machine of one's own costs nothing.
        return !IsOwnMachine(host) && (path.IndexOf("chat/completions", StringComparison.OrdinalIgnoreCase) >= 0 || EndsWithVerb(path)) ? host : null;
    }

    private static bool TrySplit(string text, out string host, out string path)
    {
        (host, path) = ("", text);
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        int start = scheme >= 0 ? scheme + 3 : text.Length > 0 && text[0] == Hole ? 0 : -1;
        if (start < 0)
            return false;

        int end = text.IndexOf('/', start);
        string authority = end < 0 ? text.Substring(start) : text.Substring(start, end - start);
        int port = authority.LastIndexOf(':');
        host = port > 0 ? authority.Substring(0, port) : authority;
        path = end < 0 ? "" : text.Substring(end);
        return true;
    }

    private static bool IsHost(string host, string known) =>
        known[0] is '.' or '-' ? host.EndsWith(known, StringComparison.OrdinalIgnoreCase) && host.Length > known.Length : string.Equals(host, known, StringComparison.OrdinalIgnoreCase);

    private static bool IsBedrock(string host) =>
        host.StartsWith("bedrock-runtime", StringComparison.OrdinalIgnoreCase) && host.IndexOf(".amazonaws.com", StringComparison.OrdinalIgnoreCase) > 0;

    private static bool IsOwnMachine(string host) =>
        host is "localhost" or "127.0.0.1" or "[::1]" or "0.0.0.0" or "host.docker.internal" || host.EndsWith(".local", StringComparison.OrdinalIgnoreCase) || host.IndexOf('.') < 0;

    private static bool IsPaidPath(string path)
    {
        string trimmed = path.Trim('/');
        return Array.Exists(_paths, paid => trimmed.EndsWith(paid, StringComparison.OrdinalIgnoreCase) && (trimmed.Length == paid.Length || trimmed[trimmed.Length - paid.Length - 1] is '/' or Hole))
            || EndsWithVerb(trimmed);
    }

    private static bool EndsWithVerb(string path) => Array.Exists(_verbs, verb => path.EndsWith(verb, StringComparison.Ordinal));

    private static string Relative(string path) => path.Replace(Hole.ToString(), "...");
}
