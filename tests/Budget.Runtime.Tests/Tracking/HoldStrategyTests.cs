using BudgetGen.CompilerServices;
using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen.Tests;

/// <summary>How much a metered call holds by each strategy, and what it tells afterwards.</summary>
public sealed class HoldStrategyTests
{
    private static readonly LlmCallSite s_site = new("Tests.Call", "HoldStrategyTests.cs:1", new CallAttribution(Model: "gpt-4o-mini"));
    private static readonly LlmSdk s_sdk = new("openai", static _ => null);

    [Fact]
    public async Task Learned_holds_let_many_more_calls_fit_at_once()
    {
        // The worst case is 16,384 tokens of output, 0.0098 USD; these calls need 0.00003. At 0.01 USD one fits, learned ones by the hundred.
        Assert.InRange(await MostAtOnceAsync(HoldStrategy.WorstCase), 1, 1);
        Assert.InRange(await MostAtOnceAsync(HoldStrategy.Learned), 100, 1_000);

        static async Task<int> MostAtOnceAsync(HoldStrategy strategy)
        {
            await using BudgetManager manager = Make.Manager(
                options => options.Holds.Strategy = strategy, new BudgetPolicy { Name = "total", Limit = Usd.FromDollars(0.0131m), Period = BudgetPeriod.Lifetime });
            using IDisposable scope = BudgetContext.Use(manager: manager);
            for (int i = 0; i < 100; i++)
                await Call(50);

            var gate = new TaskCompletionSource();
            var calls = new List<Task>();
            try
            {
                while (calls.Count < 1_000)
                {
                    Task call = LlmCall.RunAsync(
                        s_site, Request(), gate.Task, static async gate => { await gate; return ""; }, static _ => LlmOutcome.FromUsage(LlmUsage.Of(10, 50)));
                    if (call.IsFaulted)
                        await call;
                    calls.Add(call);
                }
            }
            catch (BudgetExceededException)
            {
                // As many as fit.
            }

            gate.SetResult();
            await Task.WhenAll(calls);
            Assert.Equal(default, manager.InFlight);
            return calls.Count;
        }
    }

    [Fact]
    public async Task A_learned_hold_is_never_above_the_worst_case_of_the_call()
    {
        var store = new FlakyStore();
        await using BudgetManager manager = Make.Manager(
            options =>
            {
                options.Store = _ => store;
                options.Holds.Strategy = HoldStrategy.Learned;
            },
            Total());
        using IDisposable scope = BudgetContext.Use(manager: manager);
        for (int i = 0; i < 100; i++)
            await Call(5_000);
        await LlmCall.RunAsync(s_site, Request() with { MaxOutputTokens = 10 }, 0, static _ => Task.FromResult(""), static _ => LlmOutcome.FromUsage(LlmUsage.Of(5, 5)));
        LedgerEntry[] holds = [.. store.Entries.Where(static entry => entry.Kind == LedgerEntryKind.Hold)];
        Assert.True(holds[^1].Hold < Usd.FromDollars(0.00001m), $"{holds[^1].Hold}");
        Assert.True(holds[^2].Hold < holds[0].Hold);
        Assert.All(holds, static hold => Assert.True(hold.Hold > Usd.Zero));
    }

    [Fact]
    public async Task Statistics_agree_with_the_ledger_to_the_nano()
    {
        await using BudgetManager manager = Make.Manager(options => options.Holds.Strategy = HoldStrategy.Learned, Total());
        using IDisposable scope = BudgetContext.Use(manager: manager);
        var random = new Random(11);
        for (int i = 0; i < 3_000; i++)
            await Call(random.Next(100) == 0 ? random.Next(100, 15_000) : random.Next(90, 110));

        HoldStatistics site = Assert.Single(manager.GetHoldStatistics());
        Assert.Equal((3_000, s_site.Endpoint, "gpt-4o-mini"), (site.Calls, site.CallSite, site.Model));
        Assert.True(site.Overruns > 0 && site.LargestOverrun > Usd.Zero, "no call was above its hold: nothing was shown");
        Assert.Equal(Assert.Single(manager.GetStatus()).Overrun, site.TotalOverrun);
        manager.AssertConserved();
    }

    [Fact]
    public async Task A_call_that_does_not_tell_its_usage_costs_its_worst_case_and_teaches_nothing()
    {
        await using BudgetManager manager = Make.Manager(options => options.Holds.Strategy = HoldStrategy.Learned, Total());
        using IDisposable scope = BudgetContext.Use(manager: manager);
        for (int i = 0; i < 100; i++)
            await Call(50);
        Usd? learned = Assert.Single(manager.GetHoldStatistics()).LearnedHold;
        await LlmCall.RunAsync(s_site, Request(), 0, static _ => Task.FromResult(""), static _ => LlmOutcome.Unknown);
        HoldStatistics site = Assert.Single(manager.GetHoldStatistics());
        Assert.Equal((1, 100, learned), (site.Overruns, site.RecentCalls, site.LearnedHold));
        Assert.True(site.LargestOverrun > Usd.FromDollars(0.009m));
    }

    [Fact]
    public async Task A_call_site_tells_managers_and_models_apart()
    {
        await using BudgetManager one = Make.Manager(Total()), two = Make.Manager(Total());
        foreach (BudgetManager manager in (BudgetManager[])[one, two, two])
        {
            using IDisposable scope = BudgetContext.Use(manager: manager);
            await Call(50);
            await LlmCall.RunAsync(s_site, Request() with { Model = "gpt-4o" }, 0, static _ => Task.FromResult(""), static _ => LlmOutcome.FromUsage(LlmUsage.Of(1, 1)));
        }

        Assert.Equal([("gpt-4o", 1L), ("gpt-4o-mini", 1L)], one.GetHoldStatistics().Select(static site => (site.Model, site.Calls)));
        Assert.Equal([("gpt-4o", 2L), ("gpt-4o-mini", 2L)], two.GetHoldStatistics().Select(static site => (site.Model, site.Calls)));
    }

    [Fact]
    public async Task A_site_whose_calls_often_cost_more_than_their_holds_is_in_the_log_once()
    {
        var log = new LogOfLines();
        await using BudgetManager manager = Make.Manager(options => options.LoggerFactory = log, Total());
        using IDisposable scope = BudgetContext.Use(manager: manager);
        for (int i = 0; i < 30; i++)
            await Call(20_000);
        string line = Assert.Single(log.Lines, static line => line.StartsWith("OverrunsFrequent", StringComparison.Ordinal));
        Assert.Contains("4 of 4 calls of Tests.Call", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strict_call_that_cannot_be_given_a_bound_is_made_counted_and_logged_once()
    {
        var log = new LogOfLines();
        await using BudgetManager manager = Make.Manager(
            options =>
            {
                options.LoggerFactory = log;
                options.Holds.Strict = true;
            },
            Total());
        using IDisposable scope = BudgetContext.Use(manager: manager);
        for (int i = 0; i < 5; i++)
            await Call(50);
        Assert.Equal((5, 5), (Assert.Single(manager.GetHoldStatistics()).Calls, Assert.Single(manager.GetHoldStatistics()).Unbounded));
        Assert.Single(log.Lines, static line => line.StartsWith("NotStrict", StringComparison.Ordinal));

        await LlmCall.RunAsync(s_site, Request() with { MaxOutputTokens = 5 }, 0, static _ => Task.FromResult(""), static _ => LlmOutcome.FromUsage(LlmUsage.Of(1, 1)));
        var embedding = new LlmCallSite("Tests.Embed", "x.cs:1", new CallAttribution(Model: "text-embedding-3-small"));
        await LlmCall.RunAsync(embedding, LlmRequest.FromText("a text"), 0, static _ => Task.FromResult(""), static _ => LlmOutcome.FromUsage(LlmUsage.Of(1, 0)));
        Assert.Equal(5, manager.GetHoldStatistics().Sum(static site => site.Unbounded));
    }

    [Theory]
    [InlineData("gpt-4o-mini", 16_384)]
    [InlineData("a-model-that-nobody-knows", 16_384)]
    [InlineData("gpt-4", 4_096)]
    public async Task A_strict_call_is_sent_with_the_bound_of_its_hold(string model, long bound)
    {
        var store = new FlakyStore();
        await using BudgetManager manager = Make.Manager(
            options =>
            {
                options.Store = _ => store;
                options.Holds.Strict = true;
            },
            Total());
        using IDisposable scope = BudgetContext.Use(manager: manager);
        LlmRequest request = Request() with { Model = model, CanChange = LlmRequestParts.MaxOutputTokens };
        long? sent = await LlmCall.RunAsync(
            s_site, request, (long?)null, static bound => Task.FromResult(bound), static _ => LlmOutcome.FromUsage(LlmUsage.Of(1, 1)), static (_, change) => change.MaxOutputTokens);
        Assert.Equal(bound, sent);

        // The same call with that bound from the start holds the same.
        await LlmCall.RunAsync(s_site, request with { MaxOutputTokens = bound }, 0, static _ => Task.FromResult(0), static _ => LlmOutcome.FromUsage(LlmUsage.Of(1, 1)));
        Usd[] holds = [.. store.Entries.Where(static entry => entry.Kind == LedgerEntryKind.Hold).Select(static entry => entry.Hold)];
        Assert.Equal(holds[0], holds[1]);
    }

    [Fact]
    public async Task A_call_that_need_not_change_allocates_no_more_for_being_changeable()
    {
        await using BudgetManager manager = Make.Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        LlmRequest fixedRequest = Request() with { MaxOutputTokens = 10 };
        LlmRequest changeable = fixedRequest with { CanChange = LlmRequestParts.Model | LlmRequestParts.MaxOutputTokens };
        long plain = long.MaxValue, ready = long.MaxValue;

        // The least of many rounds: in some, a list of the store grows.
        for (int round = 0; round < 20; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
                LlmCall.Run(s_site, fixedRequest, 0, static _ => "", static _ => LlmOutcome.FromUsage(LlmUsage.Of(1, 1)));
            plain = Math.Min(plain, GC.GetAllocatedBytesForCurrentThread() - before);
            before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
                LlmCall.Run(s_site, changeable, 0, static _ => "", static _ => LlmOutcome.FromUsage(LlmUsage.Of(1, 1)), static (state, _) => state);
            ready = Math.Min(ready, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(plain, ready);
    }

    private static Task<string> Call(long output) =>
        LlmCall.RunAsync(s_site, Request(), output, static _ => Task.FromResult(""), _ => LlmOutcome.FromUsage(LlmUsage.Of(10, output)));

    private static LlmRequest Request()
    {
        var prompt = new PromptSize();
        prompt.AddMessage();
        prompt.AddText("a prompt");
        return new LlmRequest { Sdk = s_sdk, Prompt = prompt };
    }

    private static BudgetPolicy Total() => new() { Name = "total", Limit = Usd.FromDollars(100), Period = BudgetPeriod.Lifetime };

    private sealed class LogOfLines : ILoggerFactory, ILogger
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                    return [.. _lines];
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
                _lines.Add($"{eventId.Name}: {formatter(state, exception)}");
        }

        public void Dispose()
        {
        }
    }
}
