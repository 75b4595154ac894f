using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BudgetGen.Tests.Hosting;

[Collection(nameof(Manager.DefaultManagerTests))]
public class HostingTests
{
    [Fact]
    public async Task TheHostOpensTheManagerAtItsStartAndDisposesItAtItsStop()
    {
        BudgetManager.ReplaceDefault(null);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddBudget(static o => o.AddPolicy("total", 10m));
        builder.Services.AddBudget(static o => o.AddPolicy("users", 1m, BudgetPeriod.Daily, BudgetScope.User));
        builder.Services.AddHostedService<Worker>();
        using IHost host = builder.Build();
        await host.StartAsync();
        BudgetManager manager = host.Services.GetRequiredService<BudgetManager>();
        Assert.Same(manager, BudgetManager.Default);
        Assert.Equal(["total", "users"], manager.GetPolicies().Select(static p => p.Id));
        await host.StopAsync();

        // The worker settled while it stopped; only then the manager went.
        Assert.Equal(7, Assert.Single(await manager.Reader.GetBalancesAsync()).Spent.Nanos);
        Assert.Throws<ObjectDisposedException>(() => manager.Reserve(Make.Request(1)));
        Assert.Null(BudgetManager.ReplaceDefault(null));
    }

    [Fact]
    public async Task PoliciesComeFromConfiguration()
    {
        await using ServiceProvider services = Services("""
            {
              "Budget": {
                "MaxBudget": "100.000000001",
                "PerRequestLimit": 0.5,
                "DefaultUserLimit": 3,
                "DefaultUserPeriod": "weekly",
                "MaxHoldTtl": "00:05:00",
                "UnknownModel": "Block",
                "Policies": [
                  { "Name": "day", "Period": "daily", "Limit": 10.50, "SoftLimitPercent": 70 },
                  { "Id": "o", "Name": "openai", "Scope": "Provider", "Key": "openai", "Limit": "20", "Action": "warn", "PerRequestLimit": 0.25 },
                  { "Name": "count", "Scope": "model", "Limit": "unlimited", "Period": "Lifetime" },
                  { "Name": "sale", "Period": "Custom", "Limit": 1, "Starts": "2026-08-01", "Ends": "2026-09-01T00:00:00+02:00" }
                ]
              }
            }
            """);
        BudgetManager manager = services.GetRequiredService<BudgetManager>();
        Assert.Equal(
            [
                new BudgetPolicy { Name = "day", Period = BudgetPeriod.Daily, Limit = Usd.FromDollars(10.5m), SoftLimitPercent = 70 },
                new BudgetPolicy
                {
                    Id = "o", Name = "openai", Scope = BudgetScope.Provider, Key = "openai", Limit = Usd.FromDollars(20),
                    Action = LimitAction.Warn, PerRequestLimit = Usd.FromDollars(0.25m),
                },
                new BudgetPolicy { Name = "count", Scope = BudgetScope.Model, Limit = null, Period = BudgetPeriod.Lifetime },
                new BudgetPolicy
                {
                    Name = "sale", Period = BudgetPeriod.Custom, Limit = Usd.FromDollars(1),
                    Starts = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero), Ends = new DateTimeOffset(2026, 8, 31, 22, 0, 0, TimeSpan.Zero),
                },
            ],
            manager.GetPolicies().Take(4).Select(static p => p with { Id = p.Id }),
            static (left, right) => left! with { Id = left.Id } == right! with { Id = right.Id });
        Assert.Equal(new Usd(100_000_000_001), manager.GetPolicy("max-budget")!.Limit);
        Assert.Equal((BudgetPeriod.Weekly, Usd.FromDollars(3)), (manager.GetPolicy("default-user")!.Period, manager.GetPolicy("default-user")!.Limit!.Value));
        Assert.True(manager.UnknownModel.Blocks);
        Assert.False(manager.CanSpend(0.51m));
    }

    [Theory]
    [InlineData("""{ "Budget": { "Policies": [ { "Name": "a", "Limit": "1,000" } ] } }""", "Budget:Policies:0:Limit is '1,000'. It must be an amount of USD")]
    [InlineData("""{ "Budget": { "Policies": [ { "Name": "a", "Limit": 1e999 } ] } }""", "Budget:Policies:0:Limit is '1e999'")]
    [InlineData("""{ "Budget": { "Policies": [ { "Name": "a", "Limit": "NaN" } ] } }""", "Budget:Policies:0:Limit is 'NaN'")]
    [InlineData("""{ "Budget": { "Policies": [ { "Name": "a", "Limit": 0.0000000001 } ] } }""", "at most nine decimals")]
    [InlineData("""{ "Budget": { "Policies": [ { "Name": "a", "Limit": -1 } ] } }""", "Budget:Policies:0:Limit is '-1'. It must be an amount of USD such as 10.50, from 0 to")]
    [InlineData("""{ "Budget": { "Policies": [ { "Name": "a" } ] } }""", "Budget:Policies:0:Limit is missing")]
    [InlineData("""{ "Budget": { "Policies": [ { "Limit": 1 } ] } }""", "Budget:Policies:0:Name is missing")]
    [InlineData("""{ "Budget": { "Policies": [ { "Name": "a", "Limit": 1, "Scope": "usr" } ] } }""", "Budget:Policies:0:Scope is 'usr'. It must be one of Global, User")]
    [InlineData("""{ "Budget": { "Policies": [ { "Name": "a", "Limit": 1, "Period": "1" } ] } }""", "Budget:Policies:0:Period is '1'")]
    [InlineData("""{ "Budget": { "Policies": [ { "Name": "a", "Limit": 1, "Amount": 3 } ] } }""", "Budget:Policies:0:Amount is not known")]
    [InlineData("""{ "Budget": { "Policies": [ { "Name": "a", "Limit": 1, "SoftLimitPercent": 8.5 } ] } }""", "Budget:Policies:0:SoftLimitPercent is '8.5'. It must be a whole number")]
    [InlineData("""{ "Budget": { "Polices": [ ] } }""", "Budget:Polices is not known. Known keys here are: Policies")]
    [InlineData("""{ "Budget": { "UnknownModel": "maybe" } }""", "Budget:UnknownModel is 'maybe'. It must be Block, DefaultPrice")]
    [InlineData("""{ "Budget": { "MaxHoldTtl": "soon" } }""", "Budget:MaxHoldTtl is 'soon'")]
    [InlineData("""{ "Budget": { "Enabled": "perhaps" } }""", "Budget:Enabled is 'perhaps'")]
    [InlineData("""{ "Budget": { "MaxBudget": -1 } }""", "Budget:MaxBudget is '-1'")]
    public async Task AWrongValueIsRefusedWithItsPathAndRemedy(string json, string complaint)
    {
        await using ServiceProvider services = Services(json);
        var refusal = Assert.Throws<OptionsValidationException>(services.GetRequiredService<BudgetManager>);
        Assert.Contains(refusal.Failures, f => f.Contains(complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task EveryWrongValueIsNamedAtOnce()
    {
        await using ServiceProvider services = Services("""{ "Budget": { "Enabled": 2, "Policies": [ { "Name": "a", "Limit": "x" }, { "Name": "b", "Limit": "y" } ] } }""");
        Assert.Equal(3, Assert.Throws<OptionsValidationException>(services.GetRequiredService<BudgetManager>).Failures.Count());
    }

    private static ServiceProvider Services(string json)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        IConfiguration configuration = new ConfigurationBuilder().AddJsonStream(stream).Build();
        return new ServiceCollection().AddBudget(configuration).BuildServiceProvider();
    }

    private sealed class Worker(BudgetManager manager) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken) => await manager.RecordSpendAsync(Make.Usage(7));
    }
}
