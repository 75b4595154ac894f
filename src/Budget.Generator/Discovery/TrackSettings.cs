using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>A template and the method whose parameters it may name; null if it stood on a type or an assembly.</summary>
internal sealed record OwnedTemplate(string Text, IMethodSymbol? Owner);

/// <summary>What all attributes around a piece of code say together: per property, the nearest one that says something.</summary>
/// <param name="Templates">By property name; properties that nobody speaks about are absent.</param>
/// <param name="Tags">The nearest list of tags, each <c>name=template</c>.</param>
/// <param name="MaxCostNanos">The nearest cap in nano-dollars, or null. Text that is no amount counts as null here and is reported on the attribute.</param>
internal sealed record TrackSettings(ImmutableDictionary<string, OwnedTemplate> Templates, ImmutableArray<OwnedTemplate> Tags, long? MaxCostNanos)
{
    private const decimal NanosPerDollar = 1_000_000_000m;

    private static readonly string[] _properties = [KnownNames.Model, KnownNames.User, KnownNames.Project, KnownNames.Operation, KnownNames.Provider];

    /// <summary>Merges attributes, nearest first, each with the method that it stands on (null for types and assemblies).</summary>
    public static TrackSettings Merge(IEnumerable<(TrackAttribute Attribute, IMethodSymbol? Owner)> nearestFirst)
    {
        ImmutableDictionary<string, OwnedTemplate>.Builder templates = ImmutableDictionary.CreateBuilder<string, OwnedTemplate>();
        ImmutableArray<OwnedTemplate>? tags = null;
        string? maxCost = null;
        foreach ((TrackAttribute attribute, IMethodSymbol? owner) in nearestFirst)
        {
            foreach (string property in _properties)
            {
                if (attribute.Template(property) is { } text && !templates.ContainsKey(property))
                    templates.Add(property, new OwnedTemplate(text, owner));
            }

            tags ??= attribute.Tags?.Select(tag => new OwnedTemplate(tag, owner)).ToImmutableArray();
            maxCost ??= attribute.MaxCost;
        }

        return new TrackSettings(templates.ToImmutable(), tags ?? [], ParseUsd(maxCost));
    }

    /// <summary>An amount of USD as whole nano-dollars; null if the text is none, is negative or has more than nine decimals.</summary>
    public static long? ParseUsd(string? text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal dollars) || dollars > 1_000_000_000m)
            return null;

        decimal nanos = dollars * NanosPerDollar;
        return nanos == decimal.Truncate(nanos) ? (long)nanos : null;
    }
}
