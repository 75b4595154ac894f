using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>A policy that is set in the middle of a window and counts what was spent in it before.</summary>
public sealed partial class BudgetManager
{
    /// <summary>
    /// Books what the ledger says was spent from the start of the window up to the moment in which the policy came into force; later calls book themselves.
    /// Calls that were in flight in that moment are on neither side: they settle on the accounts that they were reserved on.
    /// </summary>
    private async Task BackfillAsync(BudgetPolicy policy, DateTimeOffset since)
    {
        if (_book.Active(policy.Id)?.StatusWindowAt(since) is not { } window || window.Start >= since)
            return;

        await CatchUpAsync().ConfigureAwait(false);
        var query = new SpendQuery
        {
            From = window.Start == DateTimeOffset.MinValue ? null : window.Start,
            To = since,
            GroupBy = SpendGrouping.User | SpendGrouping.Provider | SpendGrouping.Model | SpendGrouping.Project | SpendGrouping.Team | SpendGrouping.Client | SpendGrouping.Operation,
            Of = new CallAttribution(Tags: PolicyBook.PinnedTags(policy)),
        };
        var sums = new Dictionary<string, Usd>(StringComparer.Ordinal);
        foreach (SpendSum sum in await Reader.SumSpendAsync(query).ConfigureAwait(false))
        {
            if (PolicyBook.ScopeKeyOf(policy, sum.Group with { Tags = query.Of.Tags }) is { } scopeKey)
                sums[scopeKey] = sums.GetValueOrDefault(scopeKey) + sum.Cost;
        }

        foreach ((string scopeKey, Usd spent) in sums)
        {
            long missing = spent.Nanos;
            if (_book.Backfill(policy.Id, scopeKey, since, ref missing, out bool crossed) is not { } account)
                continue;

            await _log.Write(
                new LedgerEntry
                {
                    Kind = LedgerEntryKind.Backfill,
                    Reservation = ReservationId.New(since),
                    At = since,
                    Accounts = [account.Window.KeyOf(scopeKey)],
                    Hold = Usd.Zero,
                    Amount = new Usd(missing),
                    Note = $"spent before policy '{policy.Name}' was set",
                },
                null).ConfigureAwait(false);
            if (crossed)
                RaiseCrossings(account);
        }
    }
}
