namespace BudgetGen;

/// <summary>What must hold for a line to apply, beyond its name and dates. Null: does not matter.</summary>
/// <param name="Size">The size of a picture, such as <c>1024x1024</c>.</param>
/// <param name="Quality">The quality of a picture, such as <c>hd</c>.</param>
public readonly record struct PriceConditions(string? Size = null, string? Quality = null)
{
    /// <summary>The service tier of the call.</summary>
    public ServiceTier? ServiceTier { get; init; }

    /// <summary>Where data is processed.</summary>
    public string? Region { get; init; }

    /// <summary>The endpoint.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The hours in which the line applies.</summary>
    public TimeOfDay? TimeOfDay { get; init; }

    /// <summary>How many things must hold: of two lines that apply, the one with more is meant.</summary>
    internal int Count =>
        Is(Size) + Is(Quality) + Is(Region) + Is(Endpoint) + (ServiceTier is null ? 0 : 1) + (TimeOfDay is null ? 0 : 1);

    /// <summary>True if the terms of a call are what the line is for, whatever is in the pictures.</summary>
    internal bool HoldFor(CallTerms terms) =>
        (ServiceTier is not { } tier || tier == terms.ServiceTier)
        && (Region is null || Region == terms.Region)
        && (Endpoint is null || Endpoint == terms.Endpoint);

    /// <summary>True if pictures are of the size and quality that the line is for.</summary>
    internal bool HoldFor(string? size, string? quality) => (Size is null || Same(Size, size)) && (Quality is null || Same(Quality, quality));

    /// <summary>True unless something is said of the pictures that the line is not for.</summary>
    internal bool MayHoldFor(string? size, string? quality) => HoldFor(size ?? Size, quality ?? Quality);

    /// <summary>Each condition as <c>name value</c>, or an empty text.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        ("size", Size), ("quality", Quality), ("service_tier", ServiceTier?.ToString()), ("region", Region), ("endpoint", Endpoint), ("time_of_day", TimeOfDay?.ToString()),
    }.Where(static part => part.Item2 is not null).Select(static part => $"{part.Item1} {part.Item2}"));

    private static int Is(string? condition) => condition is null ? 0 : 1;

    private static bool Same(string condition, string? value) => value is not null && condition == ModelNames.Normalise(value);
}
