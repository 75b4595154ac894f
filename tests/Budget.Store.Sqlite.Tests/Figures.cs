using System.Buffers.Binary;
using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite.Tests;

/// <summary>
/// The oracle: reads the tables with a plain driver and adds up what the entries say that they change, without the store's own queries, roll-ups or hashes.
/// </summary>
internal static class Figures
{
    public static Dictionary<(string Policy, string Scope, long Start), (long Spent, long Suspense, long Overrun)> FromEntries(string database)
    {
        using SqliteConnection connection = Open(database);
        Dictionary<long, (string, string, long)> accounts = Rows(connection, "SELECT id, policy_id, scope_key, window_start FROM account")
            .ToDictionary(static row => (long)row[0]!, static row => ((string)row[1]!, (string)row[2]!, (long)row[3]!));
        Dictionary<long, byte[]> members = Rows(connection, "SELECT id, members FROM account_set").ToDictionary(static row => (long)row[0]!, static row => (byte[])row[1]!);
        var sums = accounts.Values.ToDictionary(static key => key, static _ => (Spent: 0L, Suspense: 0L, Overrun: 0L));
        foreach (object?[] row in Rows(connection, "SELECT account_set, amount, suspense, overrun FROM entry"))
        {
            byte[] set = members[(long)row[0]!];
            for (int i = 0; i < set.Length; i += 8)
            {
                (string, string, long) account = accounts[BinaryPrimitives.ReadInt64BigEndian(set.AsSpan(i))];
                (long s, long u, long o) = sums[account];
                sums[account] = (s + ((long?)row[1] ?? 0), u + ((long?)row[2] ?? 0), o + ((long?)row[3] ?? 0));
            }
        }

        return sums;
    }

    /// <summary>Reservations that have an entry in the log.</summary>
    public static HashSet<ReservationId> EnteredReservations(string database)
    {
        using SqliteConnection connection = Open(database);
        return [.. Rows(connection, "SELECT id_time, id_rest FROM entry").Select(static row => new ReservationId((ulong)(long)row[0]!, (ulong)(long)row[1]!))];
    }

    /// <summary>The balances are what the entries add up to, and the store's own full check agrees.</summary>
    public static async Task AssertBalancesAreSumsOfEntriesAsync(string database)
    {
        SqliteBudgetStore.Verify(database);
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
