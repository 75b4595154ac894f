using System.Globalization;

namespace BudgetGen.Tests.Policies;

/// <summary>Windows between the midnights of a time zone: they tile time, whatever its clocks do.</summary>
public class ZoneWindowTests
{
    private static readonly DateTimeOffset s_from = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_to = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Half hours, quarters, midnights that are left out or come twice, a day that was skipped, summer time in winter.</summary>
    public static TheoryData<string> Zones =>
    [
        "UTC", "Europe/Berlin", "Europe/Dublin", "Europe/Moscow", "Australia/Lord_Howe", "Australia/Adelaide", "America/Sao_Paulo", "America/New_York",
        "America/St_Johns", "America/Havana", "America/Caracas", "America/Asuncion", "Asia/Beirut", "Asia/Gaza", "Asia/Tehran", "Asia/Kathmandu",
        "Africa/Cairo", "Africa/Casablanca", "Pacific/Apia", "Pacific/Chatham", "Pacific/Kwajalein", "Antarctica/Troll",
    ];

    [Theory]
    [MemberData(nameof(Zones))]
    public void Windows_of_a_zone_tile_130_years(string zone)
    {
        var random = new Random(zone.Length);
        foreach (BudgetPeriod period in new[] { BudgetPeriod.Daily, BudgetPeriod.Weekly, BudgetPeriod.Monthly, BudgetPeriod.Yearly })
        {
            List<BudgetWindow> walk = Walk(period, zone);
            for (int i = 0; i < 300; i++)
            {
                var instant = new DateTimeOffset(random.NextInt64(s_from.Ticks, s_to.Ticks), TimeSpan.Zero);
                int index = walk.BinarySearch(new BudgetWindow(instant, default), Comparer<BudgetWindow>.Create(static (w, sought) => w.Start.CompareTo(sought.Start)));
                Assert.Equal(walk[index < 0 ? ~index - 1 : index], At(period, zone, instant));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_day_begins_when_its_date_first_shows(string zone)
    {
        TimeZoneInfo clocks = TimeZoneInfo.FindSystemTimeZoneById(zone);
        DateOnly shown = DateOnly.MinValue;

        // The years in which these zones were at their oddest. In St. John's the new date showed for one minute, which a step hits.
        DateTimeOffset to = Utc("2012-02-01T00:00Z");
        for (DateTimeOffset instant = Utc("2010-10-01T00:00Z"); instant < to; instant = instant.AddMinutes(30))
        {
            DateOnly date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, clocks).DateTime);
            shown = date > shown ? date : shown;
            BudgetWindow day = At(BudgetPeriod.Daily, zone, instant);
            Assert.True(day.Contains(instant));
            Assert.Equal(shown, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(day.Start, clocks).DateTime));
            Assert.True(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(day.Start.AddTicks(-1), clocks).DateTime) < shown);
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", "2027-03-28T12:00Z", "2027-03-27T23:00Z", 23.0)]
    [InlineData("Europe/Berlin", "2026-10-25T12:00Z", "2026-10-24T22:00Z", 25.0)]
    [InlineData("Australia/Lord_Howe", "2026-10-04T00:00Z", "2026-10-03T13:30Z", 23.5)]
    [InlineData("Australia/Lord_Howe", "2027-04-04T00:00Z", "2027-04-03T13:00Z", 24.5)]
    [InlineData("America/Sao_Paulo", "2018-11-04T12:00Z", "2018-11-04T03:00Z", 23.0)] // 00:00 to 01:00 is left out
    [InlineData("America/Sao_Paulo", "2018-02-17T12:00Z", "2018-02-17T02:00Z", 25.0)] // 23:00 to 24:00 comes twice
    [InlineData("Asia/Beirut", "2026-03-29T12:00Z", "2026-03-28T22:00Z", 23.0)]
    [InlineData("America/St_Johns", "2010-11-07T12:00Z", "2010-11-07T02:30Z", 25.0)] // one minute after midnight clocks go back over it
    [InlineData("America/St_Johns", "2010-11-07T03:00Z", "2010-11-07T02:30Z", 25.0)] // clocks show the 6th again
    [InlineData("Pacific/Apia", "2011-12-30T09:59Z", "2011-12-29T10:00Z", 24.0)] // the 29th, and then
    [InlineData("Pacific/Apia", "2011-12-30T10:00Z", "2011-12-30T10:00Z", 24.0)] // the 31st
    [InlineData("Pacific/Kwajalein", "1993-08-21T13:00Z", "1993-08-21T12:00Z", 24.0)]
    public void A_local_day_is_as_long_as_it_is(string zone, string instant, string start, double hours)
    {
        BudgetWindow day = At(BudgetPeriod.Daily, zone, Utc(instant));
        Assert.Equal(Utc(start), day.Start);
        Assert.Equal(TimeSpan.FromHours(hours), day.End - day.Start);
        Assert.Equal(day.End, day.Next);
    }

    [Fact]
    public void Weeks_months_and_years_begin_at_local_midnights()
    {
        DateTimeOffset instant = Utc("2026-10-28T12:00Z");
        Assert.Equal(new BudgetWindow(Utc("2026-10-25T23:00Z"), Utc("2026-11-01T23:00Z")), At(BudgetPeriod.Weekly, "Europe/Berlin", instant));
        Assert.Equal(new BudgetWindow(Utc("2026-09-30T22:00Z"), Utc("2026-10-31T23:00Z")), At(BudgetPeriod.Monthly, "Europe/Berlin", instant));
        Assert.Equal(new BudgetWindow(Utc("2025-12-31T23:00Z"), Utc("2026-12-31T23:00Z")), At(BudgetPeriod.Yearly, "Europe/Berlin", instant));
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void The_calendar_begins_and_ends_without_trouble(string zone)
    {
        foreach (BudgetPeriod period in new[] { BudgetPeriod.Daily, BudgetPeriod.Weekly, BudgetPeriod.Monthly, BudgetPeriod.Yearly })
        {
            Assert.Equal(DateTimeOffset.MinValue, At(period, zone, DateTimeOffset.MinValue).Start);
            Assert.Equal(DateTimeOffset.MaxValue, At(period, zone, DateTimeOffset.MaxValue).End);
            for (int hours = 0; hours < 24 * 33; hours += 5)
            {
                DateTimeOffset early = DateTimeOffset.MinValue.AddHours(hours);
                DateTimeOffset late = DateTimeOffset.MaxValue.AddHours(-hours).AddTicks(-1);
                Assert.True(At(period, zone, early).Contains(early));
                Assert.True(At(period, zone, late).Contains(late));
            }
        }
    }

    private static List<BudgetWindow> Walk(BudgetPeriod period, string zone)
    {
        List<BudgetWindow> walk = [At(period, zone, s_from)];
        Assert.True(walk[0].Contains(s_from));
        while (walk[^1].End < s_to)
        {
            BudgetWindow next = At(period, zone, walk[^1].End);
            if (next.Start != walk[^1].End || next.End <= next.Start || At(period, zone, next.End.AddTicks(-1)) != next)
                Assert.Fail($"{period} {zone}: {walk[^1]} and then {next}");
            walk.Add(next);
        }

        return walk;
    }

    private static BudgetWindow At(BudgetPeriod period, string zone, DateTimeOffset instant) =>
        BudgetWindow.At(Make.Policy(period: period) with { TimeZone = zone }, instant)!.Value;

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
