namespace BudgetGen;

/// <summary>A user's budget and costs as a file has them.</summary>
internal sealed record SavedBudget
{
    public required string User { get; init; }

    public required Usd TotalBudget { get; init; }

    /// <summary>Daily, weekly, monthly, yearly or lifetime.</summary>
    public required BudgetPeriod Period { get; init; }

    /// <summary>When windows of fixed length began; null: calendar windows, or for ever.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Start of the window that the costs are of; null: for ever.</summary>
    public DateTimeOffset? WindowStart { get; init; }

    public Usd CurrentCost { get; init; }

    /// <summary>Part of <see cref="CurrentCost"/>, by model.</summary>
    public IReadOnlyDictionary<string, Usd> ModelCost { get; init; } = new Dictionary<string, Usd>();

    /// <summary>Tells this state of the user from another one: a hash of what the file says.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>True if the window that the costs are of has ended, so that they count no more.</summary>
    public bool HasEnded(DateTimeOffset now)
    {
        if (WindowStart is not { } start || BudgetDuration.LengthOf(Period) is not { } length)
            return false;

        DateTimeOffset? end = CreatedAt is null ? BudgetDuration.CalendarWindow(Period, start).To : start + length;
        return now >= end;
    }

    /// <summary>The costs as they are booked: by model, and what no model accounts for. Together they are <see cref="CurrentCost"/>, to the nano-dollar.</summary>
    public IEnumerable<(string Model, Usd Cost)> Parts()
    {
        Usd rest = CurrentCost;
        foreach ((string model, Usd cost) in ModelCost.OrderBy(static model => model.Key, StringComparer.Ordinal))
        {
            Usd part = Usd.Min(cost, rest);
            rest -= part;
            if (part > Usd.Zero)
                yield return (model, part);
        }

        if (rest > Usd.Zero)
            yield return (CallPrice.UnnamedModel, rest);
    }
}
