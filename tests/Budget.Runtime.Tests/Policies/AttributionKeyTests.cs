namespace BudgetGen.Tests.Policies;

public class AttributionKeyTests
{
    private static readonly CallTags s_tags = new(KeyValuePair.Create("env", "prod"), KeyValuePair.Create("request", "1"));
    private static readonly CallAttribution s_call = new("alice", "openai", "gpt-4o", "web", "blue", "app", "Summarize", s_tags);

    [Fact]
    public void Parts_that_no_policy_looks_at_are_left_out()
    {
        Assert.Equal(default, AttributionKey.Of(s_call, PolicyGeneration.None));
        Assert.Equal(default, AttributionKey.Of(s_call, Generation(Make.Policy())));
        Assert.Equal(new AttributionKey("alice"), AttributionKey.Of(s_call, Generation(Make.Policy(scope: BudgetScope.User))));
        Assert.Equal(
            new AttributionKey(Team: "blue", Operation: "Summarize"),
            AttributionKey.Of(s_call, Generation(Make.Policy(scope: BudgetScope.Team) with { And = [new ScopePart(BudgetScope.Operation, "x")] })));
        Assert.Equal(new AttributionKey(Client: "app"), AttributionKey.Of(s_call, Generation(Make.Policy(scope: BudgetScope.Client, period: BudgetPeriod.PerRequest))));
        Assert.Equal(new AttributionKey(Model: "gpt-4o"), AttributionKey.Of(s_call, Generation(Make.Policy(action: LimitAction.Fallback))));
        Assert.Equal(default, AttributionKey.Of(s_call with { Team = "" }, Generation(Make.Policy(scope: BudgetScope.Team))));
    }

    [Fact]
    public void Tags_that_no_policy_looks_at_do_not_tell_calls_apart()
    {
        PolicyGeneration generation = Generation(Make.Policy(scope: BudgetScope.Tag) with { TagName = "env" });
        AttributionKey key = AttributionKey.Of(s_call, generation);
        Assert.Equal(new AttributionKey(Tags: new CallTags(KeyValuePair.Create("env", "prod"))), key);
        CallAttribution other = s_call with { Tags = new CallTags(KeyValuePair.Create("request", "2"), KeyValuePair.Create("env", "prod")) };
        Assert.Equal(key, AttributionKey.Of(other, generation));
        Assert.Equal(key.QuickHash(), AttributionKey.Of(other, generation).QuickHash());
        Assert.Equal(key.GetHashCode(), AttributionKey.Of(other, generation).GetHashCode());
        Assert.NotEqual(key, AttributionKey.Of(s_call with { Tags = new CallTags(KeyValuePair.Create("env", "test")) }, generation));
        Assert.Equal(default, AttributionKey.Of(s_call with { Tags = new CallTags(KeyValuePair.Create("request", "2")) }, generation));
        Assert.Same(s_tags, AttributionKey.Of(s_call, Generation(
            Make.Policy("a", scope: BudgetScope.Tag) with { TagName = "env" }, Make.Policy("b", scope: BudgetScope.Tag) with { TagName = "request" })).Tags);
    }

    [Fact]
    public void Each_part_counts()
    {
        AttributionKey[] keys =
        [
            default, new("a"), new(Provider: "a"), new(Model: "a"), new(Project: "a"), new(Team: "a"), new(Client: "a"), new(Operation: "a"),
            new(Tags: new CallTags(KeyValuePair.Create("a", "a"))), new(Tags: new CallTags(KeyValuePair.Create("a", "b"))), new("a", "a"), new("b"),
        ];
        Assert.Distinct(keys);
        Assert.Distinct(keys.Select(static k => k.QuickHash()));
        Assert.Distinct(keys.Select(static k => k.GetHashCode()));
    }

    [Fact]
    public void A_key_costs_no_allocation()
    {
        PolicyGeneration generation = Generation([.. Enum.GetValues<BudgetScope>().Select(static s => Make.Policy("p" + s, scope: s) with { TagName = s == BudgetScope.Tag ? "env" : null })]);
        AttributionKey first = AttributionKey.Of(s_call, generation);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool same = true;
        for (int i = 0; i < 1000; i++)
        {
            AttributionKey key = AttributionKey.Of(s_call, generation);
            same &= key == first && key.QuickHash() == first.QuickHash();
        }

        Assert.True(same);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static PolicyGeneration Generation(params BudgetPolicy[] policies)
    {
        var book = new PolicyBook();
        foreach (BudgetPolicy policy in policies)
            book.Set(policy);
        return book.NewGeneration();
    }
}
