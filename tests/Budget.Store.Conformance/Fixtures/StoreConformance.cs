namespace BudgetGen.Storage.Conformance;

/// <summary>What all conformance tests share: a store that is open, and ways to open it again.</summary>
/// <param name="fixture">The store's place.</param>
public abstract class StoreConformance(IStoreFixture fixture) : IAsyncLifetime
{
    private IBudgetStore? _store;

    /// <summary>The store's place.</summary>
    protected IStoreFixture Fixture => fixture;

    /// <summary>The store, open.</summary>
    protected IBudgetStore Store => _store ?? throw new InvalidOperationException("The store is opened before each test.");

    /// <summary>The store's write side.</summary>
    protected ILedgerWriter Writer => Store.Writer;

    /// <summary>The store's read side.</summary>
    protected ILedgerReader Reader => Store.Reader;

    /// <summary>What the last opening returned.</summary>
    protected LedgerState State { get; private set; } = new([], []);

    /// <summary>Opens an empty store.</summary>
    public ValueTask InitializeAsync()
    {
        Open(fixture.Create(), Lines.Now);
        return default;
    }

    /// <summary>Closes the store and removes its place.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
            await _store.DisposeAsync();
        await fixture.DisposeAsync();
    }

    /// <summary>Closes the store and opens it again.</summary>
    protected async Task ReopenAsync(DateTimeOffset? now = null)
    {
        await Store.DisposeAsync();
        Open(fixture.Reopen(), now ?? Lines.Now);
    }

    /// <summary>Kills the store's owner and opens it again.</summary>
    protected async Task KillAndReopenAsync(DateTimeOffset? now = null)
    {
        await fixture.KillAsync();
        Open(fixture.Reopen(), now ?? Lines.Now);
    }

    /// <summary>Runs a check on the store, on the store after an orderly end, and after a violent one.</summary>
    protected async Task NowAndReopenedAsync(Func<Task> check)
    {
        await check();
        await ReopenAsync();
        await check();
        await KillAndReopenAsync();
        await check();
    }

    /// <summary>Appends entries one after the other.</summary>
    protected async Task AppendAsync(params IEnumerable<LedgerEntry> entries)
    {
        foreach (LedgerEntry entry in entries)
            await Writer.AppendAsync(entry);
    }

    /// <summary>Appends entries in order, and waits for all of them at the end: they may share commits.</summary>
    protected Task AppendTogetherAsync(params IEnumerable<LedgerEntry> entries) => Task.WhenAll([.. entries.Select(Writer.AppendAsync)]);

    /// <summary>Spent, suspense and overrun of an account, nano-dollars; zeros if the store does not know it.</summary>
    protected async Task<(long Spent, long Suspense, long Overrun)> FiguresAsync(AccountKey account) =>
        (await Reader.GetBalancesAsync()).SingleOrDefault(balance => balance.Account == account) is { } found
            ? (found.Spent.Nanos, found.Suspense.Nanos, found.Overrun.Nanos)
            : default;

    /// <summary>Of records in the order of their appending, those that the store still keeps.</summary>
    protected IEnumerable<T> Kept<T>(IReadOnlyCollection<T> appended) => appended.Skip(Math.Max(0, appended.Count - fixture.RecordsKept));

    private void Open(IBudgetStore store, DateTimeOffset now)
    {
        _store = store;
        State = store.Open(now);
    }
}
