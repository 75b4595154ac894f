using BudgetGen.CompilerServices;
using BudgetGen.Storage;

namespace BudgetGen.Tests;

/// <summary>The entry points of generated code, called as generated code calls them.</summary>
public sealed class MeteredCallTests
{
    private static readonly LlmCallSite s_site = new("Tests.Call", "MeteredCallTests.cs:1", new CallAttribution(Model: "gpt-4o-mini"));
    private static readonly LlmRequest s_request = new() { Sdk = LlmSdk.None, MaxOutputTokens = 1_000, Prompt = PromptOf("a prompt") };

    [Fact]
    public async Task A_completed_call_hands_the_original_task_back()
    {
        await using var ledger = new Ledger();
        Task<string> original = Task.FromResult("answer");
        Task<string> tracked = LlmCall.RunAsync(s_site, s_request, original, static task => task, LlmOutcome.FromText);
        Assert.Same(original, tracked);
        Assert.Single(await ledger.RecordsAsync());
    }

    [Fact]
    public async Task A_rejection_comes_through_the_task_and_nothing_is_called()
    {
        await using var ledger = new Ledger(limit: Usd.Zero);
        bool called = false;
        Task<string> task = LlmCall.RunAsync(s_site, s_request, 0, _ => { called = true; return Task.FromResult(""); }, LlmOutcome.FromText);
        await Assert.ThrowsAsync<BudgetExceededException>(() => task);
        Assert.False(called);
    }

    [Fact]
    public async Task A_synchronous_exception_stays_synchronous()
    {
        await using var ledger = new Ledger();
        Assert.Throws<ArgumentException>(() => { _ = LlmCall.RunAsync<int, string>(s_site, s_request, 0, static _ => throw new ArgumentException("mine"), LlmOutcome.FromText); });
        Assert.True(Assert.Single(await ledger.OpenAsync()).Suspended);
    }

    [Fact]
    public async Task A_cancelled_task_stays_cancelled()
    {
        await using var ledger = new Ledger();
        Task<string> task = LlmCall.RunAsync(s_site, s_request, 0, static _ => Task.FromCanceled<string>(new CancellationToken(true)), LlmOutcome.FromText);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.True(task.IsCanceled);
    }

    [Fact]
    public async Task Under_a_synchronisation_context_the_call_starts_on_the_callers_thread_and_waiting_does_not_dead_lock()
    {
        await using var ledger = new Ledger(slow: true);
        int caller = 0, callee = 0;
        string? answer = null;
        var thread = new Thread(() =>
        {
            // A context that nobody pumps: whatever is posted to it never runs.
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContextThatNobodyPumps());
            using IDisposable scope = BudgetContext.Use(manager: ledger.Manager);
            caller = Environment.CurrentManagedThreadId;
            answer = LlmCall.RunAsync(
                s_site,
                s_request,
                0,
                async _ =>
                {
                    callee = Environment.CurrentManagedThreadId;
                    await Task.Delay(1).ConfigureAwait(false);
                    return "answer";
                },
                LlmOutcome.FromText).GetAwaiter().GetResult();
        });
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)), "dead-locked");
        Assert.Equal("answer", answer);
        Assert.Equal(caller, callee);
    }

    [Fact]
    public async Task With_a_durable_store_the_call_begins_after_its_hold_and_returns_after_its_settlement()
    {
        await using var ledger = new Ledger(slow: true);
        int entriesAtCall = -1;
        await LlmCall.RunAsync(
            s_site,
            s_request,
            0,
            _ =>
            {
                entriesAtCall = ledger.Store.Durable;
                return Task.FromResult("answer");
            },
            LlmOutcome.FromText);
        Assert.Equal(1, entriesAtCall);
        Assert.Equal(2, ledger.Store.Durable);
    }

    [Fact]
    public async Task A_reader_that_throws_does_not_take_the_result_away()
    {
        await using var ledger = new Ledger();
        Assert.Equal("answer", await LlmCall.RunAsync(s_site, s_request, 0, static _ => Task.FromResult("answer"), static _ => throw new FormatException()));
        UsageRecord record = Assert.Single(await ledger.RecordsAsync());
        Assert.True(record.Estimated);
        Assert.True(record.Cost > Usd.Zero);
    }

    [Fact]
    public async Task A_negative_usage_is_charged_at_the_worst_case()
    {
        await using var ledger = new Ledger();
        await LlmCall.RunAsync(s_site, s_request, 0, static _ => Task.FromResult(""), static _ => LlmOutcome.FromUsage(LlmUsage.Of(-1, 5)));
        Assert.True(Assert.Single(await ledger.RecordsAsync()).Cost > Usd.Zero);
    }

    [Fact]
    public async Task Inner_calls_report_to_the_outer_one_and_the_larger_figure_counts()
    {
        await using var ledger = new Ledger();
        await LlmCall.RunAsync(
            s_site,
            s_request,
            0,
            static async _ =>
            {
                await Inner(100, 50);
                await Inner(200, 70);
                return "short";
            },
            LlmOutcome.FromText);
        UsageRecord record = Assert.Single(await ledger.RecordsAsync());
        Assert.Equal((300, 120), (record.InputTokens, record.OutputTokens));

        static Task<string> Inner(long input, long output) =>
            LlmCall.RunAsync(s_site, s_request, 0, static _ => Task.FromResult("inner"), _ => LlmOutcome.FromUsage(LlmUsage.Of(input, output)));
    }

    [Fact]
    public async Task A_failed_outer_call_still_books_what_its_inner_calls_cost()
    {
        await using var ledger = new Ledger();
        await Assert.ThrowsAsync<FormatException>(() => LlmCall.RunAsync<int, string>(
            s_site,
            s_request,
            0,
            static async _ =>
            {
                await LlmCall.RunAsync(s_site, s_request, 0, static _ => Task.FromResult("inner"), static _ => LlmOutcome.FromUsage(LlmUsage.Of(100, 50)));
                throw new FormatException();
            },
            LlmOutcome.FromText));
        Assert.Equal(Usd.FromDollars(0.000045m), Assert.Single(await ledger.RecordsAsync()).Cost);
        Assert.Empty(await ledger.OpenAsync());
    }

    [Fact]
    public async Task Inline_calls_end_once()
    {
        await using var ledger = new Ledger();
        LlmCallInProgress call = LlmCall.Begin(s_site, s_request);
        call.Complete(LlmOutcome.FromUsage(LlmUsage.Of(10, 10)));
        call.Fail(new FormatException());
        Assert.Single(await ledger.RecordsAsync());
        Assert.Empty(await ledger.OpenAsync());
    }

    [Fact]
    public async Task A_switched_off_manager_tracks_nothing_and_calls_all_the_same()
    {
        await using var manager = new BudgetManager(new BudgetOptions { Enabled = false });
        using IDisposable scope = BudgetContext.Use(manager: manager);
        Assert.Equal("answer", await LlmCall.RunAsync(s_site, s_request, 0, static _ => Task.FromResult("answer"), LlmOutcome.FromText));
        Assert.Empty(await manager.Reader.GetUsageAsync(new UsageQuery()));
    }

    [Fact]
    public async Task An_unknown_model_is_priced_at_the_default_or_refused()
    {
        var unknown = new LlmCallSite("Tests.Call", "x.cs:1", new CallAttribution(Model: "a-model-that-nobody-knows"));
        await using (var ledger = new Ledger())
        {
            await LlmCall.RunAsync(unknown, s_request, 0, static _ => Task.FromResult(""), static _ => LlmOutcome.FromUsage(LlmUsage.Of(1_000, 1_000)));
            UsageRecord record = Assert.Single(await ledger.RecordsAsync());
            Assert.Equal((Usd.FromDollars(0.04m), "default", true), (record.Cost, record.PriceLine, record.Estimated));
        }

        await using var strict = new BudgetManager(new BudgetOptions { UnknownModel = UnknownModelRule.Block });
        using IDisposable scope = BudgetContext.Use(manager: strict);
        BudgetExceededException error = await Assert.ThrowsAsync<BudgetExceededException>(
            () => LlmCall.RunAsync(unknown, s_request, 0, static _ => Task.FromResult(""), LlmOutcome.FromText));
        Assert.Equal(RejectionReason.UnknownModel, error.Reason);
        Assert.Contains("a-model-that-nobody-knows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_annotated_method_without_a_model_holds_nothing_and_leaves_metering_to_the_calls_inside()
    {
        await using var ledger = new Ledger(limit: Usd.FromDollars(0.001m));
        var bare = new LlmCallSite("Tests.PassThrough", "x.cs:1", new CallAttribution(User: "alice"));
        using (LlmCall.OpenScope(bare))
        {
            await LlmCall.RunAsync(
                bare,
                LlmRequest.FromText("a prompt"),
                0,
                static _ => LlmCall.RunAsync(s_site, s_request, 0, static _ => Task.FromResult("inner"), static _ => LlmOutcome.FromUsage(LlmUsage.Of(100, 50))),
                LlmOutcome.FromText);
        }

        UsageRecord record = Assert.Single(await ledger.RecordsAsync());
        Assert.Equal(("alice", "gpt-4o-mini", 100L), (record.User, record.Model, record.InputTokens));
    }

    [Fact]
    public async Task A_result_that_tells_its_usage_is_booked_even_if_no_model_was_named()
    {
        await using var ledger = new Ledger();
        var bare = new LlmCallSite("Tests.Call", "x.cs:1", new CallAttribution(User: "alice"));
        await LlmCall.RunAsync(
            bare, LlmRequest.FromText("a prompt"), 0, static _ => Task.FromResult(""), static _ => new LlmOutcome { Usage = LlmUsage.Of(1_000, 500), Model = "gpt-4o-mini" });
        UsageRecord record = Assert.Single(await ledger.RecordsAsync());
        Assert.Equal(("alice", "gpt-4o-mini", Usd.FromDollars(0.00045m)), (record.User, record.Model, record.Cost));
    }

    [Fact]
    public async Task But_not_again_if_a_call_inside_was_metered()
    {
        await using var ledger = new Ledger();
        var bare = new LlmCallSite("Tests.Call", "x.cs:1");
        await LlmCall.RunAsync(
            bare,
            LlmRequest.FromText("a prompt"),
            0,
            static _ => LlmCall.RunAsync(s_site, s_request, 0, static _ => Task.FromResult("inner"), static _ => LlmOutcome.FromUsage(LlmUsage.Of(100, 50))),
            static _ => LlmOutcome.FromUsage(LlmUsage.Of(100, 50)));
        Assert.Equal(100, Assert.Single(await ledger.RecordsAsync()).InputTokens);
    }

    [Fact]
    public async Task A_method_without_a_model_between_two_metered_calls_hides_neither_from_the_other()
    {
        await using var ledger = new Ledger();
        await LlmCall.RunAsync(
            s_site,
            s_request,
            0,
            static _ => LlmCall.RunAsync(
                new LlmCallSite("Tests.Between", "x.cs:1"),
                new LlmRequest { Sdk = LlmSdk.None },
                0,
                static _ => LlmCall.RunAsync(s_site, s_request, 0, static _ => Task.FromResult("inner"), static _ => LlmOutcome.FromUsage(LlmUsage.Of(100, 50))),
                static _ => LlmOutcome.Unknown),
            static _ => LlmOutcome.Unknown);
        Assert.Equal(100, Assert.Single(await ledger.RecordsAsync()).InputTokens);
    }

    [Fact]
    public async Task A_side_of_the_usage_that_the_provider_does_not_tell_is_estimated()
    {
        await using var ledger = new Ledger();
        await LlmCall.RunAsync(s_site, s_request, 0, static _ => Task.FromResult(""), static _ => LlmOutcome.FromUsage(new LlmUsage { Output = 10 }));
        UsageRecord record = Assert.Single(await ledger.RecordsAsync());
        Assert.True(record.Estimated);
        Assert.True(record.InputTokens > 0);
    }

    [Fact]
    public async Task Of_several_failures_each_must_have_cost_nothing()
    {
        await using var ledger = new Ledger();
        var refused = new HttpRequestException(HttpRequestError.ConnectionError);
        await Assert.ThrowsAnyAsync<Exception>(() => LlmCall.RunAsync(
            s_site,
            s_request,
            refused,
            static async refused => string.Concat(await Task.WhenAll(Task.FromException<string>(refused), Task.FromException<string>(new TimeoutException()))),
            LlmOutcome.FromText));
        await Assert.ThrowsAnyAsync<Exception>(() => LlmCall.RunAsync(
            s_site,
            s_request,
            refused,
            static refused => Task.WhenAll(Task.FromException<string>(refused), Task.FromException<string>(new TimeoutException())),
            static _ => LlmOutcome.Unknown));
        Assert.Single(await ledger.OpenAsync());
    }

    [Fact]
    public async Task Nor_does_an_exception_around_them_hide_any()
    {
        await using var ledger = new Ledger();
        foreach (Exception first in (Exception[])[new HttpRequestException(HttpRequestError.ConnectionError), new HttpRequestException("", null, System.Net.HttpStatusCode.TooManyRequests)])
        {
            var wrapped = new InvalidOperationException("the user's own", new AggregateException(first, new TimeoutException()));
            await Assert.ThrowsAsync<InvalidOperationException>(
                () => LlmCall.RunAsync(s_site, s_request, wrapped, static wrapped => Task.FromException<string>(wrapped), LlmOutcome.FromText));
        }

        Assert.Equal(2, (await ledger.OpenAsync()).Count);
    }

    [Fact]
    public async Task A_synchronous_stream_that_is_left_cleans_up_inside_its_scope()
    {
        await using var ledger = new Ledger();
        LlmCallScope? seen = null;
        IEnumerable<string> Words()
        {
            try
            {
                yield return "one";
                yield return "two";
            }
            finally
            {
                seen = LlmCallScope.Current;
            }
        }

        Assert.Equal("one", LlmCall.Stream(s_site, s_request, 0, _ => Words(), static (reading, text) => reading.AddText(text)).First());
        Assert.Equal("gpt-4o-mini", seen?.Attribution.Model);
    }

    [Fact]
    public async Task A_negative_count_that_code_reports_is_refused_and_books_nothing()
    {
        await using var ledger = new Ledger();
        Assert.Throws<ArgumentOutOfRangeException>(static () => LlmCallScope.Report(new LlmUsage { CacheRead = -1 }, "gpt-4o-mini"));
        Assert.Empty(await ledger.RecordsAsync());
    }

    [Fact]
    public async Task A_cap_counts_for_an_inner_call_too()
    {
        await using var ledger = new Ledger();
        var capped = new LlmCallSite("Tests.Capped", "x.cs:1", new CallAttribution(Model: "gpt-4o-mini"), maxCost: Usd.FromNanos(1));
        await LlmCall.RunAsync(
            s_site,
            s_request,
            capped,
            static async capped =>
            {
                await Assert.ThrowsAsync<BudgetExceededException>(() => LlmCall.RunAsync(capped, s_request, 0, static _ => Task.FromResult(""), LlmOutcome.FromText));
                return "";
            },
            LlmOutcome.FromText);
    }

    [Fact]
    public async Task A_manager_that_is_gone_does_not_take_the_call_with_it()
    {
        var manager = new BudgetManager(new BudgetOptions());
        using IDisposable scope = BudgetContext.Use(manager: manager);
        await manager.DisposeAsync();
        Assert.Equal("answer", await LlmCall.RunAsync(s_site, s_request, 0, static _ => Task.FromResult("answer"), LlmOutcome.FromText));
    }

    [Fact]
    public async Task Usage_that_is_reported_outside_a_metered_call_is_booked_right_away()
    {
        await using var ledger = new Ledger();
        using (BudgetContext.Use(user: "bob"))
            LlmCallScope.Report(LlmUsage.Of(1_000, 500), "gpt-4o-mini");
        UsageRecord record = Assert.Single(await ledger.RecordsAsync());
        Assert.Equal(("bob", Usd.FromDollars(0.00045m)), (record.User, record.Cost));
    }

    private static PromptSize PromptOf(string text)
    {
        var prompt = new PromptSize();
        prompt.AddMessage();
        prompt.AddText(text);
        return prompt;
    }

    /// <summary>A manager for the running test, over a store that may take its time.</summary>
    private sealed class Ledger : IAsyncDisposable
    {
        private readonly IDisposable _scope;

        public Ledger(Usd? limit = null, bool slow = false)
        {
            Store = new SlowStore(slow);
            Manager = new BudgetManager(new BudgetOptions { Store = _ => Store }.AddPolicy(new BudgetPolicy { Name = "Limit", Limit = limit ?? Usd.FromDollars(1) }));
            _scope = BudgetContext.Use(manager: Manager);
        }

        public BudgetManager Manager { get; }

        public SlowStore Store { get; }

        public ValueTask<IReadOnlyList<UsageRecord>> RecordsAsync() => Manager.Reader.GetUsageAsync(new UsageQuery());

        public ValueTask<IReadOnlyList<OpenReservation>> OpenAsync() => Manager.Reader.GetOpenReservationsAsync();

        public ValueTask DisposeAsync()
        {
            _scope.Dispose();
            return Manager.DisposeAsync();
        }
    }

    private sealed class SlowStore(bool slow) : IBudgetStore, ILedgerWriter
    {
        private readonly InMemoryBudgetStore _inner = new();
        private int _durable;

        public Task AppendPolicyAsync(PolicyChange change) => Task.CompletedTask;

        public Task AppendPriceAsync(PriceLineChange change) => Task.CompletedTask;

        public Task AppendAlertAsync(AlertRecord alert) => Task.CompletedTask;

        public Task MarkAlertDeliveredAsync(string alertId) => Task.CompletedTask;

        public int Durable => Volatile.Read(ref _durable);

        public ILedgerWriter Writer => this;

        public ILedgerReader Reader => _inner.Reader;

        public LedgerState Open(DateTimeOffset now) => _inner.Open(now);

        public async Task AppendAsync(LedgerEntry entry)
        {
            if (slow)
                await Task.Delay(10).ConfigureAwait(false);
            await _inner.Writer.AppendAsync(entry).ConfigureAwait(false);
            Interlocked.Increment(ref _durable);
        }

        public ValueTask DisposeAsync() => _inner.DisposeAsync();
    }

    private sealed class SynchronizationContextThatNobodyPumps : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
