using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>The reservations without a known outcome.</summary>
internal sealed class HoldTable : IDisposable
{
    private readonly Statement _insert;
    private readonly Statement _remove;
    private readonly Statement _suspend;

    public HoldTable(SqliteConnection connection)
    {
        // A hold that comes a second time, after its end was entered, must not come back to life.
        _insert = new Statement(
            connection,
            """
            INSERT INTO hold (reservation, at, account_set, attribution, call_site, hold, suspended, note)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
            WHERE ?7 OR NOT EXISTS (SELECT 1 FROM entry WHERE reservation = ?1)
            ON CONFLICT (reservation) DO NOTHING
            """);
        _remove = new Statement(connection, "DELETE FROM hold WHERE reservation = ?1 AND suspended <= ?2 RETURNING at, hold, suspended");
        _suspend = new Statement(connection, "UPDATE hold SET suspended = 1, hold = ?2, note = ?3 WHERE reservation = ?1");
    }

    /// <summary>Adds a reservation, unless it is known already.</summary>
    public void Add(LedgerEntry entry, AccountSet accounts, long attribution, long? callSite, bool suspended = false)
    {
        _insert.Bind(1, entry.Reservation);
        _insert.Bind(2, Instant.ToStored(entry.At));
        _insert.Bind(3, accounts.Id);
        _insert.Bind(4, attribution);
        _insert.Bind(5, callSite);
        _insert.Bind(6, entry.Hold.Nanos);
        _insert.Bind(7, suspended ? 1 : 0);
        _insert.Bind(8, entry.Note);
        _insert.Execute();
    }

    /// <summary>Marks a reservation as lost; adds it if its hold never became durable.</summary>
    public void Suspend(LedgerEntry entry, AccountSet accounts, long attribution, long? callSite)
    {
        _suspend.Bind(1, entry.Reservation);
        _suspend.Bind(2, entry.Hold.Nanos);
        _suspend.Bind(3, entry.Note);
        _suspend.Execute();
        if (_suspend.Changes == 0)
            Add(entry, accounts, attribution, callSite, suspended: true);
    }

    /// <summary>Takes a reservation out, and returns it as it was; null if there is none.</summary>
    /// <param name="reservation">Which one.</param>
    /// <param name="orSuspended">Whether a suspended one, too.</param>
    public HoldRow? Remove(ReservationId reservation, bool orSuspended)
    {
        try
        {
            _remove.Bind(1, reservation);
            _remove.Bind(2, orSuspended ? 1 : 0);
            return _remove.Step() ? new HoldRow(_remove.Long(0), _remove.Long(1), _remove.Long(2) != 0) : null;
        }
        finally
        {
            _remove.Reset();
        }
    }

    /// <summary>Drops what an entry that failed half way has bound: it must not become part of the next one.</summary>
    public void Forget()
    {
        _insert.Reset();
        _suspend.Reset();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _remove.Dispose();
        _suspend.Dispose();
    }
}

/// <summary>A reservation that was taken out.</summary>
/// <param name="At">When it was made, as stored.</param>
/// <param name="Hold">What it held, nano-dollars.</param>
/// <param name="Suspended">Whether it was charged as lost.</param>
internal readonly record struct HoldRow(long At, long Hold, bool Suspended);
