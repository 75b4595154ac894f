using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>The append-only log.</summary>
internal sealed class EntryTable : IDisposable
{
    private readonly Statement _insert;
    private readonly Statement _insertExtra;
    private readonly Statement _exists;
    private readonly Statement _ended;

    public EntryTable(SqliteConnection connection)
    {
        _insert = new Statement(
            connection,
            """
            INSERT INTO entry (seq, kind, part, id_time, id_rest, at, logged_at, held_at, account_set, attribution, call_site, hold, amount, suspense, overrun,
              note, usage_flags, usage_attribution, endpoint, price_line, cost, input_tokens, output_tokens, buckets, request_id, price)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)
            """);
        _insertExtra = new Statement(connection, "INSERT INTO extra (seq, actor, reference, rejection, usage_reservation, provider_cost) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        _exists = new Statement(
            connection,
            """
            SELECT 1 FROM entry INDEXED BY entry_reservation
            WHERE id_time >> 10 = ?1 AND id_time = ?2 AND id_rest = ?3 AND kind = ?4 AND COALESCE(part, 0) = ?5
            """);
        _ended = new Statement(
            connection,
            """
            SELECT 1 FROM entry INDEXED BY entry_reservation
            WHERE id_time >> 10 = ?1 AND id_time = ?2 AND id_rest = ?3 AND kind IN (2, 3, 5, 8, 9)
            """);
    }

    /// <summary>Whether there is an entry of this identity.</summary>
    public bool Contains(LedgerEntry entry)
    {
        BindId(_exists, 1, entry.Reservation);
        _exists.Bind(4, (long)entry.Kind);
        _exists.Bind(5, entry.Part);
        return _exists.QueryId() is not null;
    }

    /// <summary>Whether the outcome of a reservation was entered.</summary>
    public bool KnowsOutcomeOf(ReservationId reservation)
    {
        BindId(_ended, 1, reservation);
        return _ended.QueryId() is not null;
    }

    /// <summary>Appends an entry that is not there yet.</summary>
    public void Append(EntryRow row)
    {
        long birth = EntryColumns.Birth(row.Id);
        _insert.Bind(1, row.Seq);
        _insert.Bind(2, (long)row.Kind);
        _insert.BindNonZero(3, row.Part);
        _insert.Bind(4, unchecked((long)row.Id.High));
        _insert.Bind(5, unchecked((long)row.Id.Low));
        _insert.Bind(6, row.BookedAt - birth);
        _insert.BindNonZero(7, row.At - row.BookedAt);
        _insert.Bind(8, row.HeldAt - birth);
        _insert.Bind(9, row.Accounts.Id);
        _insert.Bind(10, row.Attribution.Id);
        _insert.Bind(11, row.CallSite?.Id);
        _insert.BindNonZero(12, row.Hold);
        _insert.BindNonZero(13, row.Amount);
        _insert.BindNonZero(14, row.Suspense);
        _insert.BindNonZero(15, row.Overrun);
        _insert.Bind(16, row.Note);
        if (row.Usage is { } flags)
            BindUsage(row, flags);
        _insert.Execute();
        if (row.HasExtra)
            AppendExtra(row);
    }

    /// <summary>Drops what an entry that failed half way has bound: it must not become part of the next one.</summary>
    public void Forget()
    {
        _insert.Reset();
        _insertExtra.Reset();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _insertExtra.Dispose();
        _exists.Dispose();
        _ended.Dispose();
    }

    private static void BindId(Statement statement, int first, ReservationId id)
    {
        statement.Bind(first, EntryColumns.IndexKey(id));
        statement.Bind(first + 1, unchecked((long)id.High));
        statement.Bind(first + 2, unchecked((long)id.Low));
    }

    private void BindUsage(EntryRow row, UsageFlags flags)
    {
        _insert.Bind(17, (long)flags);
        if (row.UsageAttribution.Id != row.Attribution.Id)
            _insert.Bind(18, row.UsageAttribution.Id);
        if (!flags.HasFlag(UsageFlags.EndpointIsCallSite))
            _insert.Bind(19, row.Endpoint?.Id);
        _insert.Bind(20, row.PriceLine?.Id);
        if (row.Cost != row.Amount)
            _insert.Bind(21, row.Cost);
        _insert.BindNonZero(22, row.InputTokens);
        _insert.BindNonZero(23, row.OutputTokens);
        if (!row.Buckets.IsEmpty)
            _insert.Bind(24, row.Buckets);
        _insert.Bind(25, row.RequestId);
        _insert.Bind(26, row.Price?.Id);
    }

    private void AppendExtra(EntryRow row)
    {
        _insertExtra.Bind(1, row.Seq);
        _insertExtra.Bind(2, row.Actor);
        _insertExtra.Bind(3, row.Reference);
        _insertExtra.Bind(4, row.Rejection);
        if (row.UsageReservation is { } id)
            _insertExtra.Bind(5, id);
        _insertExtra.Bind(6, row.ProviderCost);
        _insertExtra.Execute();
    }
}
