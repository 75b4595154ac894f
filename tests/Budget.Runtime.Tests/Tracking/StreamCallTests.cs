using System.Runtime.CompilerServices;
using BudgetGen.CompilerServices;

namespace BudgetGen.Tests;

/// <summary>Metered streams, as generated code makes them.</summary>
public sealed class StreamCallTests
{
    private static readonly LlmCallSite s_site = new("Tests.Call", "StreamCallTests.cs:1", new CallAttribution(Model: "gpt-4o-mini"));

    [Fact]
    public async Task Under_a_synchronisation_context_a_stream_starts_on_its_readers_thread()
    {
        await using BudgetManager manager = Make.Manager(o => o.Store = static _ => new FlakyStore { Late = true });
        int caller = 0, callee = 0;
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new ContextThatNobodyPumps());
            using IDisposable scope = BudgetContext.Use(manager: manager);
            caller = Environment.CurrentManagedThreadId;
            IAsyncEnumerator<int> steps = LlmCall.StreamAsync(s_site, default, 0, _ => Steps(), static (_, _) => { }).GetAsyncEnumerator();
            steps.MoveNextAsync().AsTask().Wait(TimeSpan.FromSeconds(10));
        });
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)), "dead-locked");
        Assert.Equal(caller, callee);

        async IAsyncEnumerable<int> Steps()
        {
            callee = Environment.CurrentManagedThreadId;
            yield return 1;
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_request_whose_own_token_was_cancelled_before_it_was_sent_costs_nothing()
    {
        await using BudgetManager manager = Make.Manager(Make.Policy(nanos: 1_000_000_000));
        using IDisposable scope = BudgetContext.Use(manager: manager);
        var cancelled = new CancellationToken(canceled: true);
        var request = new LlmRequest { CancellationToken = cancelled };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (int step in LlmCall.StreamAsync(s_site, request, cancelled, Cancelled, static (_, _) => { }))
                Assert.Fail("nothing was sent");
        });
        Assert.ThrowsAny<OperationCanceledException>(() => LlmCall.Stream(s_site, request, cancelled, CancelledNow, static (_, _) => { }).Any());
        Assert.ThrowsAny<OperationCanceledException>(() => LlmCall.Run(s_site, request, cancelled, CancelledNow, static _ => LlmOutcome.Unknown));
        Assert.Equal((0, 0, 0, 0), manager.GetStatus("global").Figures());
    }

    private static async IAsyncEnumerable<int> Cancelled([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        yield return 1;
    }

    private static IEnumerable<int> CancelledNow(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return [];
    }

    private sealed class ContextThatNobodyPumps : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
