using BudgetGen.TestProvider;
using OpenAI.Chat;

namespace BudgetGen.Sdk.Tests;

/// <summary>
/// Real clients, one limit, far more calls than it allows. The provider's own log, written before it answers, is the oracle.
/// </summary>
public sealed class OverspendTests
{
    private const int Threads = 64;
    private const int CallsPerThread = 1_000;

    /// <summary>gpt-4o-mini in nano-dollars per token: 0.15 in, 0.60 out, USD per million.</summary>
    private static long NanosBilled(ProviderCall call) => (call.Input * 150) + (call.Output * 600);

    [Fact]
    public async Task Nothing_is_billed_beyond_the_limit()
    {
        await using var world = World.Create(World.Limit(0.05m));
        await RunAsync(world, failEvery: 0);

        long billed = world.Log.Billed.Sum(NanosBilled);
        BudgetStatus status = Assert.Single(world.Budget.GetStatus());
        Assert.Equal(billed, status.Spent.Nanos);
        Assert.True(billed <= status.Limit!.Value.Nanos, $"billed {billed}, limit {status.Limit}");
        AssertPressed(status);
        Assert.Equal((Usd.Zero, Usd.Zero, Usd.Zero), (status.Held, status.Suspense, status.Overrun));
        Assert.Equal(world.Log.Count, (await world.RecordsAsync()).Count);
    }

    [Fact]
    public async Task Nor_with_one_call_in_a_hundred_failing()
    {
        await using var world = World.Create(World.Limit(0.05m));
        await RunAsync(world, failEvery: 100);

        int failed = world.Log.Calls.Count(static call => call.Scenario == Scenarios.ServerError);
        Assert.True(failed > 0, "no call failed: the fault was not exercised");

        long billed = world.Log.Billed.Sum(NanosBilled);
        BudgetStatus status = Assert.Single(world.Budget.GetStatus());
        Assert.Equal(billed, status.Spent.Nanos);
        Assert.True(status.Spent + status.Suspense <= status.Limit);
        Assert.Equal(failed, (await world.OpenAsync()).Count(static open => open.Suspended));
        Assert.Equal((Usd.Zero, Usd.Zero), (status.Held, status.Overrun));
        AssertPressed(status);
    }

    /// <summary>A limit that nobody reaches proves nothing: at the end, not even one more worst case fits.</summary>
    private static void AssertPressed(BudgetStatus status) => Assert.True(
        (status.Spent + status.Suspense).Nanos >= status.Limit!.Value.Nanos * 95 / 100, $"only {status.Spent} + {status.Suspense} of {status.Limit} were used");

    private static async Task RunAsync(World world, int failEvery)
    {
        // "hi" is at most nine tokens with its framing: no honest provider counts more than the bound that was reserved.
        var random = new Random(4711);
        world.Provider.Usage = request =>
        {
            lock (random)
                return new ProviderUsage(random.Next(5, 10), 0, random.Next(1, (int)request.MaxTokens!.Value), 0);
        };

        int calls = 0, rejected = 0;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < CallsPerThread; i++)
            {
                string text = failEvery > 0 && Interlocked.Increment(ref calls) % failEvery == 0 ? "hi " + Scenarios.ServerError : "hi";
                try
                {
                    ChatCompletion answer = await Tracked.OpenAIAsync(world.OpenAI, text);
                    Assert.NotNull(answer.Usage);
                }
                catch (BudgetExceededException)
                {
                    Interlocked.Increment(ref rejected);
                }
                catch (System.ClientModel.ClientResultException)
                {
                    // The one in a hundred.
                }
            }
        })));
        Assert.True(rejected > 0, "the limit was not pressed");
    }
}
