using System.Buffers.Binary;
using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>What is asked of a ledger, on one connection. For one question; not safe for several threads.</summary>
internal sealed class LedgerQueries(SqliteConnection connection, CancellationToken cancellationToken = default)
{
    private readonly Dictionary<long, AccountKey> _accounts = [];
    private readonly Dictionary<long, IReadOnlyList<AccountKey>> _sets = [];
    private readonly Dictionary<long, CallTags?> _tags = [];

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
            balances.Add(new AccountBalance(Account(statement, 0), new Usd(statement.Long(4)), new Usd(statement.Long(5)), new Usd(statement.Long(6))));
        return balances;
    }

    /// <summary>Reservations without a known outcome, oldest first.</summary>
    public List<OpenReservation> OpenReservations(bool suspendedToo)
    {
        using var statement = new Statement(
            connection,
            """
            SELECT h.reservation, h.account_set, h.hold, h.at, h.suspended, n.text,
              a.id, a.user, a.provider, a.model, a.project, a.team, a.client, a.operation
            FROM hold h JOIN attribution a ON a.id = h.attribution LEFT JOIN name n ON n.id = h.call_site
            WHERE h.suspended <= ?1
            ORDER BY h.reservation
            """);
        statement.Bind(1, suspendedToo ? 1 : 0);
        var open = new List<OpenReservation>();
        while (Next(statement))
        {
            open.Add(new OpenReservation(
                statement.Reservation(0),
                AccountsOf(statement.Long(1)),
                new Usd(statement.Long(2)),
                statement.Time(3),
                Attribution(statement, 6),
                statement.TextOrNull(5),
                statement.Long(4) != 0));
        }

        return open;
    }

    /// <summary>Usage records, newest first.</summary>
    public List<UsageRecord> Usage(UsageQuery query)
    {
        using var statement = UsageColumns.Select(connection, query);
        var records = new List<UsageRecord>();
        while (Next(statement))
            records.Add(UsageColumns.Read(statement, Attribution(statement, 0)));
        return records;
    }

    private static AccountKey Account(Statement statement, int first) =>
        new(statement.Text(first), statement.Text(first + 1), statement.Time(first + 2), statement.Time(first + 3));

    private bool Next(Statement statement)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return statement.Step();
    }

    private IReadOnlyList<AccountKey> AccountsOf(long set)
    {
        if (_sets.TryGetValue(set, out IReadOnlyList<AccountKey>? accounts))
            return accounts;

        using var statement = new Statement(connection, "SELECT members FROM account_set WHERE id = ?1");
        statement.Bind(1, set);
        statement.Step();
        ReadOnlySpan<byte> members = statement.Blob(0);
        var keys = new AccountKey[members.Length / sizeof(long)];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = AccountOf(BinaryPrimitives.ReadInt64BigEndian(members[(i * sizeof(long))..]));
        return _sets[set] = keys;
    }

    private AccountKey AccountOf(long id)
    {
        if (_accounts.TryGetValue(id, out AccountKey? key))
            return key;

        using var statement = new Statement(connection, "SELECT policy_id, scope_key, window_start, window_end FROM account WHERE id = ?1");
        statement.Bind(1, id);
        statement.Step();
        return _accounts[id] = Account(statement, 0);
    }

    // Columns: id, user, provider, model, project, team, client, operation.
    private CallAttribution Attribution(Statement statement, int first) => new(
        statement.TextOrNull(first + 1),
        statement.TextOrNull(first + 2),
        statement.TextOrNull(first + 3),
        statement.TextOrNull(first + 4),
        statement.TextOrNull(first + 5),
        statement.TextOrNull(first + 6),
        statement.TextOrNull(first + 7),
        TagsOf(statement.Long(first)));

    private CallTags? TagsOf(long attribution)
    {
        if (_tags.TryGetValue(attribution, out CallTags? tags))
            return tags;

        using var statement = new Statement(connection, "SELECT name, value FROM attribution_tag WHERE attribution = ?1");
        statement.Bind(1, attribution);
        var found = new List<KeyValuePair<string, string>>();
        while (statement.Step())
            found.Add(new(statement.Text(0), statement.Text(1)));
        return _tags[attribution] = found.Count == 0 ? null : new CallTags(found);
    }
}
