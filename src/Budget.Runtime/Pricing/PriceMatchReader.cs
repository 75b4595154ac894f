using System.Text.Json;

namespace BudgetGen;

/// <summary>Reads which names a line prices.</summary>
internal static class PriceMatchReader
{
    private const int Deepest = 8;
    private static readonly string[] s_clauses = ["starts_with", "ends_with", "contains", "regex", "or", "and"];

    public static string[] Aliases(JsonPart match)
    {
        if (match.IsAbsent)
            return [];
        match.AllowOnly(["equals", "dated", .. s_clauses]);
        JsonPart equals = match.Optional("equals");
        return equals.Element.ValueKind == JsonValueKind.String ? [equals.Name()] : [.. equals.Items().Select(name => name.Name())];
    }

    public static bool DatedSame(JsonPart match)
    {
        if (match.IsAbsent || match.Optional("dated") is not { IsAbsent: false } dated)
            return false;
        return dated.Text() == "same" ? true : throw dated.Refused("only \"same\" is known here: dated versions cost the same");
    }

    /// <summary>The clauses other than <c>equals</c>; a name that fits any of them is priced.</summary>
    public static NamePattern? Pattern(JsonPart match)
    {
        if (match.IsAbsent)
            return null;
        NamePattern[] all = [.. s_clauses.Where(clause => !match.Optional(clause).IsAbsent).Select(clause => Clause(match.Optional(clause), clause, 1))];
        return all.Length switch
        {
            0 => null,
            1 => all[0],
            _ => NamePattern.Any(all),
        };
    }

    private static NamePattern Clause(JsonPart part, string kind, int depth)
    {
        if (depth > Deepest)
            throw part.Refused($"clauses are at most {Deepest} deep");

        switch (kind)
        {
            case "or" or "and":
                NamePattern[] parts = [.. part.Items().Select(inner => Inner(inner, depth + 1))];
                if (parts.Length == 0)
                    throw part.Refused("at least one clause is needed here");
                return kind == "or" ? NamePattern.Any(parts) : NamePattern.All(parts);
            case "regex":
                try
                {
                    return NamePattern.Matching(part.Text());
                }
                catch (ArgumentException broken)
                {
                    throw part.Refused("this is not a regular expression", broken);
                }

            case "starts_with":
                return NamePattern.StartsWith(part.Name());
            case "ends_with":
                return NamePattern.EndsWith(part.Name());
            case "contains":
                return NamePattern.Contains(part.Name());
            default:
                return NamePattern.Equal(part.Name());
        }
    }

    private static NamePattern Inner(JsonPart part, int depth)
    {
        part.AllowOnly(["equals", .. s_clauses]);
        JsonProperty[] clauses = [.. part.Element.EnumerateObject()];
        return clauses.Length == 1 ? Clause(part.Optional(clauses[0].Name), clauses[0].Name, depth) : throw part.Refused("one clause is needed here; put several into \"or\" or \"and\"");
    }
}
