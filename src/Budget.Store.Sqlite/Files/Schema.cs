using System.Globalization;
using System.Reflection;
using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>The shape of the file: embedded migrations, numbered from 1, each in a transaction of its own, but those after the first shape together.</summary>
internal static class Schema
{
    /// <summary>Marks the file as a ledger of ours: "BGEN" in its header.</summary>
    public const int ApplicationId = 0x4247_454E;

    private static readonly string[] s_migrations =
        [.. typeof(Schema).Assembly.GetManifestResourceNames().Where(static name => char.IsAsciiDigit(name[0])).Order(StringComparer.Ordinal)];

    private static readonly Lazy<HashSet<string>> s_expected = new(Expected);

    /// <summary>The newest version that this code knows.</summary>
    public static int Newest => s_migrations.Length;

    /// <summary>The version of a file; 0 if it is empty.</summary>
    /// <exception cref="BudgetStoreException">It is not a ledger of ours, or a newer one than we know.</exception>
    public static int Version(SqliteConnection connection, string database)
    {
        long application = DatabaseFile.Scalar(connection, "PRAGMA application_id");
        long version = DatabaseFile.Scalar(connection, "PRAGMA user_version");
        bool empty = DatabaseFile.Scalar(connection, "SELECT COUNT(*) FROM sqlite_schema") == 0;
        if (application != ApplicationId && !(application == 0 && version == 0 && empty))
            throw StoreErrors.Corrupt(database, "it is an SQLite database, but not a BudgetGen ledger.");

        if (version > Newest)
        {
            throw new BudgetStoreException(
                BudgetStoreFailure.TooNew,
                $"The budget ledger '{database}' has schema version {version}; this BudgetGen knows versions up to {Newest}. Update BudgetGen, or use another file.");
        }

        return (int)version;
    }

    /// <summary>Brings the file to the newest version.</summary>
    /// <exception cref="BudgetStoreException">It is damaged.</exception>
    public static void Migrate(SqliteConnection connection, string database)
    {
        for (int version = Version(connection, database), next; version < Newest; version = next)
        {
            // Rows of the first version are booked again by the code of today, into the tables of today: all that is left is one step.
            bool isFirst = version == VersionOne.Number;
            next = isFirst ? Newest : version + 1;
            if (isFirst)
                VersionOne.Check(connection, database);

            using SqliteTransaction transaction = connection.BeginTransaction();
            for (int script = version; script < next; script++)
                DatabaseFile.Execute(connection, transaction, Script(script));
            if (isFirst)
                VersionOne.Move(connection, transaction, database);
            DatabaseFile.Execute(connection, transaction, string.Create(
                CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {next};"));
            transaction.Commit();
        }
    }

    /// <summary>Compares the file's tables, columns and indexes with those that a new one has: a default or a condition that changed would change figures.</summary>
    /// <exception cref="BudgetStoreException">They differ.</exception>
    public static void Check(SqliteConnection connection, string database)
    {
        HashSet<string> there = Statements(connection);
        if (s_expected.Value.FirstOrDefault(sql => !there.Contains(sql)) is { } missing)
            throw StoreErrors.Corrupt(database, $"its schema is not ours: it lacks '{missing.Split('\n', 2)[0]}'.");
    }

    private static HashSet<string> Statements(SqliteConnection connection)
    {
        using var statement = new Statement(connection, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL");
        var statements = new HashSet<string>(StringComparer.Ordinal);
        while (statement.Step())
            statements.Add(statement.Text(0));
        return statements;
    }

    private static HashSet<string> Expected()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Migrate(connection, ":memory:");
        return Statements(connection);
    }

    private static string Script(int version)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(s_migrations[version])!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
