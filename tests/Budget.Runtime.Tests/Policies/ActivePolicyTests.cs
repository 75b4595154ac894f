using System.Globalization;

namespace BudgetGen.Tests.Policies;

/// <summary>Windows of a policy in force: never an older one than before, and never moved once they are open.</summary>
public class ActivePolicyTests
{
    [Theory]
    [InlineData(BudgetPeriod.Daily)]
    [InlineData(BudgetPeriod.Monthly)]
    [InlineData(BudgetPeriod.Rolling)]
    [InlineData(BudgetPeriod.Custom)]
    public void A_clock_that_jumps_never_reopens_an_older_window(BudgetPeriod period)
    {
        ActivePolicy policy = Of(period, p => period switch
        {
            BudgetPeriod.Rolling => p with { Length = TimeSpan.FromHours(24) },
            BudgetPeriod.Custom => p with { Starts = Utc("2020-01-01T00:00Z"), Length = TimeSpan.FromDays(3) },
            _ => p with { TimeZone = "Europe/Berlin" },
        });
        var random = new Random((int)period);
        DateTimeOffset now = Utc("2026-10-24T00:00Z");
        DateTimeOffset newest = default;
        for (int i = 0; i < 5000; i++)
        {
            now += TimeSpan.FromMinutes(random.Next(-90, 100));
            if (random.Next(500) == 0)
                now += TimeSpan.FromDays(random.Next(-40, 40));
            BudgetWindow window = policy.WindowAt(now)!.Value;
            Assert.True(window.Start >= newest);
            Assert.True(now < window.Next);
            Assert.Equal(window, policy.WindowAt(now));
            Assert.Equal(window, policy.StatusWindowAt(now));
            newest = window.Start;
            Assert.True(policy.HasLeft(newest));
            Assert.False(policy.HasLeft(window.End));
        }
    }

    [Fact]
    public void A_custom_period_that_is_over_stays_over()
    {
        ActivePolicy policy = Of(BudgetPeriod.Custom, static p => p with { Starts = Utc("2026-08-01T00:00Z"), Ends = Utc("2026-08-05T00:00Z") });
        Assert.Null(policy.WindowAt(Utc("2026-07-31T00:00Z")));
        Assert.NotNull(policy.WindowAt(Utc("2026-08-01T00:00Z")));
        Assert.Null(policy.WindowAt(Utc("2026-08-05T00:00Z")));
        Assert.Null(policy.WindowAt(Utc("2026-08-04T00:00Z")));
        Assert.Equal(Utc("2026-08-01T00:00Z"), policy.StatusWindowAt(Utc("2026-08-04T00:00Z"))!.Value.Start);
    }

    [Fact]
    public void A_policy_about_single_requests_has_a_cap_and_no_window()
    {
        ActivePolicy policy = Of(BudgetPeriod.PerRequest);
        Assert.Equal(new Usd(1000), policy.RequestCap);
        Assert.Null(policy.WindowAt(Utc("2026-08-01T00:00Z")));
        Assert.Null(policy.StatusWindowAt(Utc("2026-08-01T00:00Z")));
        Assert.Null(Of(BudgetPeriod.Daily).RequestCap);
    }

    [Theory]
    [InlineData("2026-07-01T23:00Z", "2026-07-02T23:00Z")] // the zone is said to be two hours nearer to UTC than when the store's window began
    [InlineData("2026-07-01T21:00Z", "2026-07-02T21:00Z")]
    [InlineData("2026-07-01T22:00Z", "2026-07-02T21:30Z")]
    public void An_open_window_is_not_moved_by_an_update_of_its_zone(string start, string end)
    {
        var stored = new BudgetWindow(Utc(start), Utc(end));
        ActivePolicy policy = Of(BudgetPeriod.Daily, static p => p with { TimeZone = "Europe/Berlin" });
        policy.Adopt(stored);
        policy.Adopt(stored);
        Assert.Equal(stored, policy.WindowAt(Utc("2026-07-02T12:00Z")));
        Assert.Equal(stored, policy.WindowAt(stored.End.AddTicks(-1)));

        // Then the zone's windows again, and nobody gets a limit of their own for the hours between two borders.
        BudgetWindow next = policy.WindowAt(stored.End)!.Value;
        Assert.Equal(new BudgetWindow(Utc("2026-07-02T22:00Z"), Utc("2026-07-03T22:00Z")), next);
        Assert.Equal(next, policy.WindowAt(next.End.AddTicks(-1)));
        Assert.Equal(next.End, policy.WindowAt(next.End)!.Value.Start);
    }

    [Fact]
    public void A_window_that_began_early_is_found_again_after_a_restart()
    {
        ActivePolicy policy = Of(BudgetPeriod.Daily, static p => p with { TimeZone = "Europe/Berlin" });
        var early = new BudgetWindow(Utc("2026-07-02T22:00Z"), Utc("2026-07-03T22:00Z"));
        policy.Adopt(early);
        Assert.Equal(early, policy.WindowAt(Utc("2026-07-02T21:30Z")));
    }

    [Fact]
    public void Walks_with_a_stored_window_open_each_window_once()
    {
        foreach (BudgetPeriod period in new[] { BudgetPeriod.Daily, BudgetPeriod.Weekly, BudgetPeriod.Monthly, BudgetPeriod.Yearly })
        {
            for (int shift = -180; shift <= 180; shift += 15)
            {
                ActivePolicy policy = Of(period, static p => p with { TimeZone = "America/New_York" });
                BudgetWindow computed = BudgetWindow.At(policy.Policy, Utc("2026-07-02T12:00Z"))!.Value;
                policy.Adopt(new BudgetWindow(computed.Start.AddMinutes(shift), computed.End.AddMinutes(shift)));
                var opened = new HashSet<BudgetWindow>();
                DateTimeOffset end = computed.End + (computed.End - computed.Start);
                for (DateTimeOffset now = computed.Start.AddMinutes(shift); now < end; now = now.AddMinutes(15))
                    opened.Add(policy.WindowAt(now)!.Value);

                // From the start of the stored window to the end of the next: two limits, whatever the shift is.
                Assert.Equal(2, opened.Count);
            }
        }
    }

    [Fact]
    public void Windows_that_are_not_of_the_policy_are_not_adopted()
    {
        BudgetWindow day = new(Utc("2026-07-02T00:00Z"), Utc("2026-07-03T00:00Z"));
        DateTimeOffset now = Utc("2026-07-02T12:00Z");
        foreach (BudgetWindow stored in new BudgetWindow[]
        {
            new(day.Start.AddHours(4), day.End.AddHours(4)),
            new(day.Start, day.End.AddHours(4)),
            new(Utc("2026-07-01T00:00Z"), Utc("2026-08-01T00:00Z")),
            new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue),
        })
        {
            ActivePolicy policy = Of(BudgetPeriod.Daily);
            policy.Adopt(stored);
            Assert.Equal(day, policy.WindowAt(now));
        }

        ActivePolicy rolling = Of(BudgetPeriod.Rolling, static p => p with { Length = TimeSpan.FromHours(1) });
        BudgetWindow step = rolling.WindowAt(now)!.Value;
        rolling.Adopt(new BudgetWindow(step.Start.AddSeconds(1), step.End.AddSeconds(1)));
        Assert.Equal(step, rolling.WindowAt(now));
    }

    [Fact]
    public void A_window_that_was_reached_under_the_present_rules_wins_over_an_older_one()
    {
        ActivePolicy policy = Of(BudgetPeriod.Daily);
        policy.Adopt(new BudgetWindow(Utc("2026-07-01T23:00Z"), Utc("2026-07-02T23:00Z")));
        policy.Adopt(new BudgetWindow(Utc("2026-07-02T00:00Z"), Utc("2026-07-03T00:00Z")));
        Assert.Equal(Utc("2026-07-02T00:00Z"), policy.WindowAt(Utc("2026-07-02T12:00Z"))!.Value.Start);
    }

    [Fact]
    public void Other_windows_start_afresh_and_other_limits_do_not()
    {
        ActivePolicy policy = Of(BudgetPeriod.Rolling, static p => p with { Length = TimeSpan.FromDays(100) });
        DateTimeOffset now = Utc("2026-08-19T12:00Z");
        BudgetWindow step = policy.WindowAt(now)!.Value;
        policy.Edit(policy.Policy with { Limit = new Usd(5) });
        Assert.Equal(step, policy.WindowAt(now.AddDays(-3)));

        policy.Edit(policy.Policy with { Length = TimeSpan.FromHours(1) });
        Assert.Equal(TimeSpan.FromMinutes(61), policy.WindowAt(now.AddDays(-3))!.Value.End - policy.WindowAt(now.AddDays(-3))!.Value.Start);
        Assert.True(policy.WindowAt(now.AddDays(-3))!.Value.Start < step.Start);

        policy.Edit(policy.Policy with { Period = BudgetPeriod.Daily, Length = null });
        Assert.Equal(Utc("2026-08-10T00:00Z"), policy.WindowAt(now.AddDays(-9))!.Value.Start);
        policy.Edit(policy.Policy with { TimeZone = "Asia/Tokyo" });
        Assert.Equal(Utc("2026-08-08T15:00Z"), policy.WindowAt(now.AddDays(-10).AddHours(-1))!.Value.Start);
    }

    private static ActivePolicy Of(BudgetPeriod period, Func<BudgetPolicy, BudgetPolicy>? with = null)
    {
        BudgetPolicy policy = Make.Policy(period: period);
        return new ActivePolicy(with?.Invoke(policy) ?? policy, 0);
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
