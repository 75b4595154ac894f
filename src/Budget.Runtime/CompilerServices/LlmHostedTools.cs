using System.ComponentModel;
using System.Text.Json;

namespace BudgetGen.CompilerServices;

/// <summary>Tools of a request that the provider runs by itself, for a fee of their own.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LlmHostedTools
{
    /// <summary>The request with one more tool that searches the web.</summary>
    /// <param name="request">The request so far.</param>
    /// <param name="most">How often the tool may be used, or null: the request does not say.</param>
    public static LlmRequest AllowWebSearch(in LlmRequest request, long? most)
    {
        // Nobody means more than that, and sums of it cannot overflow.
        long? bound = most is { } count ? Math.Clamp(count, 0, int.MaxValue) : null;
        return request with { AllowsWebSearch = true, MaxWebSearches = request.AllowsWebSearch ? request.MaxWebSearches + bound : bound };
    }

    /// <summary>
    /// The request with one more tool, as Anthropic's wire shows it. A search tool has many versions, each a type of its own in the library and all of one
    /// price, so it is known by its name there. Tools without a fee change nothing.
    /// </summary>
    /// <param name="request">The request so far.</param>
    /// <param name="tool">The tool.</param>
    public static LlmRequest Allow(in LlmRequest request, JsonElement tool)
    {
        if (tool.ValueKind != JsonValueKind.Object
            || !tool.TryGetProperty("type", out JsonElement type)
            || type.ValueKind != JsonValueKind.String
            || !type.GetString()!.StartsWith("web_search_", StringComparison.Ordinal))
        {
            return request;
        }

        bool isBound = tool.TryGetProperty("max_uses", out JsonElement uses) && uses.ValueKind == JsonValueKind.Number;
        return AllowWebSearch(request, isBound && uses.TryGetInt64(out long most) ? most : null);
    }
}
