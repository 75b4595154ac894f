using System.Diagnostics;
using BudgetGen.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BudgetGen.Sqlite;

/// <summary>Writes batches of entries, each batch in one transaction. One thread at a time.</summary>
internal sealed class EntryWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly InternedNames _names;
    private readonly InternedAttributions _attributions;
    private readonly InternedAccountSets _accountSets;
    private readonly AccountRollup _rollup;
    private readonly HoldTable _holds;
    private readonly EntryTable _entries;

    public EntryWriter(SqliteConnection connection)
    {
        _connection = connection;
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _rollback = new Statement(connection, "ROLLBACK");
        _names = new InternedNames(connection);
        _attributions = new InternedAttributions(connection);
        _accountSets = new InternedAccountSets(connection);
        _rollup = new AccountRollup(connection);
        _holds = new HoldTable(connection);
        _entries = new EntryTable(connection, _attributions, _names);
    }

    /// <summary>Appends entries, all of them or none, and returns when they are on disk.</summary>
    public void Write(List<LedgerEntry> entries)
    {
        try
        {
            _begin.Execute();
            foreach (LedgerEntry entry in entries)
                Write(entry);
            _rollup.Flush();
            _commit.Execute();
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    public void Dispose()
    {
        _entries.Dispose();
        _holds.Dispose();
        _rollup.Dispose();
        _accountSets.Dispose();
        _attributions.Dispose();
        _names.Dispose();
        _rollback.Dispose();
        _commit.Dispose();
        _begin.Dispose();
    }

    private void Write(LedgerEntry entry)
    {
        AccountSet accounts = _accountSets.Resolve(entry.Accounts);
        long attribution = _attributions.Resolve(entry.Attribution);
        long? callSite = _names.Resolve(entry.CallSite);
        if (entry.Kind == LedgerEntryKind.Hold)
        {
            _holds.Add(entry, accounts, attribution, callSite);
            return;
        }

        HoldRow? hold = entry.Kind switch
        {
            LedgerEntryKind.Settle or LedgerEntryKind.Void => _holds.Remove(entry.Reservation, orSuspended: false),
            LedgerEntryKind.LateSettle => _holds.Remove(entry.Reservation, orSuspended: true),
            _ => null,
        };
        AccountChange change = Change(entry, hold);
        if (!_entries.TryAppend(entry, accounts, attribution, callSite, change, hold))
            return;

        if (entry.Kind == LedgerEntryKind.Suspend)
            _holds.Suspend(entry, accounts, attribution, callSite);
        _rollup.Add(accounts, change);
    }

    private static AccountChange Change(LedgerEntry entry, HoldRow? hold)
    {
        long amount = entry.Amount.Nanos, held = entry.Hold.Nanos;
        long excess = Math.Max(0, checked(amount - held));
        return entry.Kind switch
        {
            // Without a hold there is nothing to exceed. A hold of 0 (a free model) is one, and only its row tells.
            LedgerEntryKind.Settle => new AccountChange(amount, 0, hold is not null || held != 0 ? excess : 0),

            // Only what was charged as lost is given back: the suspension may never have become durable.
            LedgerEntryKind.LateSettle => new AccountChange(amount, hold is { Suspended: true } row ? -row.Hold : 0, excess),
            LedgerEntryKind.Suspend => new AccountChange(0, held, 0),
            LedgerEntryKind.Adjust => new AccountChange(amount, 0, 0),
            LedgerEntryKind.Void => default,
            _ => throw new UnreachableException(),
        };
    }

    private void Rollback()
    {
        // Ids of rows that are gone again must not be used; what is still there is found again.
        _rollup.Forget();
        _names.Forget();
        _attributions.Forget();
        _accountSets.Forget();
        _holds.Forget();
        _entries.Forget();

        // Some errors (disk full, I/O) have rolled back already.
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            _rollback.Execute();
    }
}
