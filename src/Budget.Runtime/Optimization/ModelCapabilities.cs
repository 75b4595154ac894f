namespace BudgetGen;

/// <summary>A line of the catalogue: what the models of one family can do, and who says so.</summary>
public sealed record ModelCapabilities
{
    /// <summary>Words that are all in the names of the family, such as <c>gpt</c>, <c>4o</c>, <c>mini</c>; lower case.</summary>
    public required IReadOnlyList<string> Family { get; init; }

    /// <summary>Where the maker places it in its own range.</summary>
    public required ModelClass Class { get; init; }

    /// <summary>The smallest window of the family, tokens. A price line that states its model's own window comes before it.</summary>
    public required long Context { get; init; }

    /// <summary>True if it is known to take pictures.</summary>
    public bool Vision { get; init; }

    /// <summary>True if it is known to call functions.</summary>
    public bool Tools { get; init; }

    /// <summary>True if it is known to think before it answers.</summary>
    public bool Reasoning { get; init; }

    /// <summary>The page on which its maker describes it, or null: all of the line is an assumption.</summary>
    public string? Source { get; init; }

    /// <summary>The day of the evidence, or null.</summary>
    public DateOnly? Checked { get; init; }

    /// <summary>What of the line is assumed and not stated by its maker, or null.</summary>
    public string? Assumed { get; init; }

    /// <summary>True if a model of this family can do all that one of another family can.</summary>
    internal bool Covers(ModelCapabilities other) => (Vision || !other.Vision) && (Tools || !other.Tools) && (Reasoning || !other.Reasoning);

    internal bool Has(ModelNeeds needs) => (Vision || !needs.Vision) && (Tools || !needs.Tools) && (Reasoning || !needs.Reasoning);

    /// <summary>The window of a model of this family that a price line prices.</summary>
    internal long WindowOf(ModelPricing line) => line.Limits.MaxInput ?? Context;
}
