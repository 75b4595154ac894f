using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Storage;

/// <summary>The conformance suite can fail: it catches each of the stores that were broken on purpose.</summary>
public class ConformanceSuiteTests
{
    public static readonly TheoryData<string> Names = [.. BrokenStores.All.Keys];

    [Fact]
    public async Task A_store_around_a_right_one_that_changes_nothing_conforms() =>
        Assert.Empty(await Suite.FailuresAsync(static () => new BrokenFixture(static (inner, _) => new FaultyStore(inner))));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_broken_store_is_caught(string how)
    {
        IReadOnlyList<string> failures = await Suite.FailuresAsync(() => new BrokenFixture(BrokenStores.All[how]), enough: 1);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(Environment.NewLine, failures));
        Assert.NotEmpty(failures);
    }

    private sealed class BrokenFixture(Func<IBudgetStore, bool, IBudgetStore> breaks) : IStoreFixture
    {
        private readonly InMemoryBudgetStore _store = new(int.MaxValue);

        public IBudgetStore Create() => breaks(_store, false);

        public IBudgetStore Reopen() => breaks(_store, true);

        public ValueTask KillAsync() => default;

        public ValueTask DisposeAsync() => default;
    }
}
