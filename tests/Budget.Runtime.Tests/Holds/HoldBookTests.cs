namespace BudgetGen.Tests.Holds;

/// <summary>What is learned from the costs of calls, and for how many call sites.</summary>
public class HoldBookTests
{
    private static readonly Usd s_worst = Usd.FromDollars(1);

    [Fact]
    public void The_worst_case_is_held_until_enough_calls_have_told_their_cost()
    {
        HoldSite site = Site(Learned());
        for (int i = 0; i < 49; i++)
        {
            Assert.Equal(s_worst, site.HoldFor(s_worst));
            site.Record(new Usd(1_000), s_worst, s_worst, isEstimate: false);
            site.Record(new Usd(1), s_worst, s_worst, isEstimate: true);
        }

        Assert.Null(site.Statistics().LearnedHold);
        site.Record(new Usd(1_000), s_worst, s_worst, isEstimate: false);

        // The bucket of 1,000 ends at 1,023; a fifth more, rounded up.
        Assert.Equal(new Usd(1_228), site.HoldFor(s_worst));
        Assert.Equal(new Usd(700), site.HoldFor(new Usd(700)));
        Assert.Equal(Usd.Zero, site.HoldFor(Usd.Zero));
        Assert.Equal((99L, 50), (site.Statistics().Calls, site.Statistics().RecentCalls));
    }

    [Fact]
    public void A_priced_call_never_holds_nothing()
    {
        HoldSite site = Site(Learned());
        for (int i = 0; i < 100; i++)
            site.Record(Usd.Zero, s_worst, s_worst, isEstimate: false);
        Assert.Equal(new Usd(1), site.HoldFor(s_worst));
    }

    [Fact]
    public void Without_the_strategy_the_worst_case_is_held_and_the_statistics_are_kept_all_the_same()
    {
        HoldSite site = Site(new HoldOptions());
        for (int i = 0; i < 1_000; i++)
            site.Record(new Usd(1_000), s_worst, s_worst, isEstimate: false);
        Assert.Equal(s_worst, site.HoldFor(s_worst));
        HoldStatistics statistics = site.Statistics();
        Assert.Equal((1_000, 0, new Usd(1_023), null), (statistics.Calls, statistics.Overruns, statistics.CostP99, statistics.LearnedHold));
    }

    [Fact]
    public void Overruns_stay_as_rare_as_the_quantile_says_while_costs_stay_what_they_are()
    {
        HoldSite site = Site(Learned());
        var random = new Random(7);
        long held = 0;
        for (int i = 0; i < 50_000; i++)
        {
            Usd hold = site.HoldFor(s_worst);
            held += hold.Nanos;

            // A long tail: half of the calls cost below 30,000, one in a thousand about a million.
            long cost = 20_000 * 1_000 / (1_000 - random.Next(1_000) + 20);
            site.Record(new Usd(cost), hold, s_worst, isEstimate: false);
        }

        HoldStatistics statistics = site.Statistics();
        Assert.InRange(statistics.Overruns, 1, 500);
        Assert.True(held / 50_000 < s_worst.Nanos / 100, $"{held / 50_000} nano-dollars were held on average");
        Assert.True(statistics.LargestOverrun <= statistics.TotalOverrun && statistics.UsedP50 < 1_000);
    }

    [Fact]
    public void When_calls_become_dearer_the_worst_case_comes_back_after_a_few_overruns()
    {
        HoldSite site = Site(Learned());
        Settle(site, 5_000, 1_000);
        Assert.True(site.HoldFor(s_worst) < new Usd(2_000));
        long before = site.Statistics().Overruns;
        Settle(site, 5_000, 100_000);
        Assert.InRange(site.Statistics().Overruns - before, 1, 8);
        Assert.InRange(site.HoldFor(s_worst).Nanos, 100_000, 150_000);
    }

    [Fact]
    public void When_calls_become_cheaper_the_old_costs_are_forgotten()
    {
        HoldSite site = Site(Learned());
        Settle(site, 5_000, 100_000);
        Settle(site, 2_100, 1_000);
        Assert.InRange(site.HoldFor(s_worst).Nanos, 1_000, 1_500);
    }

    [Fact]
    public void People_are_warned_when_more_than_one_call_in_a_hundred_overruns_and_not_for_each()
    {
        HoldSite site = Site(new HoldOptions());
        var warnings = new List<long>();
        for (int i = 1; i <= 10_000; i++)
        {
            if (site.Record(new Usd(i % 50 == 0 ? 11 : 5), new Usd(10), new Usd(10), isEstimate: false))
                warnings.Add(i);
        }

        Assert.Equal([200, 2_000], warnings);
        Assert.Equal((200, new Usd(1), new Usd(200)), (site.Statistics().Overruns, site.Statistics().LargestOverrun, site.Statistics().TotalOverrun));

        HoldSite good = Site(new HoldOptions());
        for (int i = 1; i <= 10_000; i++)
            Assert.False(good.Record(new Usd(i % 101 == 0 ? 11 : 5), new Usd(10), new Usd(10), isEstimate: false));
    }

    [Fact]
    public void Many_threads_lose_nothing()
    {
        HoldSite site = Site(Learned());
        Parallel.For(0, 8, _ => Settle(site, 10_000, 1_000));
        Assert.Equal(80_000, site.Statistics().Calls);
        Assert.Equal(0, site.Statistics().Overruns);
    }

    [Fact]
    public void The_number_of_sites_is_bounded_and_those_in_use_stay()
    {
        var book = new HoldBook(new HoldOptions());
        HoldSite busy = book.Find("busy", "model", null);
        for (int i = 0; i < 35_000; i++)
        {
            book.Find("flood", "model " + i, null).Record(new Usd(1), new Usd(2), new Usd(2), isEstimate: false);
            Assert.Same(busy, book.Find("busy", "model", busy));
            busy.Record(new Usd(1), new Usd(2), new Usd(2), isEstimate: false);
        }

        List<HoldStatistics> all = book.Statistics();
        Assert.InRange(all.Count, 9_000, HoldBook.MostSites);
        Assert.Contains(all, static one => one is { CallSite: "busy", Calls: 35_000 });
        Assert.Contains(all, static one => one.Model == "model 34999");
        Assert.DoesNotContain(all, static one => one.Model == "model 0");
    }

    [Fact]
    public void What_a_call_site_had_last_is_only_taken_if_it_is_still_right()
    {
        var book = new HoldBook(new HoldOptions());
        HoldSite one = book.Find("site", "one", null);
        Assert.Same(one, book.Find("site", "one", one));
        Assert.NotSame(one, book.Find("site", "two", one));
        Assert.NotSame(one, new HoldBook(new HoldOptions()).Find("site", "one", one));
        one.IsForgotten = true;
        Assert.Same(one, book.Find("site", "one", null));
    }

    private static void Settle(HoldSite site, int calls, long cost)
    {
        for (int i = 0; i < calls; i++)
            site.Record(new Usd(cost), site.HoldFor(s_worst), s_worst, isEstimate: false);
    }

    private static HoldOptions Learned() => new() { Strategy = HoldStrategy.Learned };

    private static HoldSite Site(HoldOptions options) => new HoldBook(options).Find("site", "model", null);
}
