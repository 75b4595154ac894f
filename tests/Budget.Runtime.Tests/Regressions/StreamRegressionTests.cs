using System.Runtime.CompilerServices;
using BudgetGen.CompilerServices;
using BudgetGen.Storage;

namespace BudgetGen.Tests.Regressions;

/// <summary>Streams that do not come to their end: recorded as $0, or with a hold that nobody ever releases.</summary>
/// <remarks>The streams of real clients over a real socket are in the StreamTests of Budget.Sdk.Tests.</remarks>
public class StreamRegressionTests
{
    private const int Chunks = 20;

    private static readonly LlmCallSite s_site = new("Tests.Call", "StreamRegressionTests.cs:1", new CallAttribution(Model: "gpt-4o-mini"));

    public static TheoryData<string> Ends => ["break", "exception", "cancel", "dispose", "no usage"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task LiteLLM_13245_39893_35958_PR_33736_PR_36008_PR_37558_a_stream_cut_at_any_chunk_is_paid_and_holds_nothing(string end)
    {
        Usd before = Usd.Zero;
        for (int at = 1; at <= Chunks; at++)
        {
            await using BudgetManager manager = Make.Manager(Make.Policy(nanos: Make.Dollars(1).Nanos));
            using IDisposable scope = BudgetContext.Use(manager: manager);
            await RunAsync(end, at);

            BudgetStatus status = manager.GetStatus("global");
            UsageRecord record = Assert.Single(await manager.Reader.GetUsageAsync(new UsageQuery()));
            Assert.Equal((Usd.Zero, Usd.Zero, record.Cost), (status.Held, status.Suspense, status.Spent));
            Assert.True(record is { Estimated: true, OutputTokens: > 0 } && record.Cost > Usd.Zero, $"{end} at {at}: {record}");
            Assert.Empty(await manager.Reader.GetOpenReservationsAsync());

            // More was read, so it is not cheaper.
            Assert.True(record.Cost >= before, $"{end} at {at}: {record.Cost} after {before}");
            before = record.Cost;
        }
    }

    [Fact]
    public async Task LiteLLM_35958_two_enumerations_and_two_disposals_are_two_calls_with_one_end_each()
    {
        await using BudgetManager manager = Make.Manager(Make.Policy(nanos: Make.Dollars(1).Nanos));
        using IDisposable scope = BudgetContext.Use(manager: manager);
        IAsyncEnumerable<string> stream = LlmCall.StreamAsync(s_site, Request(), 0, static _ => Text(Chunks, fails: false), Read);
        for (int i = 0; i < 2; i++)
        {
            IAsyncEnumerator<string> reader = stream.GetAsyncEnumerator();
            Assert.True(await reader.MoveNextAsync());
            await reader.DisposeAsync();
            await reader.DisposeAsync();
        }

        Assert.Equal(2, (await manager.Reader.GetUsageAsync(new UsageQuery())).Count);
        Assert.Equal(default, manager.InFlight);
    }

    private static async Task RunAsync(string end, int at)
    {
        using var cancel = new CancellationTokenSource();
        IAsyncEnumerable<string> stream = LlmCall.StreamAsync(s_site, Request(), (at, end), static s => Text(s.end is "exception" or "no usage" ? s.at : Chunks + 1, s.end == "exception"), Read);
        int seen = 0;
        try
        {
            if (end == "dispose")
            {
                await using IAsyncEnumerator<string> reader = stream.GetAsyncEnumerator();
                while (seen < at && await reader.MoveNextAsync())
                    seen++;
                return;
            }

            await foreach (string text in stream.WithCancellation(cancel.Token))
            {
                if (++seen == at && end == "break")
                    break;
                if (seen == at && end == "cancel")
                    await cancel.CancelAsync();
            }

            Assert.True(end is "break" or "no usage");
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            Assert.Equal(end, error is IOException ? "exception" : "cancel");
        }

        Assert.Equal(at, seen);
    }

    private static LlmRequest Request() => LlmRequest.FromText("Tell me a story.") with { MaxOutputTokens = 4_000 };

    /// <summary>Chunks of text; the usage would come behind them, and it never does.</summary>
    private static async IAsyncEnumerable<string> Text(int chunks, bool fails, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < chunks; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return "a few words more, ";
        }

        if (fails)
            throw new IOException("the connection broke");
    }

    private static void Read(LlmReading reading, string chunk) => reading.AddText(chunk);
}
