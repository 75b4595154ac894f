using System.Globalization;

namespace BudgetGen;

/// <summary>
/// A factor on every token price of a line, cached tokens included, on no fee. Several that apply multiply each other. Of what is null, any value fits; at
/// least one must be set.
/// </summary>
/// <param name="Numerator">The factor's numerator, 1 to 10,000.</param>
/// <param name="Denominator">The factor's denominator, 1 to 10,000: factors are ratios of whole numbers, such as 11/10.</param>
public sealed record PriceMultiplier(int Numerator, int Denominator)
{
    internal const int Most = 10_000;

    /// <summary>The <see cref="CallTerms.Region"/> that it is for, lower case.</summary>
    public string? Region { get; init; }

    /// <summary>The <see cref="CallTerms.InferenceGeo"/> that it is for, lower case.</summary>
    public string? InferenceGeo { get; init; }

    /// <summary>The <see cref="CallTerms.Speed"/> that it is for, lower case.</summary>
    public string? Speed { get; init; }

    /// <summary>The ratio with the reason, such as <c>11/10 (region eu)</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Numerator}/{Denominator} ({string.Join(", ", new[] { ("region", Region), ("inference_geo", InferenceGeo), ("speed", Speed) }.Where(static part => part.Item2 is not null).Select(static part => $"{part.Item1} {part.Item2}"))})");

    internal bool Applies(CallTerms terms) =>
        Fits(Region, terms.Region) && Fits(InferenceGeo, terms.InferenceGeo) && Fits(Speed, terms.Speed);

    private static bool Fits(string? wanted, string? actual) => wanted is null || wanted == actual;
}
