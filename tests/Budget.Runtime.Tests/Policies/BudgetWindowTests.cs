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

    private static BudgetWindow At(BudgetPeriod period, DateTimeOffset instant) => BudgetWindow.At(Make.Policy(period: period), instant)!.Value;

    private static DateTimeOffset Day(string date) => new(DateTime.Parse(date, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static DateTimeOffset Instant(int year, int second, int tick)
    {
        var start = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        int seconds = (DateTime.IsLeapYear(year) ? 366 : 365) * 86_400;
        return start.AddSeconds(second % seconds).AddTicks(tick);
    }
}
