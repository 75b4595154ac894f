using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>Versions of policies are kept for ever.</summary>
public abstract class PolicyConformance(IStoreFixture fixture) : StoreConformance(fixture)
{
    [Fact]
    public async Task Every_version_comes_back_with_every_field()
    {
        PolicyChange[] changes =
        [
            new("a", 1, "{\"limit\":1}", Now, PolicyChange.Configuration),
            new("b", 1, "{\"\u0000é\uD83E\":\"北京\"}", Now.AddSeconds(1), "ann", "because"),
            new("a", 2, new string('x', 100_000), Now.AddSeconds(2), "", ""),
            new("A", 1, "{}", Now.AddSeconds(3), "bob"),
            new("a", 3, null, Now.AddSeconds(4), "bob", "no longer"),
            new("", 1, "", Now.AddSeconds(5), "\0"),
        ];
        foreach (PolicyChange change in changes)
            await Writer.AppendPolicyAsync(change);
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal(changes, await Reader.GetPolicyHistoryAsync());
            Assert.Equal(changes.Where(static c => c.PolicyId == "a"), await Reader.GetPolicyHistoryAsync("a"));
            Assert.Equal([changes[3]], await Reader.GetPolicyHistoryAsync("A"));
            Assert.Equal([changes[5]], await Reader.GetPolicyHistoryAsync(""));
            Assert.Empty(await Reader.GetPolicyHistoryAsync("c"));
        });

        // The newest of each, also of the one that was taken out of force.
        Assert.Equal(new[] { changes[1], changes[3], changes[4], changes[5] }.ToHashSet(), [.. State.Policies]);
        Assert.Equal(4, State.Policies.Count);
    }

    [Fact]
    public async Task A_version_that_is_there_already_changes_nothing()
    {
        PolicyChange first = new("p", 1, "{}", Now, "ann"), second = new("p", 2, "{\"limit\":2}", Now.AddSeconds(1), "ann");
        PolicyChange[] appended = [first, first, first with { Definition = null, Actor = "eve" }, second, first, second with { At = Now.AddDays(1) }];
        foreach (PolicyChange change in appended)
            await Writer.AppendPolicyAsync(change);
        await ReopenAsync();
        await Writer.AppendPolicyAsync(first with { Reason = "again" });
        await NowAndReopenedAsync(async () => Assert.Equal([first, second], await Reader.GetPolicyHistoryAsync()));
        Assert.Equal([second], State.Policies);
    }

    [Fact]
    public async Task Version_ten_is_newer_than_version_nine()
    {
        for (int version = 1; version <= 12; version++)
            await Writer.AppendPolicyAsync(new PolicyChange("p", version, $"{version}", Now.AddSeconds(version), "ann"));
        await ReopenAsync();
        Assert.Equal(12, Assert.Single(State.Policies).Version);
        Assert.Equal(Enumerable.Range(1, 12), (await Reader.GetPolicyHistoryAsync("p")).Select(static c => c.Version));
    }

    [Fact]
    public async Task Thirty_two_threads_with_the_same_versions_keep_each_once()
    {
        await Crowd.RunAsync(32, async _ =>
        {
            for (int version = 1; version <= 10; version++)
                await Writer.AppendPolicyAsync(new PolicyChange("p", version, "{}", Now, "ann"));
        });
        Assert.Equal(Enumerable.Range(1, 10), (await Reader.GetPolicyHistoryAsync()).Select(static c => c.Version).Order());
    }

    [Fact]
    public async Task Malformed_versions_are_refused()
    {
        var good = new PolicyChange("p", 1, "{}", Now, "ann");
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendPolicyAsync(null!));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendPolicyAsync(good with { PolicyId = null! }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendPolicyAsync(good with { Actor = null! }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendPolicyAsync(good with { Version = 0 }));
        await Writer.AppendPolicyAsync(good);
        Assert.Equal([good], await Reader.GetPolicyHistoryAsync());
    }
}
