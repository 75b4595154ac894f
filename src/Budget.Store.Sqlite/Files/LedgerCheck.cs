using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>What the file itself must pass before anything is read from it as a ledger.</summary>
internal static class LedgerCheck
{
    /// <summary>
    /// Checks the pages of the file; and of the tables that say whose money it is, every row against its index, which the quick check leaves out.
    /// </summary>
    /// <exception cref="BudgetStoreException">It is damaged.</exception>
    public static void Structure(SqliteConnection connection, string database)
    {
        Ask(connection, database, "PRAGMA quick_check(1)");
        Ask(connection, database, "PRAGMA integrity_check(account)");
        Ask(connection, database, "PRAGMA integrity_check(account_set)");
    }

    /// <summary>Checks the pages of the file, and every row against every index.</summary>
    /// <exception cref="BudgetStoreException">It is damaged.</exception>
    public static void WholeStructure(SqliteConnection connection, string database) => Ask(connection, database, "PRAGMA integrity_check(1)");

    private static void Ask(SqliteConnection connection, string database, string check)
    {
        using var statement = new Statement(connection, check);
        string answer = statement.Step() ? statement.Text(0) : "nothing";
        if (answer != "ok")
            throw StoreErrors.Corrupt(database, $"{check} says: {answer}.");
    }
}
