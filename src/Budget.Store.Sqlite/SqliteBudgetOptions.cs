namespace BudgetGen.Sqlite;

/// <summary>Sets budgets up with a ledger in one SQLite file.</summary>
public static class SqliteBudgetOptions
{
    /// <summary>Keeps the ledger in a SQLite file, which is made if it does not exist.</summary>
    /// <param name="options">The options.</param>
    /// <param name="path">The database file, such as <c>budget.db</c>. Its directory must exist. One process at a time may own it.</param>
    /// <returns>The same options, so that calls can be chained.</returns>
    public static BudgetOptions UseSqlite(this BudgetOptions options, string path)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options.Store = _ => new SqliteBudgetStore(path);
        return options;
    }
}
