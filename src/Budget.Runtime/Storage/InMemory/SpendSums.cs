namespace BudgetGen.Storage;

/// <summary>Selects usage records, and adds them up.</summary>
internal static class SpendSums
{
    /// <summary>Whether a query selects a record.</summary>
    public static bool Selects(this UsageQuery query, UsageRecord record) =>
        IsWithin(record.Timestamp, query.From, query.To)
        && IsOf(record.User, query.User)
        && IsOf(record.Provider, query.Provider)
        && IsOf(record.Model, query.Model)
        && IsOf(record.Project, query.Project)
        && IsOf(record.Team, query.Team)
        && IsOf(record.Client, query.Client)
        && IsOf(record.Operation, query.Operation);

    /// <summary>Whether a query selects a record.</summary>
    public static bool Selects(this SpendQuery query, UsageRecord record) =>
        IsWithin(record.Timestamp, query.From, query.To)
        && IsOf(record.User, query.Of.User)
        && IsOf(record.Provider, query.Of.Provider)
        && IsOf(record.Model, query.Of.Model)
        && IsOf(record.Project, query.Of.Project)
        && IsOf(record.Team, query.Of.Team)
        && IsOf(record.Client, query.Of.Client)
        && IsOf(record.Operation, query.Of.Operation)
        && (query.Of.Tags is null || query.Of.Tags.All(tag => record.Tags?.Find(tag.Key) == tag.Value));

    /// <summary>Half open: from an instant on, inclusive, up to another one, exclusive.</summary>
    public static bool IsWithin(DateTimeOffset at, DateTimeOffset? from, DateTimeOffset? to) => (from is null || at >= from) && (to is null || at < to);

    /// <summary>The sums of the records that a query selects, the dearest first; without grouping one sum, also of nothing.</summary>
    public static List<SpendSum> Of(SpendQuery query, IEnumerable<UsageRecord> records)
    {
        var sums = new Dictionary<CallAttribution, SpendSum>();
        if (query.GroupBy == SpendGrouping.None)
            sums.Add(default, Nothing(default));
        foreach (UsageRecord record in records.Where(query.Selects))
        {
            CallAttribution group = GroupOf(record, query.GroupBy);
            sums[group] = Add(sums.TryGetValue(group, out SpendSum? sum) ? sum : Nothing(group), record);
        }

        return [.. sums.Values.OrderByDescending(static sum => sum.Cost)];
    }

    private static SpendSum Nothing(in CallAttribution group) => new(group, Usd.Zero, 0, 0, 0);

    private static SpendSum Add(SpendSum sum, UsageRecord record) => sum with
    {
        Cost = sum.Cost + record.Cost,
        Calls = sum.Calls + 1,
        InputTokens = checked(sum.InputTokens + record.InputTokens),
        OutputTokens = checked(sum.OutputTokens + record.OutputTokens),
    };

    private static CallAttribution GroupOf(UsageRecord record, SpendGrouping by) => new(
        by.HasFlag(SpendGrouping.User) ? record.User : null,
        by.HasFlag(SpendGrouping.Provider) ? record.Provider : null,
        by.HasFlag(SpendGrouping.Model) ? record.Model : null,
        by.HasFlag(SpendGrouping.Project) ? record.Project : null,
        by.HasFlag(SpendGrouping.Team) ? record.Team : null,
        by.HasFlag(SpendGrouping.Client) ? record.Client : null,
        by.HasFlag(SpendGrouping.Operation) ? record.Operation : null);

    private static bool IsOf(string? value, string? wanted) => wanted is null || string.Equals(value, wanted, StringComparison.Ordinal);
}
