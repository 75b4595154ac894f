namespace BudgetGen;

/// <summary>
/// Where a cost comes from: which line priced it and who says so, on which terms, and each bucket with its price. Enough to compute the cost again without
/// the price book.
/// </summary>
public sealed record CostExplanation
{
    /// <summary>The cost; null if it is unknown, because of <see cref="Unpriced"/> or because nothing is known of the usage.</summary>
    public required Usd? Cost { get; init; }

    /// <summary>The model, as the caller named it.</summary>
    public required string Model { get; init; }

    /// <summary>The id of the price line.</summary>
    public required string PriceLine { get; init; }

    /// <summary>The book that the line is from, such as <c>embedded</c>; null: from none.</summary>
    public string? Book { get; init; }

    /// <summary>The version of that book.</summary>
    public string? BookVersion { get; init; }

    /// <summary>Where the price stands.</summary>
    public required string Source { get; init; }

    /// <summary>The day of the evidence for the price.</summary>
    public required DateOnly Checked { get; init; }

    /// <summary>How the name led to the line.</summary>
    public required PriceMatchKind MatchKind { get; init; }

    /// <summary>The least total input that the prices are for, tokens; 0: the line's first ones.</summary>
    public long ContextFrom { get; init; }

    /// <summary>The service tier that was priced.</summary>
    public ServiceTier ServiceTier { get; init; }

    /// <summary>What the line is for, such as a size of pictures; empty: nothing in particular.</summary>
    public string Conditions { get; init; } = "";

    /// <summary>The factors on tokens.</summary>
    public IReadOnlyList<PriceMultiplier> Multipliers { get; init; } = [];

    /// <summary>Each bucket that was used, with its price.</summary>
    public IReadOnlyList<CostComponent> Components { get; init; } = [];

    /// <summary>Buckets that were used and have no price.</summary>
    public IReadOnlyList<string> Unpriced { get; init; } = [];

    /// <summary>What a reader should know about the cost.</summary>
    public CostCaveats Flags { get; init; }

    /// <summary>True if any figure of the usage is ours and not the provider's.</summary>
    public bool Estimated { get; init; }

    /// <summary>The cost that the provider itself states, kept beside ours for reconciliation; null: it states none.</summary>
    public Usd? ProviderCost { get; init; }

    /// <summary>Computes the cost again from the buckets and prices in this explanation alone; null if there is none.</summary>
    /// <exception cref="OverflowException">The cost is beyond the range of <see cref="Usd"/>.</exception>
    public Usd? Recompute() => Cost is null ? null : CostSheet.Sum(Components, Multipliers);

    /// <summary>The explanation as JSON, one object, amounts and prices as decimal strings.</summary>
    public string ToJson() => CostExplanationJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static CostExplanation FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return CostExplanationJson.Read(json);
    }

    internal static CostExplanation Of(string model, PriceProvenance price, in LlmUsage usage, Usd? providerCost)
    {
        CostSheet sheet = CostSheet.Of(price.Line, usage, price.Terms);
        return new CostExplanation
        {
            Cost = usage.IsUnknown || sheet.Unpriced.Count > 0 ? null : CostSheet.Sum(sheet.Components, sheet.Multipliers),
            Model = model,
            PriceLine = price.PriceLine,
            Book = price.Book,
            BookVersion = price.BookVersion,
            Source = price.Source,
            Checked = price.Checked,
            MatchKind = price.MatchKind,
            ContextFrom = sheet.ContextFrom,
            ServiceTier = price.Terms.ServiceTier,
            Conditions = price.Conditions,
            Multipliers = sheet.Multipliers,
            Components = sheet.Components,
            Unpriced = sheet.Unpriced,
            Flags = price.MatchKind == PriceMatchKind.Upstream ? sheet.Flags | CostCaveats.Upstream : sheet.Flags,
            Estimated = usage.Estimated,
            ProviderCost = providerCost,
        };
    }
}
