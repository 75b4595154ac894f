using BudgetGen.Storage;
using BudgetGen.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace BudgetGen.Tests.Hosting;

/// <summary>What a host's own health service says of budgets.</summary>
[Collection(nameof(Manager.DefaultManagerTests))]
public sealed class BudgetHealthCheckTests
{
    private readonly FakeTime _time = new();
    private readonly DownStore _store = new(new InMemoryBudgetStore());

    [Theory]
    [InlineData(Trouble.Down)]
    [InlineData(Trouble.Error)]
    public async Task A_store_that_is_down_is_a_failure_until_it_has_caught_up(Trouble trouble)
    {
        using IHost host = await StartAsync();
        Assert.Equal((HealthStatus.Healthy, "Budgets work."), await AskAsync(host));
        _store.Break(trouble);
        (HealthStatus status, string description) = await AskAsync(host);
        Assert.Equal(HealthStatus.Unhealthy, status);
        Assert.Contains("The store cannot be read: down", description, StringComparison.Ordinal);
        _store.Repair();
        Assert.Equal(HealthStatus.Healthy, (await AskAsync(host)).Status);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Entries_that_wait_are_a_failure_of_the_weight_that_the_registration_gives_it()
    {
        using IHost host = await StartAsync(HealthStatus.Degraded);
        BudgetManager manager = host.Services.GetRequiredService<BudgetManager>();
        Reservation call = await manager.ReserveAsync(Make.Request(100), TestContext.Current.CancellationToken);
        _store.Break(Trouble.Error);
        await manager.VoidAsync(call, "not sent");
        Assert.Equal(1, manager.PendingEntries);
        (HealthStatus status, string description) = await AskAsync(host);
        Assert.Equal(HealthStatus.Degraded, status);
        Assert.StartsWith("The store does not take entries; waiting in memory: 1.", description, StringComparison.Ordinal);

        _store.Repair();
        Assert.True(await manager.RetryPendingAsync());
        Assert.Equal(HealthStatus.Healthy, (await AskAsync(host)).Status);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_clock_that_jumped_degrades_until_it_is_confirmed()
    {
        using IHost host = await StartAsync();
        BudgetManager manager = host.Services.GetRequiredService<BudgetManager>();
        _time.SetUtcNow(_time.GetUtcNow().AddHours(3));
        _time.Advance(TimeSpan.FromSeconds(2));
        await manager.ReserveAsync(Make.Request(100), TestContext.Current.CancellationToken);
        Assert.Equal((HealthStatus.Degraded, true), ((await AskAsync(host)).Status, manager.IsClockSuspect));
        manager.ConfirmClock();
        Assert.Equal(HealthStatus.Healthy, (await AskAsync(host)).Status);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Prices_that_were_not_refreshed_degrade_and_say_why_and_how_old_they_are()
    {
        using IHost host = await StartAsync();
        BudgetManager manager = host.Services.GetRequiredService<BudgetManager>();
        Assert.Null(manager.PriceRefreshStatus);
        manager.PriceRefreshStatus = new PriceRefreshStatus { LastAttempt = _time.GetUtcNow(), LastSuccess = _time.GetUtcNow().AddDays(-2), Problems = ["it is larger than 5 bytes"] };
        HealthReportEntry entry = Assert.Single((await ReportAsync(host)).Entries).Value;
        Assert.Equal((HealthStatus.Degraded, "Prices are not refreshed: it is larger than 5 bytes"), (entry.Status, entry.Description));
        Assert.Equal((TimeSpan.FromDays(2), _time.GetUtcNow(), 0), (entry.Data["prices_age"], entry.Data["prices_last_attempt"], entry.Data["pending_entries"]));

        manager.PriceRefreshStatus = new PriceRefreshStatus { LastAttempt = _time.GetUtcNow(), LastSuccess = _time.GetUtcNow() };
        Assert.Equal(HealthStatus.Healthy, (await AskAsync(host)).Status);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Budgets_that_are_switched_off_are_healthy_and_say_so()
    {
        using IHost host = await StartAsync(enabled: false);
        _store.Break(Trouble.Down);
        Assert.Equal((HealthStatus.Healthy, "Budgets are switched off."), await AskAsync(host));
        _store.Repair();
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private async Task<IHost> StartAsync(HealthStatus? failure = null, bool enabled = true)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddBudget(options =>
        {
            options.Enabled = enabled;
            options.Store = _ => _store;
            options.AddPolicy("all", 1);
        });
        builder.Services.AddLogging().AddHealthChecks().AddCheck<BudgetHealthCheck>("budget", failure);
        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static Task<HealthReport> ReportAsync(IHost host) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

    private static async Task<(HealthStatus Status, string Description)> AskAsync(IHost host)
    {
        HealthReportEntry entry = Assert.Single((await ReportAsync(host)).Entries).Value;
        return (entry.Status, entry.Description!);
    }
}
