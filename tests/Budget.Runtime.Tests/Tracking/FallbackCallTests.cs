using BudgetGen.CompilerServices;
using BudgetGen.Storage;

namespace BudgetGen.Tests;

/// <summary>What happens to a call that a budget refuses while it names another model: every shape of call, and chains of models.</summary>
public sealed class FallbackCallTests
{
    private const string Dear = "gpt-4o", Cheap = "gpt-4o-mini", Cheapest = "gpt-4.1-nano";

    private static readonly LlmCallSite s_site = new("Tests.Call", "FallbackCallTests.cs:1");
    private static readonly LlmSdk s_sdk = new("openai", static _ => null);

    private static readonly LlmRequest s_request = new()
    {
        Sdk = s_sdk,
        Model = Dear,
        MaxOutputTokens = 1_000,
        Prompt = Prompt(),
        CanChange = LlmRequestParts.Model | LlmRequestParts.MaxOutputTokens,
    };

    public static TheoryData<string> Shapes => ["async", "sync", "stream-async", "stream"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task The_call_is_made_with_the_other_model_and_its_own_reservation(string shape)
    {
        await using var ledger = new Ledger(Falls(Dear, Cheap), Total());
        Assert.Equal(Cheap, await CallAsync(shape));

        UsageRecord record = Assert.Single(await ledger.RecordsAsync());
        Assert.Equal((Cheap, Usd.FromDollars(0.00045m)), (record.Model, record.Cost));
        LedgerEntry hold = Assert.Single(ledger.Store.Entries, static entry => entry.Kind == LedgerEntryKind.Hold);
        Assert.Equal((Cheap, record.Reservation), (hold.Attribution.Model, hold.Reservation));
        Assert.True(hold.Hold >= record.Cost && hold.Hold < Usd.FromDollars(0.001m), $"{hold.Hold} is not the hold of the cheaper model");
        Assert.Empty(await ledger.OpenAsync());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task The_other_model_may_be_refused_in_favour_of_a_third(string shape)
    {
        await using var ledger = new Ledger(Falls(Dear, Cheap), Falls(Cheap, Cheapest));
        Assert.Equal(Cheapest, await CallAsync(shape));
        Assert.Equal(Cheapest, Assert.Single(await ledger.RecordsAsync()).Model);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task No_model_is_tried_twice(string shape)
    {
        await using var ledger = new Ledger(Falls(Dear, Cheap), Falls(Cheap, Dear.ToUpperInvariant()));
        BudgetExceededException refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => CallAsync(shape));
        Assert.Equal(Cheap, refusal.Rejection.Model);
        Assert.Empty(ledger.Store.Entries);
        Assert.Equal(default, ledger.Manager.InFlight);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_budget_that_blocks_still_blocks_the_other_model(string shape)
    {
        await using var ledger = new Ledger(Falls(Dear, Cheap), Falls(Cheap, Cheapest) with { Name = "block", Action = LimitAction.Block, FallbackModel = null });
        BudgetExceededException refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => CallAsync(shape));
        Assert.Equal(("block", null), (refusal.Policy!.Name, refusal.Rejection.FallbackModel));
        Assert.Equal(default, ledger.Manager.InFlight);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_request_whose_model_cannot_change_is_refused_and_the_message_names_the_other(string shape)
    {
        await using var ledger = new Ledger(Falls(Dear, Cheap));
        BudgetExceededException refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => CallAsync(shape, s_request with { CanChange = LlmRequestParts.MaxOutputTokens }));
        Assert.Equal(Cheap, refusal.Rejection.FallbackModel);
        Assert.Contains($"falls back to '{Cheap}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_a_price_is_no_way_out_where_such_models_are_refused()
    {
        await using var ledger = new Ledger(new BudgetOptions { UnknownModel = UnknownModelRule.Block }.AddPolicy(Falls(Dear, "nobody-knows-this")));
        BudgetExceededException refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => CallAsync("async"));
        Assert.Equal((RejectionReason.Exhausted, "nobody-knows-this"), (refusal.Reason, refusal.Rejection.FallbackModel));
    }

    [Fact]
    public async Task With_a_store_that_takes_its_time_it_is_the_same()
    {
        await using var ledger = new Ledger(Falls(Dear, Cheap), Falls(Cheap, Cheapest));
        ledger.Store.Late = true;
        foreach (string shape in (string[])["async", "sync", "stream-async", "stream"])
            Assert.Equal(Cheapest, await CallAsync(shape));
        Assert.Equal(4, (await ledger.RecordsAsync()).Count);
    }

    [Fact]
    public async Task Under_a_synchronisation_context_too()
    {
        await using var ledger = new Ledger(Falls(Dear, Cheap));
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        Task<string> call = CallAsync("async");
        SynchronizationContext.SetSynchronizationContext(before);
        Assert.Equal(Cheap, await call);
    }

    [Fact]
    public async Task A_request_that_cannot_be_changed_after_all_was_never_sent()
    {
        await using var ledger = new Ledger(Falls(Dear, Cheap));
        Assert.Throws<InvalidOperationException>(() => LlmCall.Run(
            s_site, s_request, "", static model => model, static _ => LlmOutcome.FromUsage(LlmUsage.Of(1, 1)), static (_, _) => throw new InvalidOperationException("the caller's own options say no")));
        Assert.Equal(LedgerEntryKind.Void, ledger.Store.Entries[^1].Kind);
        Assert.Empty(await ledger.OpenAsync());
    }

    [Fact]
    public async Task The_tracked_client_sends_the_other_model()
    {
        await using var ledger = new Ledger(Falls(Dear, Cheap));
        LlmChatRequest? sent = null;
        var client = new TrackedLlmClient(ledger.Manager, new CostOptimizer(new Dictionary<string, (decimal, decimal)> { [Dear] = (0.0025m, 0.01m) }), (request, _) =>
        {
            sent = request;
            return Task.FromResult(new LlmChatAnswer("Hi.", LlmUsage.Of(1_000, 500)));
        });
        Assert.Equal("Hi.", await client.ChatAsync([new LlmChatMessage("user", "Hello")], Dear));
        Assert.Equal((Cheap, 500), (sent!.Model, sent.MaxOutputTokens));
        Assert.Equal(Cheap, Assert.Single(await ledger.RecordsAsync()).Model);
    }

    [Fact]
    public async Task Each_attempt_of_many_calls_has_one_reservation_that_ends_once()
    {
        // The dear model has room for some of the calls; the others go to the cheap one. None is booked on both.
        await using var ledger = new Ledger(Falls(Dear, Cheap) with { Limit = Usd.FromDollars(0.5m) }, Total());
        int dear = 0, cheap = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 50; i++)
            {
                if (await CallAsync("async") == Dear)
                    Interlocked.Increment(ref dear);
                else
                    Interlocked.Increment(ref cheap);
            }
        })));

        Assert.True(dear > 0 && cheap > 0, $"{dear} and {cheap}");
        IReadOnlyList<UsageRecord> records = await ledger.RecordsAsync();
        Assert.Equal((dear, cheap), (records.Count(static one => one.Model == Dear), records.Count(static one => one.Model == Cheap)));
        Assert.Equal(400, records.Select(static one => one.Reservation).Distinct().Count());
        BudgetStatus total = ledger.Manager.GetStatus().Single(static status => status.Policy.Name == "total");
        Assert.Equal(records.Aggregate(Usd.Zero, static (sum, one) => sum + one.Cost), total.Spent);
        Assert.Equal(default, ledger.Manager.InFlight);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_budget_on_everything_admits_its_fallback_model_above_the_limit(string shape)
    {
        await using var ledger = new Ledger(new BudgetPolicy { Name = "all", Limit = new Usd(1), Period = BudgetPeriod.Lifetime, Action = LimitAction.Fallback, FallbackModel = Cheap });
        Assert.Equal(Cheap, await CallAsync(shape));
        Assert.Equal(Usd.FromDollars(0.00045m), Assert.Single(ledger.Manager.GetStatus()).Spent);
    }

    private static BudgetPolicy Falls(string from, string to) => new()
    {
        Name = "budget of " + from,
        Scope = BudgetScope.Model,
        Key = from,
        Period = BudgetPeriod.Lifetime,
        Limit = new Usd(1),
        Action = LimitAction.Fallback,
        FallbackModel = to,
    };

    private static BudgetPolicy Total() => new() { Name = "total", Limit = Usd.FromDollars(100), Period = BudgetPeriod.Lifetime };

    /// <summary>Makes a call whose result is the model that it was made with, 1,000 tokens in and 500 out.</summary>
    private static async Task<string> CallAsync(string shape, LlmRequest? given = null)
    {
        LlmRequest request = given ?? s_request;
        return shape switch
        {
            "async" => await LlmCall.RunAsync(s_site, request, Dear, static model => Task.FromResult(model), static _ => LlmOutcome.FromUsage(LlmUsage.Of(1_000, 500)), Changed),
            "sync" => LlmCall.Run(s_site, request, Dear, static model => model, static _ => LlmOutcome.FromUsage(LlmUsage.Of(1_000, 500)), Changed),
            "stream-async" => await LlmCall.StreamAsync(s_site, request, Dear, static model => new[] { model }.ToAsyncEnumerable(), Observe, Changed).SingleAsync(),
            _ => LlmCall.Stream(s_site, request, Dear, static model => new[] { model }, Observe, Changed).ToList().Single(),
        };
    }

    private static string Changed(string model, LlmRequestChange change) => change.Model ?? model;

    private static void Observe(LlmReading reading, string model)
    {
        reading.Usage = LlmUsage.Of(1_000, 500);
        reading.HasFinalUsage = reading.Finished = true;
    }

    private static PromptSize Prompt()
    {
        var prompt = new PromptSize();
        prompt.AddMessage();
        prompt.AddText(new string('x', 1_000));
        return prompt;
    }

    private sealed class Ledger : IAsyncDisposable
    {
        private readonly IDisposable _scope;

        public Ledger(params BudgetPolicy[] policies)
            : this(policies.Aggregate(new BudgetOptions(), static (options, policy) => options.AddPolicy(policy)))
        {
        }

        public Ledger(BudgetOptions options)
        {
            options.Store = _ => Store;
            Manager = new BudgetManager(options);
            _scope = BudgetContext.Use(manager: Manager);
        }

        public FlakyStore Store { get; } = new();

        public BudgetManager Manager { get; }

        public ValueTask<IReadOnlyList<UsageRecord>> RecordsAsync() => Manager.Reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue });

        public ValueTask<IReadOnlyList<OpenReservation>> OpenAsync() => Manager.Reader.GetOpenReservationsAsync();

        public ValueTask DisposeAsync()
        {
            _scope.Dispose();
            return Manager.DisposeAsync();
        }
    }
}
