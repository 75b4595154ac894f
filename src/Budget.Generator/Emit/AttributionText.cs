using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Emit;

/// <summary>Writes an attribution and a site.</summary>
internal static class AttributionText
{
    /// <summary><c>new CallAttribution(...)</c> with named arguments.</summary>
    public static string Of(EquatableArray<NamedText> parts, EquatableArray<NamedText> tags) =>
        $"new CallAttribution({string.Join(", ", Arguments(parts, tags))})";

    /// <summary>Its named arguments.</summary>
    public static IEnumerable<string> Arguments(EquatableArray<NamedText> parts, EquatableArray<NamedText> tags)
    {
        IEnumerable<string> arguments = parts.Select(part => $"{part.Name}: {part.Text}");
        return tags.Count == 0 ? arguments : arguments.Append($"{KnownNames.Tags}: new CallTags([{string.Join(", ", tags.Select(Tag))}])");
    }

    /// <summary>The declaration of a site's field.</summary>
    public static IEnumerable<string> Site(string field, SiteDescription site)
    {
        yield return $"private static readonly LlmCallSite {field} = new(";
        yield return $"    {Literals.Quote(site.Method)},";
        bool hasAttribution = site.Attribution.Count + site.Tags.Count > 0;
        yield return $"    {Literals.Quote(site.Location)}{(hasAttribution || site.MaxCostNanos is not null ? "," : ");")}";
        if (hasAttribution)
            yield return $"    {Of(site.Attribution, site.Tags)}{(site.MaxCostNanos is not null ? "," : ");")}";
        if (site.MaxCostNanos is { } nanos)
            yield return $"    maxCost: new Usd({Literals.Grouped(nanos)}));";
    }

    private static string Tag(NamedText tag)
    {
        // A tag without a value is an empty one; a literal is never null.
        string value = tag.Text.StartsWith("\"", StringComparison.Ordinal) || tag.Text.StartsWith("$\"", StringComparison.Ordinal) || tag.Text.StartsWith("string.Create(", StringComparison.Ordinal)
            ? tag.Text
            : tag.Text + " ?? \"\"";
        return $"new({Literals.Quote(tag.Name)}, {value})";
    }
}
