namespace BudgetGen;

/// <summary>
/// What recorded calls would have cost by other prices. Only a report: a settled cost is never rewritten, and a correction is an entry of its own.
/// </summary>
/// <param name="Rows">One for each model that was billed, the largest difference first.</param>
public sealed record RepriceReport(IReadOnlyList<RepricedModel> Rows)
{
    /// <summary>What the calls that have a price by these prices cost when they were made.</summary>
    public Usd Recorded => Rows.Aggregate(Usd.Zero, static (sum, row) => sum + row.Recorded);

    /// <summary>What they would have cost.</summary>
    public Usd Repriced => Rows.Aggregate(Usd.Zero, static (sum, row) => sum + row.Repriced);

    /// <summary>How many calls these prices say nothing of.</summary>
    public long Unpriced => Rows.Sum(static row => row.Unpriced);

    /// <summary>Prices records again, each at the instant at which it was booked, and on the terms that it was priced on.</summary>
    /// <exception cref="OverflowException">A sum is beyond the range of <see cref="Usd"/>.</exception>
    public static RepriceReport Of(IEnumerable<UsageRecord> records, PricingRegistry prices)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(prices);
        var rows = new Dictionary<(string Model, string? Provider), RepricedModel>();
        foreach (UsageRecord record in records)
        {
            (string Model, string? Provider) key = (record.Model, record.Provider);
            RepricedModel row = rows.GetValueOrDefault(key) ?? new RepricedModel(record.Model, record.Provider, 0, Usd.Zero, Usd.Zero, 0);
            rows[key] = CostOf(record, prices) is { } cost
                ? row with { Calls = row.Calls + 1, Recorded = row.Recorded + record.Cost, Repriced = row.Repriced + cost }
                : row with { Calls = row.Calls + 1, Unpriced = row.Unpriced + 1 };
        }

        return new RepriceReport([.. rows.Values.OrderByDescending(static row => Int128.Abs((Int128)row.Repriced.Nanos - row.Recorded.Nanos)).ThenBy(static row => row.Model, StringComparer.Ordinal)]);
    }

    private static Usd? CostOf(UsageRecord record, PricingRegistry prices)
    {
        LlmUsage usage = record.Usage.IsUnknown ? LlmUsage.Of(record.InputTokens, record.OutputTokens) : record.Usage;
        CallTerms terms = record.Provenance?.Terms ?? new CallTerms { ServiceTier = record.ServiceTier };
        return prices.CalculateLlmCost(record.Model, usage, terms with { At = record.Timestamp }, record.Provider)?.Amount;
    }
}

/// <summary>The calls of one model, as they were booked and by other prices.</summary>
/// <param name="Model">The model that was billed.</param>
/// <param name="Provider">The provider, or null.</param>
/// <param name="Calls">How many calls.</param>
/// <param name="Recorded">What those with a price cost when they were made.</param>
/// <param name="Repriced">What they would have cost.</param>
/// <param name="Unpriced">How many of the calls the other prices say nothing of; they are in neither sum.</param>
public sealed record RepricedModel(string Model, string? Provider, long Calls, Usd Recorded, Usd Repriced, long Unpriced);
