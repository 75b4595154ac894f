using System.Collections.Immutable;

namespace BudgetGen.Generator.Analysis;

/// <summary>What a rule thinks was meant, handed to its fix: the diagnostic's span is then exactly the text to replace.</summary>
internal static class Suggestion
{
    /// <summary>The diagnostic's property that holds the new text.</summary>
    public const string Property = "Suggestion";

    /// <summary>The properties of a diagnostic; null: there is nothing to offer.</summary>
    public static ImmutableDictionary<string, string?> Of(string? text) =>
        text is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(Property, text);
}
