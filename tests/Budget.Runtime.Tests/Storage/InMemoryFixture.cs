using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Storage;

/// <summary>The store without a disk: its place is the object, so it is opened again and never made again.</summary>
internal sealed class InMemoryFixture(int? maxRecords = null) : IStoreFixture
{
    private readonly InMemoryBudgetStore _store = new(maxRecords ?? int.MaxValue);

    public int RecordsKept => maxRecords ?? int.MaxValue;

    public IBudgetStore Create() => _store;

    public IBudgetStore Reopen() => _store;

    /// <summary>Nothing is closed: whoever opens it next takes it over.</summary>
    public ValueTask KillAsync() => default;

    public ValueTask DisposeAsync() => default;
}
