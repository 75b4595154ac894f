using BudgetGen.Storage;

namespace BudgetGen;

// Corrections of spend. Under the book's lock from the finding of the accounts to the booking, so that none is forgotten in between.
internal sealed partial class AccountBook
{
    /// <summary>The accounts that take a correction of a call: its own; of one whose window is sealed, its successor in the current window.</summary>
    /// <param name="original">The accounts of the call.</param>
    /// <param name="now">The ledger's time.</param>
    /// <param name="grace">How long after its end a window takes corrections.</param>
    public IReadOnlyList<AccountKey> Correctable(IReadOnlyList<AccountKey> original, DateTimeOffset now, TimeSpan grace)
    {
        var corrected = new List<AccountKey>(original.Count);
        lock (_lock)
        {
            Reach(now.UtcTicks);
            foreach (AccountKey key in original)
            {
                bool isSealed = key.WindowEnd != DateTimeOffset.MaxValue && key.WindowEnd + grace <= now;
                Account? account = isSealed && _policies.TryGet(key.PolicyId, out ActivePolicy? policy) && policy.StatusWindowAt(now) is { } current
                    ? Open(policy, key.ScopeKey, current)
                    : InMemory(key);
                corrected.Add(account is null ? key : account.Window.KeyOf(account.ScopeKey));
            }
        }

        return corrected.AsReadOnly();
    }

    /// <summary>Corrects the spend of accounts.</summary>
    /// <param name="keys">The accounts.</param>
    /// <param name="change">Nano-dollars; a positive change is an overrun too, because nothing was held for it.</param>
    /// <param name="crossed">True if an alert line may have been crossed.</param>
    /// <returns>Those of them that are in memory.</returns>
    public Account[] Correct(IReadOnlyList<AccountKey> keys, long change, out bool crossed)
    {
        lock (_lock)
        {
            // By their keys: one that was in its zero state may have been forgotten meanwhile.
            Account[] accounts = [.. keys.Select(InMemory).OfType<Account>()];
            crossed = _admission.Adjust(accounts, change, isOverrun: change > 0);
            return accounts;
        }
    }

    /// <summary>
    /// Adds spend of before a policy was set to one of its accounts; null if there is nothing to add, or the policy is not in force. A policy that was deleted and
    /// set again has counted some of it already: only what is missing is added.
    /// </summary>
    public Account? Backfill(string policyId, string scopeKey, DateTimeOffset now, ref long spent, out bool crossed)
    {
        crossed = false;
        lock (_lock)
        {
            if (!_policies.TryGet(policyId, out ActivePolicy? policy) || policy.StatusWindowAt(now) is not { } window)
                return null;

            Reach(now.UtcTicks);
            Account account = Open(policy, scopeKey, window);
            spent -= Math.Max(0, _admission.FiguresOf(account).Spent);
            if (spent <= 0)
                return null;

            crossed = _admission.Adjust([account], spent, isOverrun: false);
            return account;
        }
    }

    /// <summary>An account that is in memory, or that the store has kept for a policy in force.</summary>
    private Account? InMemory(AccountKey key)
    {
        if (_windows.TryGetValue(IdOf(key), out AccountWindow? window) && window.Accounts.Find(key.ScopeKey) is { } account)
            return account;

        // One that was forgotten in its zero state, while its window still is here, is there again.
        return (window is not null || _loaded.ContainsKey(key)) && _policies.TryGet(key.PolicyId, out ActivePolicy? policy) && policy.Policy.Period != BudgetPeriod.PerRequest
            ? Open(policy, key.ScopeKey, WindowOf(key))
            : null;
    }
}
