using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

namespace BudgetGen.Sqlite.Tests;

public sealed class SqliteOpeningTests() : OpeningConformance(new SqliteFixture());

public sealed class SqliteFiguresTests() : FiguresConformance(new SqliteFixture());

public sealed class SqliteIdempotenceTests() : IdempotenceConformance(new SqliteFixture());

public sealed class SqliteTogetherTests() : TogetherConformance(new SqliteFixture());

public sealed class SqliteIdentityTests() : IdentityConformance(new SqliteFixture());

public sealed class SqliteOpenReservationsTests() : OpenReservationsConformance(new SqliteFixture());

public sealed class SqliteUsageTests() : UsageConformance(new SqliteFixture());

public sealed class SqliteSumsTests() : SumsConformance(new SqliteFixture());

public sealed class SqliteHistoryTests() : HistoryConformance(new SqliteFixture());

public sealed class SqlitePolicyTests() : PolicyConformance(new SqliteFixture());

public sealed class SqlitePriceTests() : PriceConformance(new SqliteFixture());

public sealed class SqliteAlertTests() : AlertConformance(new SqliteFixture());

public sealed class SqliteMalformedTests() : MalformedConformance(new SqliteFixture());

public sealed class SqliteModelTests() : ModelConformance(new SqliteFixture());

public sealed class SqliteConcurrencyTests() : ConcurrencyConformance(new SqliteFixture());

/// <summary>A ledger in a file of its own.</summary>
internal sealed class SqliteFixture : IStoreFixture
{
    private readonly TestDirectory _directory = new();
    private readonly List<SqliteBudgetStore> _killed = [];
    private SqliteBudgetStore? _store;
    private string _database;

    public SqliteFixture() => _database = _directory.Database;

    public IBudgetStore Create() => _store = new SqliteBudgetStore(_database);

    public IBudgetStore Reopen() => Create();

    /// <summary>
    /// A copy of the files as they are, without closing anything: what a killed process leaves, because the kernel has every write of its. (What a power cut leaves
    /// is another matter, and another test's.) Nothing may be writing meanwhile.
    /// </summary>
    public ValueTask KillAsync()
    {
        string copy = _directory.File($"after-kill-{_killed.Count}.db");
        foreach (string end in (string[])["", "-wal"])
        {
            if (File.Exists(_database + end))
                File.Copy(_database + end, copy + end);
        }

        _killed.Add(_store!);
        _database = copy;
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SqliteBudgetStore store in _killed)
            await store.DisposeAsync();
        _directory.Dispose();
    }
}
