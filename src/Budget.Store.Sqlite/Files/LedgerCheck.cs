using System.Globalization;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>What a file must pass before a figure is taken from it.</summary>
internal static class LedgerCheck
{
    /// <summary>
    /// Checks the pages of the file; and of the tables that say whose money it is, every row against its index, which the quick check leaves out.
    /// </summary>
    /// <exception cref="Storage.BudgetStoreException">It is damaged.</exception>
    public static void Structure(SqliteConnection connection, string database)
    {
        Ask("PRAGMA quick_check(1)");
        Ask("PRAGMA integrity_check(account)");
        Ask("PRAGMA integrity_check(account_set)");

        void Ask(string check)
        {
            using var statement = new Statement(connection, check);
            string answer = statement.Step() ? statement.Text(0) : "nothing";
            if (answer != "ok")
                throw StoreErrors.Corrupt(database, $"{check} says: {answer}.");
        }
    }

    /// <summary>Compares every balance with the sum of its entries, and what is charged as lost with the reservations that are.</summary>
    /// <exception cref="Storage.BudgetStoreException">They differ.</exception>
    public static void Balances(SqliteConnection connection, string database)
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
                SELECT a.policy_id, a.scope_key, a.window_start, a.spent, a.suspense, a.overrun,
                  COALESCE(SUM(b.spent), 0) AS spent_booked, COALESCE(SUM(b.suspense), 0) AS suspense_booked,
                  COALESCE(SUM(b.overrun), 0) AS overrun_booked, COALESCE(SUM(l.hold), 0) AS lost
                FROM account a
                LEFT JOIN account_set_member m ON m.account = a.id
                LEFT JOIN booked b ON b.account_set = m.account_set
                LEFT JOIN lost l ON l.account_set = m.account_set
                GROUP BY a.id)
            SELECT * FROM total
            WHERE spent <> spent_booked OR suspense <> suspense_booked OR overrun <> overrun_booked OR suspense <> lost
            LIMIT 1
            """);
        if (!statement.Step())
            return;

        throw StoreErrors.Corrupt(database, string.Create(
            CultureInfo.InvariantCulture,
            $"account '{statement.Text(1)}' of policy '{statement.Text(0)}' from {statement.Time(2):O} says spent {Money(3)}, suspense {Money(4)}, "
            + $"overrun {Money(5)}; its entries say {Money(6)}, {Money(7)}, {Money(8)}; its lost reservations {Money(9)}."));

        Usd Money(int column) => new(statement.Long(column));
    }
}
