using System.Collections.Concurrent;

namespace BudgetGen;

/// <summary>
/// What priced a call: the line as it was then with every fallback resolved, the book that it is from, how the name led to it, and the terms of the call. With the usage
/// it explains a cost, and computes it again, whatever has become of the book since. Immutable; calls that are priced alike share one.
/// </summary>
public sealed class PriceProvenance : IEquatable<PriceProvenance>
{
    /// <summary>Terms hold words of providers, so what is remembered by them is bounded.</summary>
    private const int MostTerms = 64;

    private readonly ModelPricing _line;
    private readonly string? _conditions;
    private ConcurrentDictionary<CallTerms, PriceProvenance>? _onTerms;
    private string? _json;

    internal PriceProvenance(ModelPricing line, PriceMatchKind kind, CallTerms terms, string? book, string? bookVersion, string? conditions = null)
    {
        (_line, MatchKind, Terms, Book, BookVersion, _conditions) = (line, kind, terms, book, bookVersion, conditions);
    }

    /// <summary>The id of the price line, such as <c>openai/gpt-4o</c>.</summary>
    public string PriceLine => _line.Id;

    /// <summary>The book that the line is from, such as <c>embedded</c>; null: from none, as the default price of unknown models.</summary>
    public string? Book { get; }

    /// <summary>The version of that book.</summary>
    public string? BookVersion { get; }

    /// <summary>Where the price stands.</summary>
    public string Source => _line.Source;

    /// <summary>The day of the evidence for the price.</summary>
    public DateOnly Checked => _line.Checked;

    /// <summary>How the name led to the line.</summary>
    public PriceMatchKind MatchKind { get; }

    /// <summary>The terms that were priced, without an instant: service tier, region, speed ...</summary>
    public CallTerms Terms { get; }

    /// <summary>What the line is for, such as a size of pictures; empty: nothing in particular.</summary>
    public string Conditions => _conditions ?? _line.Conditions.ToString();

    /// <summary>The line as far as it prices calls on these terms. One that was read back has nothing else.</summary>
    internal ModelPricing Line => _line;

    /// <summary>The cost of a usage with its reasons.</summary>
    /// <param name="model">The model, as the caller named it.</param>
    /// <param name="usage">What was used.</param>
    /// <param name="providerCost">The cost that the provider itself states, or null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bucket is negative.</exception>
    /// <exception cref="OverflowException">The cost is beyond the range of <see cref="Usd"/>.</exception>
    public CostExplanation Explain(string model, in LlmUsage usage, Usd? providerCost = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return CostExplanation.Of(model, this, usage, providerCost);
    }

    /// <summary>The same line on the terms of a call.</summary>
    /// <param name="terms">The terms; of their instant nothing is kept, a record has its own.</param>
    public PriceProvenance On(CallTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.At is not null)
            terms = terms with { At = null };
        if (terms == Terms)
            return this;

        ConcurrentDictionary<CallTerms, PriceProvenance> known = _onTerms ?? Interlocked.CompareExchange(ref _onTerms, new(), null) ?? _onTerms;
        if (known.TryGetValue(terms, out PriceProvenance? other))
            return other;

        other = new PriceProvenance(_line, MatchKind, terms, Book, BookVersion, _conditions);
        return known.Count < MostTerms ? known.GetOrAdd(terms, other) : other;
    }

    /// <summary>As JSON, one object, prices as whole pico-dollars in texts: what a store keeps.</summary>
    public string ToJson() => _json ??= PriceProvenanceJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote. What it explains is the same to the nano-dollar; on other terms than its own it knows no prices.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static PriceProvenance FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return PriceProvenanceJson.Read(json);
    }

    /// <summary>True if both say the same.</summary>
    public bool Equals(PriceProvenance? other) => ReferenceEquals(this, other) || (other is not null && PriceLine == other.PriceLine && ToJson() == other.ToJson());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PriceProvenance);

    /// <inheritdoc/>
    public override int GetHashCode() => PriceLine.GetHashCode(StringComparison.Ordinal);

    /// <summary>The line and its book.</summary>
    public override string ToString() => $"{PriceLine} ({MatchKind}, {Book ?? "no book"} {BookVersion})";
}
