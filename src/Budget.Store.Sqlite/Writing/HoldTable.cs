using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>The reservations without a known outcome. All of them are known in memory, too, as they are to the ledger itself: what is asked most is answered there.</summary>
internal sealed class HoldTable : IDisposable
{
    private readonly Dictionary<ReservationId, HoldRow> _open = [];
    private readonly CanonicalBytes _bytes = new();
    private readonly ChainWriter _chain;
    private readonly Statement _load;
    private readonly Statement _insert;
    private readonly Statement _remove;
    private bool _stale = true;

    public HoldTable(SqliteConnection connection, ChainWriter chain)
    {
        _chain = chain;
        _load = new Statement(connection, "SELECT reservation, at, state, seal FROM hold");
        _insert = new Statement(
            connection,
            """
            INSERT OR REPLACE INTO hold (reservation, at, account_set, attribution, call_site, hold, state, note, seal)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """);
        _remove = new Statement(connection, "DELETE FROM hold WHERE reservation = ?1");
    }

    public bool TryGet(ReservationId reservation, out HoldRow row)
    {
        if (_stale)
            Load();
        return _open.TryGetValue(reservation, out row);
    }

    /// <summary>Adds a reservation, or puts it into another state.</summary>
    public void Set(LedgerEntry entry, long at, AccountSet accounts, Interned attribution, Interned? callSite, HoldState state)
    {
        if (TryGet(entry.Reservation, out HoldRow before))
            _chain.RemoveHold(before.Seal);

        long hold = entry.Hold.Nanos;
        var row = new HoldRow(at, state, HoldRow.SealOf(
            _bytes, entry.Reservation, at, accounts.Digest, attribution.Digest, callSite.GetValueOrDefault().Digest, hold, state, entry.Note));
        _insert.Bind(1, entry.Reservation);
        _insert.Bind(2, at);
        _insert.Bind(3, accounts.Id);
        _insert.Bind(4, attribution.Id);
        _insert.Bind(5, callSite?.Id);
        _insert.Bind(6, hold);
        _insert.Bind(7, (long)state);
        _insert.Bind(8, entry.Note);
        _insert.Bind(9, row.Seal);
        _insert.Execute();
        _open[entry.Reservation] = row;
        _chain.AddHold(row.Seal);
    }

    /// <summary>Takes a reservation out, if it is there.</summary>
    public void Remove(ReservationId reservation)
    {
        if (!TryGet(reservation, out HoldRow row))
            return;

        _remove.Bind(1, reservation);
        _remove.Execute();
        _open.Remove(reservation);
        _chain.RemoveHold(row.Seal);
    }

    /// <summary>Drops what an entry that failed half way has bound, and what is known in memory: the file is right.</summary>
    public void Forget()
    {
        _insert.Reset();
        _stale = true;
    }

    public void Dispose()
    {
        _load.Dispose();
        _insert.Dispose();
        _remove.Dispose();
    }

    private void Load()
    {
        try
        {
            _open.Clear();
            while (_load.Step())
                _open.Add(_load.Reservation(0), new HoldRow(_load.Long(1), (HoldState)_load.Long(2), _load.Long(3)));
            _stale = false;
        }
        finally
        {
            _load.Reset();
        }
    }
}
