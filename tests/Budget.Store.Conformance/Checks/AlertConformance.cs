using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>Alerts are kept once, and remember whether somebody has seen them.</summary>
public abstract class AlertConformance(IStoreFixture fixture) : StoreConformance(fixture)
{
    private static readonly AccountKey s_ending = Of("u");

    [Fact]
    public async Task An_alert_comes_back_with_every_field_newest_first()
    {
        AlertRecord[] alerts =
        [
            .. from kind in Enum.GetValues<AlertKind>()
               from level in Enum.GetValues<AlertLevel>()
               select new AlertRecord($"{kind}/{level}", kind, level, kind == AlertKind.PolicyViolation ? null : s_ending, Now.AddSeconds((int)kind), $"\0{level} 北京 \uD83E"),
            new("", AlertKind.LimitExceeded, AlertLevel.Critical, new AccountKey("", "", DateTimeOffset.MinValue, DateTimeOffset.MaxValue), Now.AddDays(1), "", Delivered: true),
        ];
        foreach (AlertRecord alert in alerts)
            await Writer.AppendAlertAsync(alert);
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal(alerts.Reverse().OrderByDescending(static a => a.At), await Reader.GetAlertsAsync());
            Assert.Equal(alerts.Reverse().Where(static a => !a.Delivered).OrderByDescending(static a => a.At), await Reader.GetAlertsAsync(undeliveredOnly: true));
        });
        Assert.Equal(alerts.ToHashSet(), [.. State.Alerts]);
    }

    [Fact]
    public async Task One_with_the_same_id_changes_nothing()
    {
        AlertRecord alert = Alert("a");
        await Writer.AppendAlertAsync(alert);
        await Writer.AppendAlertAsync(alert with { Message = "other", At = Now.AddDays(1) });
        await Writer.AppendAlertAsync(Alert("A"));
        await Writer.MarkAlertDeliveredAsync("a");
        await Writer.AppendAlertAsync(alert);
        await ReopenAsync();
        await Writer.AppendAlertAsync(alert with { Delivered = false });
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal(new[] { alert with { Delivered = true }, Alert("A") }.ToHashSet(), [.. await Reader.GetAlertsAsync()]);
            Assert.Equal(2, (await Reader.GetAlertsAsync()).Count);
        });
    }

    [Fact]
    public async Task The_mark_of_delivery_survives_a_reopening()
    {
        await Writer.AppendAlertAsync(Alert("seen"));
        await Writer.AppendAlertAsync(Alert("unseen"));
        await Writer.MarkAlertDeliveredAsync("seen");
        await Writer.MarkAlertDeliveredAsync("seen");
        await NowAndReopenedAsync(async () => Assert.Equal(Alert("unseen"), Assert.Single(await Reader.GetAlertsAsync(undeliveredOnly: true))));
        Assert.Equal([("seen", true), ("unseen", false)], State.Alerts.Select(static a => (a.Id, a.Delivered)).Order());
    }

    [Fact]
    public async Task A_mark_on_what_is_not_there_is_nobodys_concern()
    {
        await Writer.MarkAlertDeliveredAsync("nothing");
        await Writer.AppendAlertAsync(Alert("nothing"));
        Assert.False(Assert.Single(await Reader.GetAlertsAsync()).Delivered);
    }

    [Fact]
    public async Task An_opening_has_those_of_windows_that_go_on_and_all_that_nobody_has_seen()
    {
        await Writer.AppendAlertAsync(Alert("ended and seen") with { Delivered = true });
        await Writer.AppendAlertAsync(Alert("ended and unseen"));
        await Writer.AppendAlertAsync(Alert("going on and seen") with { Account = Global, Delivered = true });
        await Writer.AppendAlertAsync(Alert("of no account and seen") with { Account = null, Delivered = true });
        await Writer.AppendAlertAsync(Alert("of no account and unseen") with { Account = null });
        await ReopenAsync(s_ending.WindowEnd.AddTicks(-1));
        Assert.Equal(["ended and seen", "ended and unseen", "going on and seen", "of no account and unseen"], State.Alerts.Select(static a => a.Id).Order(StringComparer.Ordinal));
        await KillAndReopenAsync(s_ending.WindowEnd);
        Assert.Equal(["ended and unseen", "going on and seen", "of no account and unseen"], State.Alerts.Select(static a => a.Id).Order(StringComparer.Ordinal));
        Assert.Equal(5, (await Reader.GetAlertsAsync()).Count);
    }

    [Fact]
    public async Task An_alert_makes_no_account()
    {
        await Writer.AppendAlertAsync(Alert("a"));
        await ReopenAsync();
        Assert.Empty(State.Balances);
        Assert.Empty(await Reader.GetBalancesAsync());
    }

    [Fact]
    public async Task Thirty_two_threads_with_the_same_alerts_keep_each_once()
    {
        await Crowd.RunAsync(32, async _ =>
        {
            for (int i = 0; i < 10; i++)
            {
                await Writer.AppendAlertAsync(Alert($"{i}"));
                await Writer.MarkAlertDeliveredAsync($"{i}");
            }
        });
        Assert.Equal(10, (await Reader.GetAlertsAsync()).Count);
        Assert.Empty(await Reader.GetAlertsAsync(undeliveredOnly: true));
    }

    [Fact]
    public async Task Malformed_alerts_are_refused()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendAlertAsync(null!));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendAlertAsync(Alert(null!)));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendAlertAsync(Alert("a") with { Message = null! }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendAlertAsync(Alert("a") with { Account = Global with { ScopeKey = null! } }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.MarkAlertDeliveredAsync(null!));
        Assert.Empty(await Reader.GetAlertsAsync());
    }

    private static AlertRecord Alert(string id) => new(id, AlertKind.ThresholdWarning, AlertLevel.Warning, s_ending, Now, "80 % are spent");
}
