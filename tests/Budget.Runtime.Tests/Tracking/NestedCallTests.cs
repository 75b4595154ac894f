using BudgetGen.CompilerServices;
using BudgetGen.Storage;

namespace BudgetGen.Tests;

/// <summary>Metered calls inside metered calls: every one is paid for once, by whoever is there to pay.</summary>
public sealed class NestedCallTests
{
    private static readonly LlmCallSite s_site = new("Tests.Call", "NestedCallTests.cs:1", new CallAttribution(Model: "gpt-4o-mini"));
    private static readonly LlmRequest s_request = new() { Sdk = LlmSdk.None, MaxOutputTokens = 1_000 };

    [Fact]
    public async Task An_inner_call_that_outlives_the_outer_one_is_booked_by_itself()
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(user: "alice", manager: manager);
        var answer = new TaskCompletionSource<string>();
        Task<string> inner = Task.FromResult("");
        await LlmCall.RunAsync(
            s_site,
            s_request,
            0,
            _ =>
            {
                inner = Metered(answer.Task, LlmUsage.Of(1_000, 500));
                return Task.FromResult("outer");
            },
            static _ => LlmOutcome.FromUsage(LlmUsage.Of(10, 10)));
        answer.SetResult("inner");
        await inner;

        IReadOnlyList<UsageRecord> records = await manager.Reader.GetUsageAsync(new UsageQuery());
        Assert.Equal([(1_000, 500, "alice"), (10, 10, "alice")], records.Select(static r => (r.InputTokens, r.OutputTokens, r.User!)));
        Assert.Equal(records[0].Cost + records[1].Cost, manager.GetStatus("Limit").Spent);
    }

    [Fact]
    public async Task An_inner_call_that_is_lost_after_the_outer_one_ended_is_charged_at_its_worst_case()
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        var answer = new TaskCompletionSource<string>();
        Task<string> inner = Task.FromResult("");
        await LlmCall.RunAsync(
            s_site,
            s_request,
            0,
            _ =>
            {
                inner = Metered(answer.Task, default);
                return Task.FromResult("outer");
            },
            static _ => LlmOutcome.FromUsage(LlmUsage.Of(10, 10)));
        Usd outer = manager.GetStatus("Limit").Spent;
        answer.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => inner);
        Assert.True(manager.GetStatus("Limit").Spent > outer);
    }

    [Fact]
    public async Task A_report_after_the_end_is_booked_by_itself()
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        var ended = new TaskCompletionSource();
        Task late = Task.CompletedTask;
        await LlmCall.RunAsync(
            s_site,
            s_request,
            0,
            _ =>
            {
                late = ReportAfter(ended.Task);
                return Task.FromResult("outer");
            },
            LlmOutcome.FromText);
        ended.SetResult();
        await late;
        Assert.Equal(2, (await manager.Reader.GetUsageAsync(new UsageQuery())).Count);

        static async Task ReportAfter(Task end)
        {
            await end;
            LlmCallScope.Report(LlmUsage.Of(1, 1));
        }
    }

    [Fact]
    public async Task Another_managers_budget_applies_to_an_inner_call_of_its_own()
    {
        await using BudgetManager outer = Manager();
        await using BudgetManager closed = Manager(Usd.Zero);
        await using BudgetManager open = Manager();
        using IDisposable scope = BudgetContext.Use(manager: outer);
        await LlmCall.RunAsync(
            s_site,
            s_request,
            (closed, open),
            static async managers =>
            {
                using (BudgetContext.Use(manager: managers.closed))
                    await Assert.ThrowsAsync<BudgetExceededException>(() => Metered(Task.FromResult(""), LlmUsage.Of(100, 100)));
                using (BudgetContext.Use(manager: managers.open))
                    await Metered(Task.FromResult(""), LlmUsage.Of(100, 100));
                return "";
            },
            static _ => LlmOutcome.Unknown);
        Assert.Equal(100, Assert.Single(await open.Reader.GetUsageAsync(new UsageQuery())).InputTokens);
        Assert.Equal(100, Assert.Single(await outer.Reader.GetUsageAsync(new UsageQuery())).InputTokens);
        Assert.Empty(await closed.Reader.GetUsageAsync(new UsageQuery()));
    }

    [Fact]
    public async Task Inside_an_inline_call_reports_and_inner_calls_belong_to_it()
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        LlmCallScope? around = LlmCallScope.Current;
        LlmCallInProgress call = LlmCall.Begin(s_site, s_request);
        LlmCallScope.Report(LlmUsage.Of(1, 2));
        await Metered(Task.FromResult(""), LlmUsage.Of(100, 50));
        call.Complete(LlmOutcome.Unknown);
        Assert.Same(around, LlmCallScope.Current);
        UsageRecord record = Assert.Single(await manager.Reader.GetUsageAsync(new UsageQuery()));
        Assert.Equal((101, 52), (record.InputTokens, record.OutputTokens));
    }

    [Fact]
    public async Task A_call_inside_a_method_that_names_no_model_needs_its_budgets_leave()
    {
        await using BudgetManager manager = Manager(Usd.Zero);
        using IDisposable scope = BudgetContext.Use(manager: manager);
        bool isSent = false;
        await Assert.ThrowsAsync<BudgetExceededException>(() => LlmCall.RunAsync(
            new LlmCallSite("Tests.PassThrough", "NestedCallTests.cs:1"),
            LlmRequest.FromText("a prompt"),
            0,
            _ => LlmCall.RunAsync(s_site, s_request, 0, _ => Task.FromResult(isSent = true), static _ => LlmOutcome.Unknown),
            static _ => LlmOutcome.Unknown));
        Assert.False(isSent);
        Assert.Empty(await manager.Reader.GetUsageAsync(new UsageQuery()));
    }

    [Fact]
    public async Task A_call_that_begins_after_the_one_around_has_ended_needs_its_budgets_leave()
    {
        // Room for the hold of one call, and not for what that one cost and another hold.
        Usd hold = Usd.FromDollars(0.0007m);
        await using BudgetManager manager = Manager(hold);
        using IDisposable scope = BudgetContext.Use(manager: manager);
        var ended = new TaskCompletionSource();
        Task<string> later = Task.FromResult("");
        await LlmCall.RunAsync(
            s_site,
            s_request,
            0,
            _ =>
            {
                later = LaterAsync();
                return Task.FromResult("outer");
            },
            static _ => LlmOutcome.FromUsage(LlmUsage.Of(1_000, 1_000)));
        ended.SetResult();
        await Assert.ThrowsAsync<BudgetExceededException>(() => later);
        Assert.Equal(1_000, Assert.Single(await manager.Reader.GetUsageAsync(new UsageQuery())).InputTokens);

        async Task<string> LaterAsync()
        {
            await ended.Task;
            return await Metered(Task.FromResult(""), LlmUsage.Of(1_000, 1_000));
        }
    }

    [Theory]
    [InlineData(0, 0, 300, 120)]
    [InlineData(10, 10, 300, 120)]
    [InlineData(400, 200, 400, 200)]
    public async Task What_the_calls_inside_cost_is_a_floor_for_what_the_one_around_tells(long told, long toldOut, long input, long output)
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        await LlmCall.RunAsync(
            s_site,
            s_request,
            0,
            static async _ =>
            {
                await Metered(Task.FromResult(""), LlmUsage.Of(100, 50));
                return await Metered(Task.FromResult(""), LlmUsage.Of(200, 70));
            },
            _ => told == 0 ? LlmOutcome.Unknown : LlmOutcome.FromUsage(LlmUsage.Of(told, toldOut)));

        // gpt-4o-mini costs 0.15 and 0.60 USD per million tokens.
        UsageRecord record = Assert.Single(await manager.Reader.GetUsageAsync(new UsageQuery()));
        Assert.Equal((input, output, (input * 150) + (output * 600)), (record.InputTokens, record.OutputTokens, record.Cost.Nanos));
        Assert.Equal(record.Cost, manager.GetStatus("Limit").Spent);
    }

    private static Task<string> Metered(Task<string> answer, LlmUsage usage) =>
        LlmCall.RunAsync(s_site, s_request, answer, static task => task, _ => LlmOutcome.FromUsage(usage));

    private static BudgetManager Manager(Usd? limit = null) =>
        new(new BudgetOptions().AddPolicy(new BudgetPolicy { Name = "Limit", Limit = limit ?? Usd.FromDollars(1) }));
}
