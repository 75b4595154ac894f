using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>
/// What a price depends on besides model and usage, in the provider's words: what a request asks for, or what its response says that it was served on. A null
/// word was not said.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LlmTerms
{
    /// <summary>What nearly all responses say. A word that was said is kept, because it outweighs what the request asked for.</summary>
    private static readonly LlmTerms[] s_usual =
    [
        .. from speed in (string?[])[null, "standard"]
           from geo in (string?[])[null, "global", "not_available"]
           select new LlmTerms { ServiceTier = "standard", Speed = speed, InferenceGeo = geo },
    ];

    private static readonly LlmTerms s_hidden = new() { IsHidden = true };

    private LlmTerms()
    {
    }

    /// <summary>A request that names no terms, of a client whose responses tell them: the provider's account decides.</summary>
    public static LlmTerms Open { get; } = new();

    /// <summary>True if the request may ask for anything: it has options that nobody here sees.</summary>
    public bool IsHidden { get; private init; }

    /// <summary>The service tier, such as <c>flex</c>, or null.</summary>
    public string? ServiceTier { get; private init; }

    /// <summary>Anthropic's <c>speed</c>, or null.</summary>
    public string? Speed { get; private init; }

    /// <summary>Anthropic's <c>inference_geo</c>, or null.</summary>
    public string? InferenceGeo { get; private init; }

    /// <summary>Where the request is processed, where its address says so, or null.</summary>
    public string? Region { get; private init; }

    /// <summary>What a request asks for; <see cref="Open"/> where it names nothing.</summary>
    public static LlmTerms Asked(string? serviceTier, string? speed = null, string? inferenceGeo = null, string? region = null) =>
        (serviceTier is null or "auto") && (speed is null or "standard") && inferenceGeo is null && region is null
            ? Open
            : new LlmTerms { ServiceTier = serviceTier, Speed = speed, InferenceGeo = inferenceGeo, Region = region };

    /// <summary>A request with options that nobody here sees, of a client whose responses tell the terms.</summary>
    public static LlmTerms Hidden(string? region = null) => region is null ? s_hidden : new LlmTerms { IsHidden = true, Region = region };

    /// <summary>What a response says; null where it says nothing. Nothing is allocated for the usual answers.</summary>
    public static LlmTerms? Served(string? serviceTier, string? speed = null, string? inferenceGeo = null)
    {
        if (serviceTier is null && speed is null && inferenceGeo is null)
            return null;
        if (serviceTier is "default" or "standard")
        {
            foreach (LlmTerms usual in s_usual)
            {
                if (usual.Speed == speed && usual.InferenceGeo == inferenceGeo)
                    return usual;
            }
        }

        return new LlmTerms { ServiceTier = serviceTier, Speed = speed, InferenceGeo = inferenceGeo };
    }
}
