using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite.Tests;

/// <summary>
/// The oracle: reads the tables with a plain driver and adds up what LedgerEntryKind says, entry by entry, without the store's own queries, roll-ups or
/// the changes that it computed.
/// </summary>
internal static class Figures
{
    public static Dictionary<(string Policy, string Scope, long Start), (long Spent, long Suspense, long Overrun)> FromEntries(string database)
    {
        using SqliteConnection connection = Open(database);
        Dictionary<long, (string, string, long)> accounts = Rows(connection, "SELECT id, policy_id, scope_key, window_start FROM account")
            .ToDictionary(static row => (long)row[0]!, static row => ((string)row[1]!, (string)row[2]!, (long)row[3]!));
        ILookup<long, long> members = Rows(connection, "SELECT account_set, account FROM account_set_member").ToLookup(static row => (long)row[0]!, static row => (long)row[1]!);
        var sums = accounts.Values.ToDictionary(static key => key, static _ => (Spent: 0L, Suspense: 0L, Overrun: 0L));
        var suspended = new HashSet<string>();
        foreach (object?[] row in Rows(connection, "SELECT kind, hex(reservation), account_set, hold, amount, held_for FROM entry ORDER BY seq"))
        {
            var kind = (LedgerEntryKind)(long)row[0]!;
            long hold = (long?)row[3] ?? 0, amount = (long?)row[4] ?? 0, excess = Math.Max(0, amount - hold);
            (long spent, long suspense, long overrun) = kind switch
            {
                LedgerEntryKind.Settle => (amount, 0, hold > 0 || row[5] is not null ? excess : 0),
                LedgerEntryKind.Suspend => (0, hold, 0),
                LedgerEntryKind.LateSettle => (amount, suspended.Contains((string)row[1]!) ? -hold : 0, excess),
                LedgerEntryKind.Adjust => (amount, 0, 0),
                _ => (0L, 0L, 0L),
            };
            if (kind == LedgerEntryKind.Suspend)
                suspended.Add((string)row[1]!);
            foreach (long account in members[(long)row[2]!])
            {
                (long s, long u, long o) = sums[accounts[account]];
                sums[accounts[account]] = (s + spent, u + suspense, o + overrun);
            }
        }

        return sums;
    }

    /// <summary>Reservations that have an entry in the log.</summary>
    public static HashSet<ReservationId> EnteredReservations(string database)
    {
        using SqliteConnection connection = Open(database);
        return [.. Rows(connection, "SELECT reservation FROM entry").Select(static row => ReservationId.FromBytes((byte[])row[0]!))];
    }

    public static async Task AssertBalancesAreSumsOfEntriesAsync(string database)
    {
        using SqliteLedgerReader reader = SqliteBudgetStore.OpenReader(database);
        IReadOnlyList<AccountBalance> balances = await reader.GetBalancesAsync();
        var sums = FromEntries(database);
        Assert.Equal(sums.Count, balances.Count);
        foreach (AccountBalance balance in balances)
        {
            AccountKey key = balance.Account;
            Assert.Equal(
                sums[(key.PolicyId, key.ScopeKey, Instant.ToStored(key.WindowStart))],
                (balance.Spent.Nanos, balance.Suspense.Nanos, balance.Overrun.Nanos));
        }
    }

    public static IEnumerable<object?[]> Rows(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            yield return [.. values.Select(static value => value is DBNull ? null : value)];
        }
    }

    public static SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
