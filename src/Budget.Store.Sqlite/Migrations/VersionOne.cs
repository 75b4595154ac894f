using System.Globalization;
using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Ledgers of the first version, which had no chain: checked as that version checked them, then booked again, entry by entry.</summary>
internal static class VersionOne
{
    public const int Number = 1;

    /// <summary>Compares every balance with the sum of its entries, and what is charged as lost with the reservations that are.</summary>
    /// <exception cref="BudgetStoreException">They differ.</exception>
    public static void Check(SqliteConnection connection, string database)
    {
        using var statement = new Statement(
            connection,
            """
            WITH
              booked AS MATERIALIZED (
                SELECT account_set, SUM(amount) AS spent, SUM(suspense) AS suspense, SUM(overrun) AS overrun FROM entry GROUP BY account_set),
              lost AS MATERIALIZED (
                SELECT account_set, SUM(hold) AS hold FROM hold WHERE suspended GROUP BY account_set),
              total AS (
                SELECT a.policy_id, a.scope_key, a.spent, a.suspense, a.overrun,
                  COALESCE(SUM(b.spent), 0) AS spent_booked, COALESCE(SUM(b.suspense), 0) AS suspense_booked,
                  COALESCE(SUM(b.overrun), 0) AS overrun_booked, COALESCE(SUM(l.hold), 0) AS lost
                FROM account a
                LEFT JOIN account_set_member m ON m.account = a.id
                LEFT JOIN booked b ON b.account_set = m.account_set
                LEFT JOIN lost l ON l.account_set = m.account_set
                GROUP BY a.id)
            SELECT policy_id, scope_key FROM total
            WHERE spent <> spent_booked OR suspense <> suspense_booked OR overrun <> overrun_booked OR suspense <> lost
            LIMIT 1
            """);
        if (statement.Step())
            throw StoreErrors.Corrupt(database, $"account '{statement.Text(1)}' of policy '{statement.Text(0)}' is not the sum of its entries.");
    }

    /// <summary>Books everything again in the tables of the second version, and drops those of the first. Within the transaction of the migration.</summary>
    /// <exception cref="BudgetStoreException">The figures are not the same afterwards.</exception>
    public static void Move(SqliteConnection connection, SqliteTransaction transaction, string database)
    {
        using (var lookups = new Lookups(connection))
            Start(connection, LedgerVerifier.Origin(connection, new byte[32], lookups));

        using (var writer = new LedgerWriter(connection, new ChainWriter(connection, LinkHash.After(Head.Read(connection).Hash), 0)))
        using (var old = new VersionOneReader(connection))
            writer.Move(old.Entries());

        const string Differences =
            """
            SELECT COUNT(*) FROM old_account o
            LEFT JOIN account a USING (policy_id, scope_key, window_start, window_end)
            WHERE (o.spent, o.suspense, o.overrun) IS NOT (COALESCE(a.spent, 0), COALESCE(a.suspense, 0), COALESCE(a.overrun, 0))
            """;
        long different = DatabaseFile.Scalar(connection, Differences);
        if (different != 0)
            throw StoreErrors.Corrupt(database, string.Create(CultureInfo.InvariantCulture, $"{different} balances are not the sums of their entries."));

        DatabaseFile.Execute(
            connection,
            transaction,
            """
            DROP TABLE old_entry; DROP TABLE old_hold; DROP TABLE old_account_set_member; DROP TABLE old_account_set; DROP TABLE old_account;
            DROP TABLE old_attribution_tag; DROP TABLE old_attribution; DROP TABLE old_name;
            """);
    }

    private static void Start(SqliteConnection connection, byte[] origin)
    {
        using var link = new Statement(connection, "INSERT INTO link (seq, after, hash) VALUES (0, 0, ?1)");
        link.Bind(1, origin);
        link.Execute();
        using var head = new Statement(
            connection, "INSERT INTO head (id, seq, hash, items, holds, holds_sum, checked, origin) VALUES (1, 0, ?1, 0, 0, 0, 0, zeroblob(32))");
        head.Bind(1, origin);
        head.Execute();
    }
}
