using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>Who bills a request, judged by where it goes: many providers are reached through another one's client.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LlmProviders
{
    /// <summary>The provider behind an endpoint, or null if the host is not known (a proxy, a server of one's own).</summary>
    public static string? ByHost(Uri? endpoint) => endpoint?.Host switch
    {
        "api.openai.com" or "eu.api.openai.com" or "us.api.openai.com" => "openai",
        "api.anthropic.com" => "anthropic",
        "generativelanguage.googleapis.com" => "google",
        "api.mistral.ai" => "mistral",
        "api.groq.com" => "groq",
        "api.x.ai" => "xai",
        "api.deepseek.com" => "deepseek",
        "openrouter.ai" => "openrouter",
        _ => null,
    };

    /// <summary>Where an endpoint processes requests, if its host says so and that has a price of its own; else null.</summary>
    public static string? RegionByHost(Uri? endpoint) => endpoint?.Host switch
    {
        "eu.api.openai.com" => "eu",
        "us.api.openai.com" => "us",
        _ => null,
    };
}
