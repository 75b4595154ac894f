using FsCheck;
using FsCheck.Fluent;

namespace BudgetGen.Tests.Policies;

public class BudgetWindowTests
{
    private static readonly BudgetPeriod[] s_recurring = [BudgetPeriod.Daily, BudgetPeriod.Weekly, BudgetPeriod.Monthly, BudgetPeriod.Yearly];

    private static readonly Gen<DateTimeOffset> s_instants =
        from year in Gen.Choose(1, 9999)
        from second in Gen.Choose(0, 31_622_399)
        from tick in Gen.Choose(0, 9_999_999)
        select Instant(year, second, tick);

    [Fact]
    public void WindowsTileTime()
    {
        var cases = from period in Gen.Elements(s_recurring)
                    from instant in s_instants
                    select (period, instant);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(cases.ToArbitrary(), static c =>
        {
            BudgetWindow window = At(c.period, c.instant);
            Assert.True(window.Contains(c.instant));
            Assert.Equal(window, At(c.period, window.Start));
            Assert.Equal(window, At(c.period, window.End.AddTicks(-1)));
            if (window.End == DateTimeOffset.MaxValue)
                return;
            BudgetWindow next = At(c.period, window.End);
            Assert.Equal(window.End, next.Start);
        }));
    }

    [Fact]
    public void AWalkOverWindowsLeavesNoGap()
    {
        var end = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (BudgetPeriod period in s_recurring)
        {
            BudgetWindow window = At(period, new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero));
            while (window.End < end)
            {
                BudgetWindow next = At(period, window.End);
                Assert.Equal(window.End, next.Start);
                window = next;
            }
        }
    }

    [Theory]
    [InlineData(BudgetPeriod.Daily, "2026-08-19", "2026-08-20")]
    [InlineData(BudgetPeriod.Weekly, "2026-08-17", "2026-08-24")]
    [InlineData(BudgetPeriod.Monthly, "2026-08-01", "2026-09-01")]
    [InlineData(BudgetPeriod.Yearly, "2026-01-01", "2027-01-01")]
    public void AWindowBeginsWhereItsNameSays(BudgetPeriod period, string start, string end)
    {
        // A Wednesday; an offset changes nothing, because windows are UTC.
        var instant = new DateTimeOffset(2026, 8, 20, 1, 30, 0, TimeSpan.FromHours(2));
        BudgetWindow window = At(period, instant);
        Assert.Equal(Day(start), window.Start);
        Assert.Equal(Day(end), window.End);
        Assert.Equal(TimeSpan.Zero, window.Start.Offset);
    }

    [Fact]
    public void AMondayAtMidnightBeginsItsOwnWeek()
    {
        Assert.Equal(Day("2026-08-17"), At(BudgetPeriod.Weekly, Day("2026-08-17")).Start);
        Assert.Equal(Day("2026-08-10"), At(BudgetPeriod.Weekly, Day("2026-08-17").AddTicks(-1)).Start);
    }

    [Fact]
    public void ACustomWindowIsHalfOpenAndOtherwiseNotThere()
    {
        BudgetPolicy policy = Make.Policy(period: BudgetPeriod.Custom) with { Starts = Day("2026-08-19"), Ends = Day("2026-08-21") };
        Assert.Null(BudgetWindow.At(policy, Day("2026-08-19").AddTicks(-1)));
        Assert.NotNull(BudgetWindow.At(policy, Day("2026-08-19")));
        Assert.NotNull(BudgetWindow.At(policy, Day("2026-08-21").AddTicks(-1)));
        Assert.Null(BudgetWindow.At(policy, Day("2026-08-21")));
    }

    [Fact]
    public void ALifetimeHoldsEveryInstantButTheLast()
    {
        Assert.Equal(new BudgetWindow(DateTimeOffset.MinValue, DateTimeOffset.MaxValue), At(BudgetPeriod.Lifetime, DateTimeOffset.MinValue));
    }

    [Fact]
    public void ASingleRequestHasNoWindow()
    {
        BudgetPolicy policy = Make.Policy(period: BudgetPeriod.PerRequest);
        Assert.Null(BudgetWindow.At(policy, Day("2026-08-19")));
        Assert.Null(BudgetWindow.Nearest(policy, Day("2026-08-19")));
    }

    [Fact]
    public void ACustomWindowWithALengthRepeatsUntilItsEnd()
    {
        BudgetPolicy policy = Make.Policy(period: BudgetPeriod.Custom) with { Starts = Day("2026-08-01"), Length = TimeSpan.FromDays(14) };
        Assert.Null(BudgetWindow.At(policy, Day("2026-08-01").AddTicks(-1)));
        Assert.Equal(new BudgetWindow(Day("2026-08-01"), Day("2026-08-15")), BudgetWindow.At(policy, Day("2026-08-01")));
        Assert.Equal(new BudgetWindow(Day("2026-08-01"), Day("2026-08-15")), BudgetWindow.At(policy, Day("2026-08-15").AddTicks(-1)));
        Assert.Equal(new BudgetWindow(Day("2026-08-15"), Day("2026-08-29")), BudgetWindow.At(policy, Day("2026-08-15")));
        Assert.Equal(DateTimeOffset.MaxValue, BudgetWindow.At(policy, DateTimeOffset.MaxValue.AddTicks(-1))!.Value.End);

        policy = policy with { Ends = Day("2026-08-20") };
        Assert.Equal(new BudgetWindow(Day("2026-08-15"), Day("2026-08-20")), BudgetWindow.At(policy, Day("2026-08-19")));
        Assert.Null(BudgetWindow.At(policy, Day("2026-08-20")));
        Assert.Equal(new BudgetWindow(Day("2026-08-15"), Day("2026-08-20")), BudgetWindow.Nearest(policy, Day("2027-01-01")));
        Assert.Equal(new BudgetWindow(Day("2026-08-01"), Day("2026-08-15")), BudgetWindow.Nearest(policy, Day("2020-01-01")));
    }

    [Fact]
    public void ASpendLeavesARollingWindowAfterItsLengthAndAtMostAStepLater()
    {
        var cases = from ticks in Gen.Choose(60, 34_560_000).Select(static s => (s * TimeSpan.TicksPerSecond) + (s % 7))
                    from instant in s_instants
                    select (length: TimeSpan.FromTicks(ticks), instant);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(cases.ToArbitrary(), static c =>
        {
            BudgetPolicy policy = Make.Policy(period: BudgetPeriod.Rolling) with { Length = c.length };
            BudgetWindow step = BudgetWindow.At(policy, c.instant)!.Value;
            Assert.True(step.Start <= c.instant && c.instant < step.Next);
            Assert.Equal(step, BudgetWindow.At(policy, step.Start));
            Assert.Equal(step, BudgetWindow.At(policy, step.Next.AddTicks(-1)));
            if (step.End == DateTimeOffset.MaxValue)
                return;

            Assert.Equal(step.Next, BudgetWindow.At(policy, step.Next)!.Value.Start);
            Assert.True((step.Next - step.Start) * 60 - c.length < TimeSpan.FromTicks(60));

            // The last spend of the step counts for the whole length after it, and the first one for no more than a step longer.
            Assert.Equal(c.length, step.End - step.Next);
            Assert.True(BudgetWindow.IsStepOf(policy, step.Start, step.End));
            Assert.False(BudgetWindow.IsStepOf(policy with { Length = c.length + TimeSpan.FromSeconds(1) }, step.Start, step.End));
        }));
    }

    [Fact]
    public void RollingStepsReachTheEndOfTheCalendar()
    {
        BudgetPolicy policy = Make.Policy(period: BudgetPeriod.Rolling) with { Length = TimeSpan.FromDays(400) };
        Assert.Equal(DateTimeOffset.MinValue, BudgetWindow.At(policy, DateTimeOffset.MinValue)!.Value.Start);
        BudgetWindow last = BudgetWindow.At(policy, DateTimeOffset.MaxValue)!.Value;
        Assert.Equal((DateTimeOffset.MaxValue, DateTimeOffset.MaxValue), (last.End, last.Next));
    }

    private static BudgetWindow At(BudgetPeriod period, DateTimeOffset instant) => BudgetWindow.At(Make.Policy(period: period), instant)!.Value;

    private static DateTimeOffset Day(string date) => new(DateTime.Parse(date, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static DateTimeOffset Instant(int year, int second, int tick)
    {
        var start = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        int seconds = (DateTime.IsLeapYear(year) ? 366 : 365) * 86_400;
        return start.AddSeconds(second % seconds).AddTicks(tick);
    }
}
