using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>What is asked of a ledger, on one connection. For one question; not safe for several threads.</summary>
internal sealed class LedgerQueries(SqliteConnection connection, CancellationToken cancellationToken = default) : IDisposable
{
    private readonly Lookups _lookups = new(connection);

    /// <summary>Accounts whose window ends after an instant, in a stable order.</summary>
    public List<AccountBalance> Balances(DateTimeOffset? endsAfter)
    {
        using var statement = new Statement(
            connection,
            """
            SELECT policy_id, scope_key, window_start, window_end, spent, suspense, overrun FROM account
            WHERE ?1 IS NULL OR window_end > ?1
            ORDER BY policy_id, scope_key, window_start, window_end
            """);
        statement.Bind(1, endsAfter is { } instant ? Instant.ToStored(instant) : (long?)null);
        var balances = new List<AccountBalance>();
        while (Next(statement))
            balances.Add(new AccountBalance(Lookups.AccountAt(statement, 0), new Usd(statement.Long(4)), new Usd(statement.Long(5)), new Usd(statement.Long(6))));
        return balances;
    }

    /// <summary>Reservations without a known outcome, oldest first.</summary>
    public List<OpenReservation> OpenReservations(bool suspendedToo)
    {
        using var statement = new Statement(
            connection, "SELECT reservation, at, account_set, attribution, call_site, hold, state FROM hold WHERE ?1 OR state = 0 ORDER BY reservation");
        statement.Bind(1, suspendedToo ? 1 : 0);
        var open = new List<OpenReservation>();
        while (Next(statement))
        {
            open.Add(new OpenReservation(
                statement.Reservation(0),
                _lookups.AccountsOf(statement.Long(2)).Keys,
                new Usd(statement.Long(5)),
                statement.Time(1),
                _lookups.Attribution(statement.Long(3)).Caller,
                _lookups.TextOrNull(_lookups.NameOrNull(statement.LongOrNull(4))),
                statement.Long(6) != (long)HoldState.Held));
        }

        return open;
    }

    /// <summary>Usage records, newest first.</summary>
    public List<UsageRecord> Usage(UsageQuery query) =>
        new NewestFirst(connection, query.From, query.To, query.Limit, cancellationToken).Read(
            EntryColumns.BookedAt,
            """
            e.usage_flags IS NOT NULL AND COALESCE(e.usage_attribution, e.attribution) IN (
              SELECT id FROM attribution WHERE (?5 IS NULL OR user = ?5) AND (?6 IS NULL OR provider = ?6) AND (?7 IS NULL OR model = ?7)
                AND (?8 IS NULL OR project = ?8) AND (?9 IS NULL OR team = ?9) AND (?10 IS NULL OR client = ?10) AND (?11 IS NULL OR operation = ?11))
            """,
            statement =>
            {
                statement.Bind(5, query.User);
                statement.Bind(6, query.Provider);
                statement.Bind(7, query.Model);
                statement.Bind(8, query.Project);
                statement.Bind(9, query.Team);
                statement.Bind(10, query.Client);
                statement.Bind(11, query.Operation);
            },
            (statement, row) =>
            {
                EntryColumns.Read(statement, row, _lookups);
                return EntryObjects.Usage(row, _lookups)!;
            });

    /// <summary>Entries, newest first.</summary>
    public List<LedgerEntry> Entries(EntryQuery query)
    {
        if (query.Kinds is { Count: > 0 } kinds && kinds.All(static kind => kind > LedgerEntryKind.Void))
            return Decisions(query, kinds);

        // Kinds are ours to write out: numbers.
        string condition = query.Kinds is { } some ? $"e.kind IN ({string.Join(", ", some.Select(static kind => (long)kind))})" : "1";
        return new NewestFirst(connection, query.From, query.To, query.Limit, cancellationToken).Read(
            EntryColumns.At, condition, static _ => { }, ReadEntry);
    }

    /// <summary>Everything about one reservation, in its order.</summary>
    public List<LedgerEntry> Find(ReservationId reservation)
    {
        var found = new List<LedgerEntry>();
        using (var statement = new Statement(
            connection, EntryColumns.Select + "WHERE e.id_time >> 10 = ?1 AND e.id_time = ?2 AND e.id_rest = ?3 ORDER BY e.seq"))
        {
            statement.Bind(1, EntryColumns.IndexKey(reservation));
            statement.Bind(2, unchecked((long)reservation.High));
            statement.Bind(3, unchecked((long)reservation.Low));
            var row = new EntryRow();
            bool held = false;
            while (Next(statement))
            {
                EntryColumns.Read(statement, row, _lookups);
                LedgerEntry entry = EntryObjects.Entry(row, _lookups);

                // The hold has no row of its own any more: the entry that ended it says what it was.
                if (!held && row.HeldAt is { } at)
                    found.Insert(0, EntryObjects.Hold(entry, Instant.FromStored(at)));
                held |= row.HeldAt is not null;
                found.Add(entry);
            }
        }

        if (LiveHold(reservation) is { } live)
            found.Insert(0, live);
        return found;
    }

    public List<PolicyChange> Policies(string? policyId)
    {
        using var statement = new Statement(connection, DecisionColumns.SelectPolicies + "WHERE ?1 IS NULL OR policy_id = ?1 ORDER BY at, seq");
        statement.Bind(1, policyId);
        return Read(statement, DecisionColumns.ReadPolicy);
    }

    /// <summary>The newest version of each policy.</summary>
    public List<PolicyChange> NewestPolicies()
    {
        using var statement = new Statement(
            connection,
            DecisionColumns.SelectPolicies + "AS p WHERE version = (SELECT MAX(version) FROM policy_version WHERE policy_id = p.policy_id) ORDER BY policy_id");
        return Read(statement, DecisionColumns.ReadPolicy);
    }

    public List<PriceLineChange> PriceLines(string? lineId)
    {
        using var statement = new Statement(connection, DecisionColumns.SelectPriceLines + "WHERE ?1 IS NULL OR line_id = ?1 ORDER BY at, seq");
        statement.Bind(1, lineId);
        return Read(statement, DecisionColumns.ReadPriceLine);
    }

    /// <summary>The newest version of each price line.</summary>
    public List<PriceLineChange> NewestPriceLines()
    {
        using var statement = new Statement(
            connection,
            DecisionColumns.SelectPriceLines + "AS p WHERE version = (SELECT MAX(version) FROM price_line_version WHERE line_id = p.line_id) ORDER BY line_id");
        return Read(statement, DecisionColumns.ReadPriceLine);
    }

    public List<AlertRecord> Alerts(bool undeliveredOnly)
    {
        using var statement = new Statement(connection, DecisionColumns.SelectAlerts + "WHERE NOT ?1 OR d.seq IS NULL ORDER BY a.at DESC, a.seq DESC");
        statement.Bind(1, undeliveredOnly ? 1 : 0);
        return Read(statement, DecisionColumns.ReadAlert);
    }

    /// <summary>Alerts of accounts whose window ends after an instant, and all that were not delivered.</summary>
    public List<AlertRecord> OpenAlerts(DateTimeOffset endsAfter)
    {
        using var statement = new Statement(connection, DecisionColumns.SelectAlerts + "WHERE d.seq IS NULL OR a.window_end > ?1 ORDER BY a.at DESC, a.seq DESC");
        statement.Bind(1, Instant.ToStored(endsAfter));
        return Read(statement, DecisionColumns.ReadAlert);
    }

    /// <summary>Sums of calls.</summary>
    public List<SpendSum> Spend(SpendQuery query) => new SpendSums(connection, _lookups, cancellationToken).Read(query);

    public void Dispose() => _lookups.Dispose();

    // What auditors ask for most is rare among the rows, and has an index of its own.
    private List<LedgerEntry> Decisions(EntryQuery query, IReadOnlyList<LedgerEntryKind> kinds)
    {
#pragma warning disable CA2100 // Numbers and constants of ours.
        using var statement = new Statement(
            connection,
            $"""
            {EntryColumns.Select} WHERE e.kind > 3 AND e.kind IN ({string.Join(", ", kinds.Select(static kind => (long)kind))})
              AND {EntryColumns.At} >= ?1 AND {EntryColumns.At} < ?2
            ORDER BY {EntryColumns.At} DESC, e.seq DESC LIMIT ?3
            """);
#pragma warning restore CA2100
        statement.Bind(1, query.From is { } from ? Instant.ToStored(from) : long.MinValue);
        statement.Bind(2, query.To is { } to ? Instant.ToStored(to) : long.MaxValue);
        statement.Bind(3, Math.Max(0, query.Limit));
        var row = new EntryRow();
        return Read(statement, current => ReadEntry(current, row));
    }

    private LedgerEntry ReadEntry(Statement statement, EntryRow row)
    {
        EntryColumns.Read(statement, row, _lookups);
        return EntryObjects.Entry(row, _lookups);
    }

    private LedgerEntry? LiveHold(ReservationId reservation)
    {
        using var statement = new Statement(
            connection, "SELECT at, account_set, attribution, call_site, hold, note FROM hold WHERE reservation = ?1 AND state = 0");
        statement.Bind(1, reservation);
        if (!statement.Step())
            return null;

        return new LedgerEntry
        {
            Kind = LedgerEntryKind.Hold,
            Reservation = reservation,
            At = statement.Time(0),
            Accounts = _lookups.AccountsOf(statement.Long(1)).Keys,
            Attribution = _lookups.Attribution(statement.Long(2)).Caller,
            CallSite = _lookups.TextOrNull(_lookups.NameOrNull(statement.LongOrNull(3))),
            Hold = new Usd(statement.Long(4)),
            Note = statement.TextOrNull(5),
        };
    }

    private List<T> Read<T>(Statement statement, Func<Statement, T> read)
    {
        var list = new List<T>();
        while (Next(statement))
            list.Add(read(statement));
        return list;
    }

    private bool Next(Statement statement)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return statement.Step();
    }
}
