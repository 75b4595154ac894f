using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BudgetGen.Tests.Hosting;

/// <summary>Prices that a host fetches while it runs, from a server on loopback, on a clock that the test moves.</summary>
[Collection(nameof(Manager.DefaultManagerTests))]
public sealed class PriceRefreshScheduleTests : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("refresh").FullName;
    private readonly FakeTime _time = new();
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly LogLines _log = new();
    private volatile string _body = "";
    private int _asked, _asking, _mostAtOnce;

    public PriceRefreshScheduleTests()
    {
        _server.Start();
        _ = ServeAsync();
    }

    private string File => Path.Combine(_folder, "fetched.json");

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Prices_are_fetched_again_and_again_and_the_users_own_stay_on_top()
    {
        using IHost host = await StartAsync(options => options.Prices = new PricingRegistry(PriceBook.Embedded, Own("claude-haiku-4-5", "9")));
        PricingRegistry prices = host.Services.GetRequiredService<BudgetManager>().Pricing;
        _body = Book("2.60").ToJson();
        await AttemptAsync();
        DateTimeOffset first = _time.GetUtcNow();
        Assert.Equal(2.60m, Input(prices, "gpt-4o"));
        Assert.Equal(9m, Input(prices, "claude-haiku-4-5"));
        Assert.Contains(_log.Of(44), static line => line.Contains("SHA-256", StringComparison.Ordinal));

        // The next book takes the place of the one before, and layers do not pile up.
        _body = Book("2.70").ToJson();
        await AttemptAsync();
        Assert.True(_time.GetUtcNow() - first >= s_interval, "It came before its time.");
        Assert.Equal((2.70m, 9m, 3), (Input(prices, "gpt-4o"), Input(prices, "claude-haiku-4-5"), prices.Layers.Count));
        await host.StopAsync();
        Assert.Equal((2, 1), (_asked, _mostAtOnce));
        Assert.Empty(_log.Of(45));
    }

    [Fact]
    public async Task The_prices_that_the_store_keeps_stay_on_top_of_what_is_fetched()
    {
        using IHost host = await StartAsync();
        BudgetManager manager = host.Services.GetRequiredService<BudgetManager>();
        await manager.SetPriceAsync(PriceBook.Embedded.Lines.First(static line => line.Model == "claude-haiku-4-5") with { Price = new BucketPrices { Input = UnitPrice.PerMillion(9) } });
        foreach (string fetched in (string[])["2.60", "2.70"])
        {
            _body = Book(fetched).ToJson();
            await AttemptAsync();
            Assert.Equal(decimal.Parse(fetched, System.Globalization.CultureInfo.InvariantCulture), Input(manager.Pricing, "gpt-4o"));
            Assert.Equal((9m, 3, "store"), (Input(manager.Pricing, "claude-haiku-4-5"), manager.Pricing.Layers.Count, manager.Pricing.Layers[^1].Name));
        }

        // What lies below is what was fetched last, without anything of the store.
        await manager.DeletePriceAsync("anthropic/claude-haiku-4-5");
        Assert.Equal((1m, 2.70m, 2), (Input(manager.Pricing, "claude-haiku-4-5"), Input(manager.Pricing, "gpt-4o"), manager.Pricing.Layers.Count));
        await host.StopAsync();
        Assert.Empty(_log.Of(45));
    }

    [Theory]
    [InlineData("this is no JSON", "not valid JSON")]
    [InlineData("jump", "more than 10 times")]
    [InlineData("", "500")]
    public async Task What_is_not_sound_is_said_and_the_next_attempt_comes(string fault, string problem)
    {
        using IHost host = await StartAsync();
        BudgetManager manager = host.Services.GetRequiredService<BudgetManager>();
        PricingRegistry prices = manager.Pricing;
        _body = fault == "jump" ? Book("2600").ToJson() : fault;
        await AttemptAsync();
        Assert.Equal(2.50m, Input(prices, "gpt-4o"));
        Assert.Contains(problem, Assert.Single(_log.Of(45)), StringComparison.Ordinal);
        await UntilAsync(() => manager.PriceRefreshStatus is { IsFailing: true });
        PriceRefreshStatus failed = manager.PriceRefreshStatus!;
        Assert.Contains(problem, failed.Problems[0], StringComparison.Ordinal);
        Assert.Equal((_time.GetUtcNow(), null, null), (failed.LastAttempt, failed.LastSuccess, failed.Book));
        Assert.InRange(failed.NextAttempt!.Value - _time.GetUtcNow(), s_interval, s_interval * 1.1);

        _body = Book("2.60").ToJson();
        await AttemptAsync();
        Assert.Equal(2.60m, Input(prices, "gpt-4o"));
        await UntilAsync(() => manager.PriceRefreshStatus is { IsFailing: false });
        Assert.Equal((_time.GetUtcNow(), _time.GetUtcNow()), (manager.PriceRefreshStatus!.LastAttempt, manager.PriceRefreshStatus.LastSuccess));
        Assert.Same(prices.Layers[1], manager.PriceRefreshStatus.Book);
        await host.StopAsync();
        Assert.Null(manager.PriceRefreshStatus.NextAttempt);
    }

    [Fact]
    public async Task A_host_begins_with_what_was_fetched_last_and_a_broken_file_is_no_reason_not_to_begin()
    {
        await System.IO.File.WriteAllTextAsync(File, Book("2.80").ToJson(), TestContext.Current.CancellationToken);
        using (IHost host = await StartAsync())
        {
            PricingRegistry prices = host.Services.GetRequiredService<BudgetManager>().Pricing;
            await UntilAsync(() => Input(prices, "gpt-4o") == 2.80m);
            await UntilAsync(() => host.Services.GetRequiredService<BudgetManager>().PriceRefreshStatus is not null);
            PriceRefreshStatus status = host.Services.GetRequiredService<BudgetManager>().PriceRefreshStatus!;
            Assert.Equal((null, System.IO.File.GetLastWriteTimeUtc(File), false), (status.LastAttempt, status.LastSuccess!.Value.UtcDateTime, status.IsFailing));
            await host.StopAsync();
        }

        await System.IO.File.WriteAllTextAsync(File, "broken", TestContext.Current.CancellationToken);
        using (IHost host = await StartAsync())
        {
            await UntilAsync(() => _log.Of(45).Length > 0);
            Assert.Equal(2.50m, Input(host.Services.GetRequiredService<BudgetManager>().Pricing, "gpt-4o"));
            Assert.Contains("fetched.json", Assert.Single(_log.Of(45)), StringComparison.Ordinal);
            await UntilAsync(() => host.Services.GetRequiredService<BudgetManager>().PriceRefreshStatus is { IsFailing: true, LastSuccess: null });
            await host.StopAsync();
        }

        Assert.Equal(2.50m, Input(PricingRegistry.Embedded, "gpt-4o"));
    }

    [Fact]
    public async Task Settings_are_enough_and_no_settings_fetch_nothing()
    {
        _body = Book("2.60").ToJson();
        using (IHost host = await StartAsync(configuration: ($"{Schedule().Source.Url}", File)))
        {
            PricingRegistry prices = host.Services.GetRequiredService<BudgetManager>().Pricing;
            await AttemptAsync();
            Assert.Equal(2.60m, Input(prices, "gpt-4o"));
            await host.StopAsync();
        }

        using (IHost host = await StartAsync(configuration: ("", "")))
        {
            for (int i = 0; i < 50; i++)
            {
                _time.Advance(s_interval);
                await Task.Delay(2, TestContext.Current.CancellationToken);
            }

            Assert.Equal(PricingRegistry.Embedded.Layers, host.Services.GetRequiredService<BudgetManager>().Pricing.Layers);
            await host.StopAsync();
        }

        Assert.Equal(1, _asked);
        Assert.Equal(2.50m, Input(PricingRegistry.Embedded, "gpt-4o"));
    }

    [Fact]
    public async Task Two_addresses_are_one_too_many()
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(options => options.PriceRefresh = Schedule()));
        Assert.Contains("one address only", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_in_an_address_are_not_logged()
    {
        Uri open = Schedule().Source.Url;
        using IHost host = await StartAsync(configuration: ($"http://user:secret@127.0.0.1:{open.Port}/book?key=secret", File));
        await AttemptAsync();
        string line = Assert.Single(_log.Of(45));
        Assert.Contains($"http://127.0.0.1:{open.Port}/book", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
        await host.StopAsync();
    }

    [Fact]
    public void A_schedule_that_cannot_be_meant_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddBudgetPriceRefresh(Schedule() with { Source = Schedule().Source with { Url = new Uri("ftp://prices.example/") } }));
        foreach (TimeSpan interval in (TimeSpan[])[TimeSpan.FromMinutes(59), TimeSpan.Zero, TimeSpan.FromDays(31), TimeSpan.MaxValue])
            Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceCollection().AddBudgetPriceRefresh(Schedule() with { Interval = interval }));
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddBudgetPriceRefresh(Schedule()).AddBudgetPriceRefresh(Schedule()));
    }

    private PriceRefreshSchedule Schedule() => new()
    {
        Source = new PriceRefreshOptions { Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_server.LocalEndpoint).Port}/"), File = File },
        Interval = s_interval,
    };

    /// <param name="configure">Sets the options.</param>
    /// <param name="configuration">The address and the file of the section <c>PriceRefresh</c>, or two empty texts for none; null: the schedule is set from code.</param>
    private async Task<IHost> StartAsync(Action<BudgetOptions>? configure = null, (string Url, string File)? configuration = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton<ILoggerFactory>(_log);
        if (configuration is not { } set)
        {
            builder.Services.AddBudget(options => configure?.Invoke(options));
            builder.Services.AddBudgetPriceRefresh(Schedule());
        }
        else
        {
            builder.Configuration["Budget:MaxBudget"] = "5";
            if (set.Url.Length > 0)
                (builder.Configuration["Budget:PriceRefresh:Url"], builder.Configuration["Budget:PriceRefresh:File"], builder.Configuration["Budget:PriceRefresh:Interval"]) = (set.Url, set.File, $"{s_interval:c}");
            builder.Services.AddBudget(builder.Configuration, configure);
        }

        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>Lets time pass, little by little because the service may not have begun to wait, until the outcome of the next attempt was said.</summary>
    private async Task AttemptAsync()
    {
        int asked = Volatile.Read(ref _asked), said = Said();
        await UntilAsync(() =>
        {
            if (Said() == said && Volatile.Read(ref _asked) == asked)
                _time.Advance(TimeSpan.FromMinutes(5));
            return Said() > said;
        });
        Assert.Equal((asked + 1, said + 1), (Volatile.Read(ref _asked), Said()));

        int Said() => _log.Of(44).Length + _log.Of(45).Length;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (int i = 0; i < 1_500 && !holds(); i++)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.True(holds());
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _server.AcceptTcpClientAsync();
                Interlocked.Increment(ref _asked);
                _mostAtOnce = Math.Max(_mostAtOnce, Interlocked.Increment(ref _asking));
                using NetworkStream stream = client.GetStream();
                byte[] request = new byte[4_096];
                _ = await stream.ReadAsync(request);
                byte[] body = Encoding.UTF8.GetBytes(_body);
                string head = $"HTTP/1.1 {(body.Length == 0 ? "500 Broken" : "200 OK")}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
                await stream.WriteAsync(body);
                Interlocked.Decrement(ref _asking);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static decimal Input(PricingRegistry prices, string model) => prices.GetModelPricing(model)!.Price.Input!.Value.Picos / 1_000_000m;

    /// <summary>The embedded book with another price for gpt-4o.</summary>
    private static PriceBook Book(string input) => new("fetched", "2", [.. PriceBook.Embedded.Lines.Select(line =>
        line.Id == "openai/gpt-4o" ? line with { Price = line.Price with { Input = UnitPrice.PerMillion(decimal.Parse(input, System.Globalization.CultureInfo.InvariantCulture)) } } : line)]);

    private static PriceBook Own(string model, string input) => new("own", "1", PriceBook.Embedded.Lines.First(line => line.Model == model) with
    {
        Price = new BucketPrices { Input = UnitPrice.PerMillion(decimal.Parse(input, System.Globalization.CultureInfo.InvariantCulture)), Output = UnitPrice.PerMillion(10) },
    });

    private sealed class LogLines : ILoggerFactory, ILogger
    {
        private readonly List<(int Id, string Text)> _lines = [];

        public string[] Of(int id)
        {
            lock (_lines)
                return [.. _lines.Where(line => line.Id == id).Select(static line => line.Text)];
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
                _lines.Add((eventId.Id, formatter(state, exception)));
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
