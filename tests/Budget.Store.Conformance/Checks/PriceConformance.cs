using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>Versions of price lines that are set at run time are kept for ever.</summary>
public abstract class PriceConformance(IStoreFixture fixture) : StoreConformance(fixture)
{
    [Fact]
    public async Task Every_version_comes_back_with_every_field()
    {
        PriceLineChange[] changes =
        [
            new("a", 1, "{\"id\":\"a\"}", Now, "configuration"),
            new("b", 1, "{\"\u0000é\uD83E\":\"北京\"}", Now.AddSeconds(1), "ann", "because"),
            new("a", 2, new string('x', 100_000), Now.AddSeconds(2), "", ""),
            new("A", 1, "{}", Now.AddSeconds(3), "bob"),
            new("a", 3, null, Now.AddSeconds(4), "bob", "no longer"),
            new("", 1, "", Now.AddSeconds(5), "\0"),
        ];
        foreach (PriceLineChange change in changes)
            await Writer.AppendPriceAsync(change);
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal(changes, await Reader.GetPriceHistoryAsync());
            Assert.Equal(changes.Where(static c => c.LineId == "a"), await Reader.GetPriceHistoryAsync("a"));
            Assert.Equal([changes[3]], await Reader.GetPriceHistoryAsync("A"));
            Assert.Equal([changes[5]], await Reader.GetPriceHistoryAsync(""));
            Assert.Empty(await Reader.GetPriceHistoryAsync("c"));
        });

        // The newest of each, also of the one that was taken away.
        Assert.Equal(new[] { changes[1], changes[3], changes[4], changes[5] }.ToHashSet(), [.. State.Prices]);
        Assert.Equal(4, State.Prices.Count);
    }

    [Fact]
    public async Task A_version_that_is_there_already_changes_nothing()
    {
        PriceLineChange first = new("p", 1, "{}", Now, "ann"), second = new("p", 2, "{\"id\":\"p\"}", Now.AddSeconds(1), "ann");
        PriceLineChange[] appended = [first, first, first with { Definition = null, Actor = "eve" }, second, first, second with { At = Now.AddDays(1) }];
        foreach (PriceLineChange change in appended)
            await Writer.AppendPriceAsync(change);
        await ReopenAsync();
        await Writer.AppendPriceAsync(first with { Reason = "again" });
        await NowAndReopenedAsync(async () => Assert.Equal([first, second], await Reader.GetPriceHistoryAsync()));
        Assert.Equal([second], State.Prices);
    }

    [Fact]
    public async Task Version_ten_is_newer_than_version_nine()
    {
        for (int version = 1; version <= 12; version++)
            await Writer.AppendPriceAsync(new PriceLineChange("p", version, $"{version}", Now.AddSeconds(version), "ann"));
        await ReopenAsync();
        Assert.Equal(12, Assert.Single(State.Prices).Version);
        Assert.Equal(Enumerable.Range(1, 12), (await Reader.GetPriceHistoryAsync("p")).Select(static c => c.Version));
    }

    [Fact]
    public async Task Thirty_two_threads_with_the_same_versions_keep_each_once()
    {
        await Crowd.RunAsync(32, async _ =>
        {
            for (int version = 1; version <= 10; version++)
                await Writer.AppendPriceAsync(new PriceLineChange("p", version, "{}", Now, "ann"));
        });
        Assert.Equal(Enumerable.Range(1, 10), (await Reader.GetPriceHistoryAsync()).Select(static c => c.Version).Order());
    }

    [Fact]
    public async Task Malformed_versions_are_refused()
    {
        var good = new PriceLineChange("p", 1, "{}", Now, "ann");
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendPriceAsync(null!));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendPriceAsync(good with { LineId = null! }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendPriceAsync(good with { Actor = null! }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendPriceAsync(good with { Version = 0 }));
        await Writer.AppendPriceAsync(good);
        Assert.Equal([good], await Reader.GetPriceHistoryAsync());
    }

    [Fact]
    public async Task A_price_line_and_a_policy_of_one_name_are_two_things()
    {
        var policy = new PolicyChange("both", 1, "{}", Now, "ann");
        var line = new PriceLineChange("both", 1, null, Now.AddSeconds(1), "bob");
        await Writer.AppendPolicyAsync(policy);
        await Writer.AppendPriceAsync(line);
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal([policy], await Reader.GetPolicyHistoryAsync("both"));
            Assert.Equal([line], await Reader.GetPriceHistoryAsync("both"));
        });
        Assert.Equal([policy], State.Policies);
        Assert.Equal([line], State.Prices);
    }
}
