namespace BudgetGen;

/// <summary>One name for each provider, whatever a client library, a router or OpenTelemetry calls it.</summary>
internal static class ProviderNames
{
    /// <summary>Azure, whose models are deployments.</summary>
    public const string Azure = "azure";

    private static readonly Dictionary<string, string> Canonical = new(StringComparer.Ordinal)
    {
        ["openai"] = "openai",
        ["text-completion-openai"] = "openai",
        ["azure"] = "azure",
        ["azure_ai"] = "azure",
        ["azure.ai.openai"] = "azure",
        ["azure.ai.inference"] = "azure",
        ["anthropic"] = "anthropic",
        ["google"] = "google",
        ["gemini"] = "google",
        ["models"] = "google",
        ["google-gla"] = "google",
        ["gcp.gemini"] = "google",
        ["gcp.gen_ai"] = "google",
        ["vertex_ai"] = "vertex",
        ["google-vertex"] = "vertex",
        ["gcp.vertex_ai"] = "vertex",
        ["mistral"] = "mistral",
        ["mistralai"] = "mistral",
        ["mistral_ai"] = "mistral",
        ["groq"] = "groq",
        ["xai"] = "xai",
        ["x-ai"] = "xai",
        ["x_ai"] = "xai",
        ["openrouter"] = "openrouter",
        ["bedrock"] = "bedrock",
        ["bedrock_converse"] = "bedrock",
        ["amazon-bedrock"] = "bedrock",
        ["aws"] = "bedrock",
        ["aws.bedrock"] = "bedrock",
        ["aws_bedrock"] = "bedrock",
        ["cohere"] = "cohere",
        ["cohere_chat"] = "cohere",
        ["deepseek"] = "deepseek",
        ["perplexity"] = "perplexity",
        ["cerebras"] = "cerebras",
        ["dashscope"] = "dashscope",
        ["voyage"] = "voyage",
        ["voyageai"] = "voyage",
        ["together"] = "together",
        ["together_ai"] = "together",
        ["together-ai"] = "together",
        ["fireworks"] = "fireworks",
        ["fireworks_ai"] = "fireworks",
    };

    /// <summary>The provider's name in lower case, known synonyms folded into one.</summary>
    public static string Normalise(string provider)
    {
        string name = ModelNames.Normalise(provider);
        return Canonical.GetValueOrDefault(name, name);
    }

    /// <summary>Splits <c>provider/model</c> or <c>provider:model</c> if the provider is a known one.</summary>
    public static bool TrySplit(string name, out string provider, out string model)
    {
        int end = name.AsSpan().IndexOfAny('/', ':');
        if (end > 0 && end + 1 < name.Length && Canonical.TryGetValue(name[..end], out string? known))
        {
            (provider, model) = (known, name[(end + 1)..]);
            return true;
        }

        (provider, model) = ("", name);
        return false;
    }

    /// <summary>Whose model an aggregator's model is, if its name or its nature says so.</summary>
    public static bool TryUpstream(string aggregator, string name, out string provider, out string model)
    {
        (provider, model) = (aggregator, name);
        switch (aggregator)
        {
            case "openrouter":
                return TrySplit(name, out provider, out model);
            case Azure:
                provider = "openai";
                return true;
            case "vertex":
                (provider, model) = name.StartsWith("claude", StringComparison.Ordinal) ? ("anthropic", ModelNames.OfVertex(name)) : ("google", name);
                return true;
            default:
                return false;
        }
    }
}
