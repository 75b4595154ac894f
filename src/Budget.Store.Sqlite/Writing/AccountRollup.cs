using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>The balances of accounts, kept beside the entries: collected over a batch, then one update for each account.</summary>
internal sealed class AccountRollup : IDisposable
{
    private readonly Dictionary<AccountSet, AccountChange> _bySet = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<long, AccountChange> _byAccount = [];
    private readonly Statement _update;

    public AccountRollup(SqliteConnection connection)
    {
        _update = new Statement(connection, "UPDATE account SET spent = spent + ?2, suspense = suspense + ?3, overrun = overrun + ?4 WHERE id = ?1");
    }

    public void Add(AccountSet accounts, in AccountChange change)
    {
        if (change.IsNothing)
            return;

        ref AccountChange sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_bySet, accounts, out _);
        sum += change;
    }

    /// <summary>Writes what was collected; part of the transaction that appended the entries.</summary>
    public void Flush()
    {
        foreach ((AccountSet accounts, AccountChange change) in _bySet)
        {
            foreach (long account in accounts.Accounts)
            {
                ref AccountChange sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_byAccount, account, out _);
                sum += change;
            }
        }

        foreach ((long account, AccountChange change) in _byAccount)
        {
            _update.Bind(1, account);
            _update.Bind(2, change.Spent);
            _update.Bind(3, change.Suspense);
            _update.Bind(4, change.Overrun);
            _update.Execute();
        }

        Forget();
    }

    public void Forget()
    {
        _bySet.Clear();
        _byAccount.Clear();
    }

    public void Dispose() => _update.Dispose();
}
