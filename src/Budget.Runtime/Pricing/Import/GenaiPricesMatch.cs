using System.Text.Json;

namespace BudgetGen;

/// <summary>The match clauses of genai-prices. They ignore case, except regular expressions, which may match anywhere in a name.</summary>
internal static class GenaiPricesMatch
{
    public static NamePattern? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || json.EnumerateObject().ToArray() is not [JsonProperty clause])
            return null;
        switch (clause.Name)
        {
            case "or" or "and":
                NamePattern?[] parts = [.. clause.Value.EnumerateArray().Select(Read)];
                if (parts.Length == 0 || Array.Exists(parts, static part => part is null))
                    return null;
                return clause.Name == "or" ? NamePattern.Any([.. parts.OfType<NamePattern>()]) : NamePattern.All([.. parts.OfType<NamePattern>()]);
            case "regex":
                return Regex(clause.Value.GetString()!);
        }

        if (clause.Value.GetString() is not { Length: > 0 } text)
            return null;
        return clause.Name switch
        {
            "equals" => NamePattern.Equal(text),
            "starts_with" => NamePattern.StartsWith(text),
            "ends_with" => NamePattern.EndsWith(text),
            "contains" => NamePattern.Contains(text),
            _ => null,
        };
    }

    /// <summary>The names that a clause lists.</summary>
    public static IEnumerable<string> Names(NamePattern match) => match.Kind switch
    {
        "equals" => [match.Text],
        "or" => match.Parts.SelectMany(Names),
        _ => [],
    };

    /// <summary>The rest of it, or null.</summary>
    public static NamePattern? Shapes(NamePattern match)
    {
        if (match.Kind == "equals")
            return null;
        if (match.Kind != "or")
            return match;
        NamePattern[] rest = [.. match.Parts.Select(Shapes).OfType<NamePattern>()];
        return rest.Length switch
        {
            0 => null,
            1 => rest[0],
            _ => NamePattern.Any(rest),
        };
    }

    /// <summary>Ours match whole names, so what an expression leaves open at its ends is said.</summary>
    private static NamePattern? Regex(string text)
    {
        bool fromStart = text.StartsWith('^'), toEnd = text.EndsWith('$') && !text.EndsWith(@"\$", StringComparison.Ordinal);
        string inner = text[(fromStart ? 1 : 0)..(toEnd ? text.Length - 1 : text.Length)];
        try
        {
            return NamePattern.Matching($"{(fromStart ? "" : ".*")}(?:{inner}){(toEnd ? "" : ".*")}");
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
