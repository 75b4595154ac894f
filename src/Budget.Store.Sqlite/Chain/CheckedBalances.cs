using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>The balances as they were when the chain was last known to be whole. An opening only adds what came later.</summary>
internal static class CheckedBalances
{
    /// <summary>Keeps the balances of this moment. Within a transaction, at the end of a link.</summary>
    /// <param name="connection">The connection that writes.</param>
    /// <param name="link">The number up to which the link reaches.</param>
    public static void Keep(SqliteConnection connection, long link)
    {
        using (var balances = new Statement(
            connection,
            """
            INSERT INTO checked_balance (account, spent, suspense, overrun)
            SELECT a.id, a.spent, a.suspense, a.overrun FROM account a LEFT JOIN checked_balance c ON c.account = a.id
            WHERE (a.spent, a.suspense, a.overrun) IS NOT (COALESCE(c.spent, 0), COALESCE(c.suspense, 0), COALESCE(c.overrun, 0))
            ON CONFLICT (account) DO UPDATE SET spent = excluded.spent, suspense = excluded.suspense, overrun = excluded.overrun
            """))
        {
            balances.Execute();
        }

        using var mark = new Statement(connection, "UPDATE head SET checked = ?1 WHERE checked <> ?1");
        mark.Bind(1, link);
        mark.Execute();
    }
}
