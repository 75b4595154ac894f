using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Books entries: what they change, what they end, and their place in the chain. Within a transaction that somebody else makes.</summary>
internal sealed class EntryWriter : IDisposable
{
    private readonly InternedNames _names;
    private readonly InternedPrices _prices;
    private readonly InternedAttributions _attributions;
    private readonly InternedAccountSets _accountSets;
    private readonly AccountRollup _rollup;
    private readonly HoldTable _holds;
    private readonly EntryTable _entries;
    private readonly EntryRows _rows;
    private readonly ChainWriter _chain;

    public EntryWriter(SqliteConnection connection, ChainWriter chain)
    {
        _chain = chain;
        _names = new InternedNames(connection);
        _prices = new InternedPrices(connection);
        _attributions = new InternedAttributions(connection);
        _accountSets = new InternedAccountSets(connection);
        _rollup = new AccountRollup(connection);
        _holds = new HoldTable(connection, chain);
        _entries = new EntryTable(connection);
        _rows = new EntryRows(_attributions, _names, _prices);
    }

    /// <summary>Books an entry, unless it is there already.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="heldAt">When the hold that it ends was made, as stored, where no row says so (a ledger of an older version); else null.</param>
    public void Append(LedgerEntry entry, long? heldAt = null)
    {
        bool open = _holds.TryGet(entry.Reservation, out HoldRow hold);
        if (entry.Kind == LedgerEntryKind.Hold)
        {
            // A hold that comes a second time, after its end was entered, must not come back to life.
            if (!open && !_entries.KnowsOutcomeOf(entry.Reservation))
                Set(entry, Instant.ToStored(entry.At), HoldState.Held);
            return;
        }

        // An open reservation has no end yet, and one that is held was not lost yet: what most entries are needs no look into the log.
        bool ends = Ends(entry.Kind);
        bool isNew = (open && ends) || (open && hold.State == HoldState.Held && entry.Kind == LedgerEntryKind.Suspend);
        if (!isNew && _entries.Contains(entry))
            return;

        if (open && hold.State != HoldState.LostWithoutHold && (ends || entry.Kind == LedgerEntryKind.Suspend))
            heldAt = hold.At;
        AccountSet accounts = _accountSets.Resolve(entry.Accounts);
        EntryRow row = _rows.Of(entry, _chain.NextSeq, accounts, _attributions.Resolve(entry.Attribution), _names.Resolve(entry.CallSite), heldAt);
        _entries.Append(row);
        _chain.Add(row);
        _rollup.Add(accounts, row.Change);

        if (ends)
            _holds.Remove(entry.Reservation);
        else if (entry.Kind == LedgerEntryKind.Suspend && !(hold.State != HoldState.Held && open))
            Lose(entry, open ? hold.At : heldAt);
    }

    /// <summary>Writes what was collected; part of the transaction.</summary>
    public void Flush() => _rollup.Flush();

    /// <summary>The transaction was rolled back. Ids of rows that are gone again must not be used; what is still there is found again.</summary>
    public void Forget()
    {
        _rollup.Forget();
        _names.Forget();
        _prices.Forget();
        _attributions.Forget();
        _accountSets.Forget();
        _holds.Forget();
        _entries.Forget();
    }

    public void Dispose()
    {
        _entries.Dispose();
        _holds.Dispose();
        _rollup.Dispose();
        _accountSets.Dispose();
        _attributions.Dispose();
        _prices.Dispose();
        _names.Dispose();
    }

    private static bool Ends(LedgerEntryKind kind) =>
        kind is LedgerEntryKind.Settle or LedgerEntryKind.Void or LedgerEntryKind.LateSettle or LedgerEntryKind.Release or LedgerEntryKind.Charge;

    // A suspension that comes after the outcome (tried again for long, perhaps) leaves nothing open.
    private void Lose(LedgerEntry entry, long? heldAt)
    {
        if (heldAt is { } held)
            Set(entry, held, HoldState.Lost);
        else if (!_entries.KnowsOutcomeOf(entry.Reservation))
            Set(entry, Instant.ToStored(entry.At), HoldState.LostWithoutHold);
    }

    private void Set(LedgerEntry entry, long at, HoldState state) =>
        _holds.Set(entry, at, _accountSets.Resolve(entry.Accounts), _attributions.Resolve(entry.Attribution), _names.Resolve(entry.CallSite), state);
}
