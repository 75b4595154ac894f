using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>Asks for a summary of one window. Compared by content: it is the key under which a summary is kept.</summary>
internal readonly record struct SpendSummaryQuery(BudgetPeriod Period, BudgetScope Scope, string? Key, DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>The query for the window that holds an instant.</summary>
    /// <exception cref="ArgumentException">The period has no one window, or calls cannot be summed by the scope.</exception>
    public static SpendSummaryQuery Of(BudgetPeriod period, BudgetScope scope, string? key, DateTimeOffset now)
    {
        if (period is not (BudgetPeriod.Daily or BudgetPeriod.Weekly or BudgetPeriod.Monthly or BudgetPeriod.Yearly or BudgetPeriod.Lifetime))
            throw new ArgumentException($"A summary is daily, weekly, monthly, yearly or for ever, not {period}. Ask the Reader for other times.", nameof(period));
        if (scope == BudgetScope.Global && key is not null)
            throw new ArgumentException($"The global scope has no key, and '{key}' was given. Leave it out, or say what it names (User, Provider, Model ...).", nameof(key));
        if (key is { Length: 0 })
            throw new ArgumentException($"The key is empty. Name one {scope}, or leave it out for all of them.", nameof(key));
        GroupingOf(scope);

        (DateTimeOffset? from, DateTimeOffset? to) = BudgetDuration.CalendarWindow(period, now);
        return new SpendSummaryQuery(period, scope, key, from, to);
    }

    /// <summary>Reads the sums once and folds them, so that all figures add up.</summary>
    public async Task<SpendSummary> ReadAsync(ILedgerReader reader, TimeProvider time, CancellationToken cancellationToken)
    {
        DateTimeOffset asOf = time.GetUtcNow();
        SpendGrouping byKey = Key is null ? GroupingOf(Scope) : SpendGrouping.None;
        BudgetScope scope = Scope;
        var query = new SpendQuery { From = From, To = To, Of = Selection, GroupBy = SpendGrouping.Provider | SpendGrouping.Model | byKey };
        IReadOnlyList<SpendSum> sums = await reader.SumSpendAsync(query, cancellationToken).ConfigureAwait(false);
        return new SpendSummary
        {
            Period = Period,
            Scope = Scope,
            Key = Key,
            From = From,
            To = To,
            AsOf = asOf,
            Total = Fold(default, sums),
            ByProvider = FoldBy(sums, static group => new CallAttribution(Provider: group.Provider)),
            ByModel = FoldBy(sums, static group => new CallAttribution(Provider: group.Provider, Model: group.Model)),
            ByKey = byKey == SpendGrouping.None ? [] : FoldBy(sums, group => Part(group, scope)),
        };
    }

    private CallAttribution Selection => Scope switch
    {
        BudgetScope.User => new CallAttribution(User: Key),
        BudgetScope.Provider => new CallAttribution(Provider: Key),
        BudgetScope.Model => new CallAttribution(Model: Key),
        BudgetScope.Project => new CallAttribution(Project: Key),
        BudgetScope.Team => new CallAttribution(Team: Key),
        BudgetScope.Client => new CallAttribution(Client: Key),
        BudgetScope.Operation => new CallAttribution(Operation: Key),
        _ => default,
    };

    private static SpendGrouping GroupingOf(BudgetScope scope) => scope switch
    {
        BudgetScope.Global => SpendGrouping.None,
        BudgetScope.User => SpendGrouping.User,
        BudgetScope.Provider => SpendGrouping.Provider,
        BudgetScope.Model => SpendGrouping.Model,
        BudgetScope.Project => SpendGrouping.Project,
        BudgetScope.Team => SpendGrouping.Team,
        BudgetScope.Client => SpendGrouping.Client,
        BudgetScope.Operation => SpendGrouping.Operation,
        _ => throw new ArgumentException($"Calls are not summed by {scope}. Ask the Reader with a SpendQuery.", nameof(scope)),
    };

    private static CallAttribution Part(in CallAttribution group, BudgetScope scope) => scope switch
    {
        BudgetScope.User => new CallAttribution(User: group.User),
        BudgetScope.Provider => new CallAttribution(Provider: group.Provider),
        BudgetScope.Model => new CallAttribution(Model: group.Model),
        BudgetScope.Project => new CallAttribution(Project: group.Project),
        BudgetScope.Team => new CallAttribution(Team: group.Team),
        BudgetScope.Client => new CallAttribution(Client: group.Client),
        _ => new CallAttribution(Operation: group.Operation),
    };

    private static IReadOnlyList<SpendSum> FoldBy(IReadOnlyList<SpendSum> sums, Func<CallAttribution, CallAttribution> part) =>
        [.. sums.GroupBy(sum => part(sum.Group)).Select(static group => Fold(group.Key, group)).OrderByDescending(static sum => sum.Cost)];

    private static SpendSum Fold(CallAttribution group, IEnumerable<SpendSum> sums) => sums.Aggregate(
        new SpendSum(group, Usd.Zero, 0, 0, 0),
        static (total, sum) => total with
        {
            Cost = total.Cost + sum.Cost,
            Calls = total.Calls + sum.Calls,
            InputTokens = total.InputTokens + sum.InputTokens,
            OutputTokens = total.OutputTokens + sum.OutputTokens,
        });
}
