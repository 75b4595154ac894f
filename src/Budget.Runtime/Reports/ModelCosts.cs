using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>What users have spent by model in the current windows of their budgets, since the last reset of each.</summary>
internal static class ModelCosts
{
    /// <summary>Reads the costs of several users: one sum for all whose windows are the same.</summary>
    /// <param name="reader">The read side.</param>
    /// <param name="budgets">The users' budgets, with their windows.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The cost by model, in the order of the budgets.</returns>
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, Usd>>> OfAsync(
        ILedgerReader reader, IReadOnlyList<BudgetStatus> budgets, CancellationToken cancellationToken)
    {
        var resets = new Dictionary<(string Policy, string User), DateTimeOffset>();
        IReadOnlyList<LedgerEntry> entries = await reader.GetEntriesAsync(
            new EntryQuery { From = budgets.Min(static budget => budget.WindowStart ?? DateTimeOffset.MinValue), Kinds = [LedgerEntryKind.Reset], Limit = int.MaxValue },
            cancellationToken).ConfigureAwait(false);

        // Newest first: the first one of an account is its last.
        foreach (LedgerEntry entry in entries)
        {
            foreach (AccountKey account in entry.Accounts)
                resets.TryAdd((account.PolicyId, account.ScopeKey), entry.At);
        }

        var costs = new Dictionary<string, Usd>[budgets.Count];
        foreach (IGrouping<(DateTimeOffset?, DateTimeOffset?), int> sameTime in Enumerable.Range(0, budgets.Count).GroupBy(i => (SinceOf(budgets[i], resets), budgets[i].ResetsAt)))
        {
            Dictionary<string, int> users = sameTime.ToDictionary(i => budgets[i].ScopeKey, StringComparer.Ordinal);
            foreach (int i in users.Values)
                costs[i] = new(StringComparer.Ordinal);

            var query = new SpendQuery
            {
                From = sameTime.Key.Item1,
                To = sameTime.Key.Item2,
                Of = new CallAttribution(User: users.Count == 1 ? users.Keys.Single() : null),
                GroupBy = SpendGrouping.User | SpendGrouping.Model,
            };
            foreach (SpendSum sum in await reader.SumSpendAsync(query, cancellationToken).ConfigureAwait(false))
            {
                if (sum.Group.User is { } user && users.TryGetValue(user, out int i))
                    costs[i][sum.Group.Model ?? ""] = sum.Cost;
            }
        }

        return costs;
    }

    /// <summary>From when a budget's spend counts. What was booked at the very instant of a reset was booked before it.</summary>
    private static DateTimeOffset? SinceOf(BudgetStatus budget, Dictionary<(string Policy, string User), DateTimeOffset> resets) =>
        resets.TryGetValue((budget.Policy.Id, budget.ScopeKey), out DateTimeOffset reset) && !(reset < budget.WindowStart) ? reset.AddTicks(1) : budget.WindowStart;
}
