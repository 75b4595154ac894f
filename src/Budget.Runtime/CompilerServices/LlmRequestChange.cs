using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>What has to be different in a request when it is sent; null parts stay as the caller made them. The caller's own objects are never changed.</summary>
/// <param name="Model">The model to ask instead, or null.</param>
/// <param name="MaxOutputTokens">The bound on output to send, or null, tokens.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LlmRequestChange(string? Model, long? MaxOutputTokens)
{
    /// <summary>The bound for libraries that keep it in 32 bits.</summary>
    public int? MaxOutputTokens32 => MaxOutputTokens is { } tokens ? (int)Math.Min(tokens, int.MaxValue) : null;
}
