using System.Numerics;
using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>Sums of calls, against adding up by hand.</summary>
public abstract class SumsConformance(IStoreFixture fixture) : StoreConformance(fixture)
{
    private const SpendGrouping All = (SpendGrouping)127;

    [Fact]
    public async Task Every_grouping_is_the_sum_of_its_calls()
    {
        UsageRecord[] records = await BookAsync(new RandomRecords(11), 250);
        for (int by = 0; by <= (int)All; by++)
            await AssertAsync(records, new SpendQuery { GroupBy = (SpendGrouping)by });
        await ReopenAsync();
        await AssertAsync(records, new SpendQuery { GroupBy = All });
        await KillAndReopenAsync();
        await AssertAsync(records, new SpendQuery());
    }

    [Fact]
    public async Task Every_selection_is_summed_exactly()
    {
        var random = new RandomRecords(12);
        UsageRecord[] records = await BookAsync(random, 250);
        for (int i = 0; i < 300; i++)
            await AssertAsync(records, new SpendQuery { From = random.Instant(), To = random.Instant(), Of = random.Selection(), GroupBy = (SpendGrouping)(i % 128) });
    }

    [Fact]
    public async Task Groupings_that_partition_the_calls_have_one_total()
    {
        await BookAsync(new RandomRecords(13), 250);
        SpendSum all = Assert.Single(await Reader.SumSpendAsync(new SpendQuery()));
        for (int by = 1; by <= (int)All; by++)
        {
            IReadOnlyList<SpendSum> groups = await Reader.SumSpendAsync(new SpendQuery { GroupBy = (SpendGrouping)by });
            Assert.Equal((all.Cost.Nanos, all.Calls), (groups.Sum(static g => g.Cost.Nanos), groups.Sum(static g => g.Calls)));
        }
    }

    [Fact]
    public async Task Times_are_half_open_and_count_when_the_call_was_booked()
    {
        await AppendAsync(Enumerable.Range(0, 10).Select(static i => Spend(1L << i, usage: Record(0) with { Timestamp = Now.AddTicks(i) }) with { At = Now.AddDays(1) }));
        Assert.Equal(0b111_1000, Assert.Single(await Reader.SumSpendAsync(new SpendQuery { From = Now.AddTicks(3), To = Now.AddTicks(7) })).Cost.Nanos);
        Assert.Equal(0, Assert.Single(await Reader.SumSpendAsync(new SpendQuery { From = Now.AddTicks(3), To = Now.AddTicks(3) })).Calls);
        Assert.Empty(await Reader.SumSpendAsync(new SpendQuery { From = Now.AddTicks(10), GroupBy = SpendGrouping.Model }));
    }

    [Fact]
    public async Task Every_tag_that_is_named_must_be_there()
    {
        CallTags both = new(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        await AppendAsync(
            Spend(1, usage: Record(0) with { Tags = both }), Spend(2, usage: Record(0) with { Tags = new CallTags([new("a", "1")]) }),
            Spend(4, usage: Record(0) with { Tags = new CallTags([new("a", "2")]) }), Spend(8, usage: Record(0)));
        await AssertAsync(15, null);
        await AssertAsync(15, new CallTags());
        await AssertAsync(3, new CallTags([new("a", "1")]));
        await AssertAsync(1, both);
        await AssertAsync(0, new CallTags([new("A", "1")]));
        await AssertAsync(0, new CallTags([new("c", "")]));

        async Task AssertAsync(long expected, CallTags? tags) =>
            Assert.Equal(expected, Assert.Single(await Reader.SumSpendAsync(new SpendQuery { Of = new CallAttribution(Tags: tags) })).Cost.Nanos);
    }

    [Fact]
    public async Task Corrections_are_no_calls()
    {
        await AppendAsync(Spend(10), Adjust(NewId(), -3), Line(LedgerEntryKind.Reset, NewId(), 0, -7), Line(LedgerEntryKind.Backfill, NewId(), 0, 100), Suspend(NewId(), 5));
        Assert.Equal(new SpendSum(default, new Usd(10), 1, 0, 0), Assert.Single(await Reader.SumSpendAsync(new SpendQuery())));
    }

    [Fact]
    public async Task Large_sums_are_exact()
    {
        // Beyond what a floating-point number could tell apart.
        await AppendAsync(Spend(Usd.MaxLimit.Nanos), Spend(1), Spend(Usd.MaxLimit.Nanos), Spend(1));
        Assert.Equal(8_000_000_000_000_000_002, Assert.Single(await Reader.SumSpendAsync(new SpendQuery())).Cost.Nanos);
    }

    private async Task<UsageRecord[]> BookAsync(RandomRecords random, int count)
    {
        UsageRecord[] records = [.. Enumerable.Range(0, count).Select(_ => random.Next())];
        await AppendTogetherAsync(records.Select(static r => Spend(r.Cost.Nanos, usage: r)));
        return [.. Kept(records)];
    }

    private async Task AssertAsync(UsageRecord[] records, SpendQuery query)
    {
        IReadOnlyList<SpendSum> sums = await Reader.SumSpendAsync(query);
        Assert.True(sums.Zip(sums.Skip(1)).All(static pair => pair.First.Cost >= pair.Second.Cost), "the dearest group must come first");
        var expected = new Dictionary<CallAttribution, (BigInteger Cost, long Calls, BigInteger Input, BigInteger Output)>();
        if (query.GroupBy == SpendGrouping.None)
            expected[default] = default;
        foreach (UsageRecord record in records.Where(r => IsSelected(r, query)))
        {
            CallAttribution group = Group(record, query.GroupBy);
            expected.TryGetValue(group, out (BigInteger Cost, long Calls, BigInteger Input, BigInteger Output) sum);
            expected[group] = (sum.Cost + record.Cost.Nanos, sum.Calls + 1, sum.Input + record.InputTokens, sum.Output + record.OutputTokens);
        }

        Assert.Equal(expected.Count, sums.Count);
        foreach (SpendSum sum in sums)
            Assert.Equal(expected[sum.Group], (sum.Cost.Nanos, sum.Calls, sum.InputTokens, sum.OutputTokens));
    }

    private static bool IsSelected(UsageRecord r, SpendQuery q) =>
        !(r.Timestamp < q.From) && !(r.Timestamp >= q.To)
        && (q.Of.User ?? r.User) == r.User && (q.Of.Provider ?? r.Provider) == r.Provider && (q.Of.Model ?? r.Model) == r.Model && (q.Of.Project ?? r.Project) == r.Project
        && (q.Of.Team ?? r.Team) == r.Team && (q.Of.Client ?? r.Client) == r.Client && (q.Of.Operation ?? r.Operation) == r.Operation
        && (q.Of.Tags ?? new CallTags()).All(tag => r.Tags is not null && r.Tags.Contains(tag));

    private static CallAttribution Group(UsageRecord r, SpendGrouping by)
    {
        string?[] parts = [r.User, r.Provider, r.Model, r.Project, r.Team, r.Client, r.Operation];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = ((int)by >> i & 1) == 1 ? parts[i] : null;
        return new CallAttribution(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
    }
}
