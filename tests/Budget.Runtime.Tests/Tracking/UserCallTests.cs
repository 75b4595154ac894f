using BudgetGen.CompilerServices;

namespace BudgetGen.Tests;

/// <summary>What the user's own call sees of metering: nothing but a refusal.</summary>
public sealed class UserCallTests : IAsyncDisposable
{
    private static readonly LlmCallSite s_site = new("Tests.Call", "UserCallTests.cs:1", new CallAttribution(Model: "gpt-4o-mini"));
    private static readonly LlmRequest s_request = new() { Sdk = LlmSdk.None, MaxOutputTokens = 1_000 };

    private readonly BudgetManager _manager = new(new BudgetOptions().AddPolicy(new BudgetPolicy { Name = "Limit", Limit = Usd.FromDollars(1) }));
    private readonly IDisposable _scope;

    public UserCallTests() => _scope = BudgetContext.Use(manager: _manager);

    /// <summary>Figures that no provider can mean, but a broken proxy can send: their sum leaves 64 bits.</summary>
    private static LlmUsage Absurd => new() { Input = long.MaxValue, CacheRead = 1, Output = long.MaxValue, Reasoning = 1 };

    [Fact]
    public async Task Figures_beyond_all_range_do_not_take_the_result_away_nor_keep_the_hold()
    {
        Assert.Equal("answer", await LlmCall.RunAsync(s_site, s_request, 0, static _ => Task.FromResult("answer"), static _ => LlmOutcome.FromUsage(Absurd)));
        Assert.Equal(0, _manager.InFlight.Count);
        Assert.True(_manager.GetStatus("Limit").Spent > Usd.Zero);
    }

    [Fact]
    public async Task Reports_beyond_all_range_are_not_the_reporters_problem()
    {
        await LlmCall.RunAsync(
            s_site,
            s_request,
            0,
            static _ =>
            {
                LlmCallScope.Report(Absurd);
                LlmCallScope.Report(Absurd);
                return Task.FromResult("answer");
            },
            LlmOutcome.FromText);
        Assert.Equal(0, _manager.InFlight.Count);
    }

    [Fact]
    public void Reports_beyond_all_range_outside_a_call_are_not_the_reporters_problem_either()
    {
        LlmCallScope.Report(Absurd, "gpt-4o-mini");
        Assert.Equal(0, _manager.InFlight.Count);
    }

    [Fact]
    public async Task A_broken_stream_with_figures_beyond_all_range_ends_as_it_would_without_us()
    {
        IAsyncEnumerable<int> stream = LlmCall.StreamAsync(s_site, s_request, 0, static _ => Numbers(), static (reading, _) => reading.Usage = Absurd);
        await foreach (int number in stream)
            break;
        Assert.Equal(0, _manager.InFlight.Count);
    }

    [Fact]
    public async Task A_method_that_returns_no_task_at_all_leaves_no_hold()
    {
        await Assert.ThrowsAsync<NullReferenceException>(() => LlmCall.RunAsync<int, string>(s_site, s_request, 0, static _ => null!, LlmOutcome.FromText));
        Assert.Equal(0, _manager.InFlight.Count);
    }

    [Fact]
    public async Task A_method_that_does_not_mind_a_cancelled_token_is_called_all_the_same()
    {
        var cancelled = new CancellationToken(canceled: true);
        Assert.Equal("kept", await LlmCall.RunAsync(s_site, s_request, 0, static _ => Task.FromResult("kept"), LlmOutcome.FromText, cancelled));
        await foreach (int number in LlmCall.StreamAsync(s_site, s_request, 0, static _ => Numbers(), static (_, _) => { }).WithCancellation(cancelled))
            Assert.InRange(number, 1, 2);
        Task<string> task = LlmCall.RunAsync(s_site, s_request, 0, _ => Task.FromCanceled<string>(cancelled), LlmOutcome.FromText, cancelled);
        Assert.Equal(cancelled, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task)).CancellationToken);
        Assert.True(task.IsCanceled);
        Assert.Equal((0, Usd.Zero), (_manager.InFlight.Count, _manager.GetStatus("Limit").Suspense));
    }

    public async ValueTask DisposeAsync()
    {
        _scope.Dispose();
        await _manager.DisposeAsync();
    }

    private static async IAsyncEnumerable<int> Numbers()
    {
        yield return 1;
        await Task.Yield();
        yield return 2;
    }
}
