using BudgetGen.Storage;
using BudgetGen.TestProvider;

namespace BudgetGen.Sdk.Tests;

/// <summary>Streams that do not come to their end leave no hold for ever, and every request that left the machine has exactly one end.</summary>
public sealed class StreamTests
{
    public static TheoryData<string> Kinds => ["openai", "openai-sync", "anthropic", "chat"];

    private static IAsyncEnumerable<object> Open(World world, string kind, string text, CancellationToken cancellationToken = default) => kind switch
    {
        "openai" => Tracked.OpenAIStream(world.OpenAI, text, cancellationToken).Select(static update => (object)update),
        "openai-sync" => Tracked.OpenAISyncStream(world.OpenAI, text).ToAsyncEnumerable().Select(static update => (object)update),
        "anthropic" => Tracked.AnthropicStream(world.Anthropic.Messages, text, cancellationToken).Select(static update => (object)update),
        _ => Tracked.ChatStream(world.Chat, text, cancellationToken).Select(static update => (object)update),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Never_enumerated_costs_nothing(string kind)
    {
        await using var world = World.Create(World.Limit(1));
        _ = Open(world, kind, "hi");
        Assert.Equal(0, world.Log.Count);
        await AssertEndsAsync(world, settled: 0, suspended: 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_enumeration_is_a_call_of_its_own(string kind)
    {
        await using var world = World.Create(World.Limit(1));
        IAsyncEnumerable<object> stream = Open(world, kind, "hi");
        await stream.ToListAsync();
        await stream.ToListAsync();
        Assert.Equal(2, world.Log.Count);
        await AssertEndsAsync(world, settled: 2, suspended: 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Leaving_early_settles_an_estimate(string kind)
    {
        for (int elements = 1; elements <= 3; elements++)
        {
            await using var world = World.Create(World.Limit(1));
            await Open(world, kind, "hi " + Scenarios.Slow).Take(elements).ToListAsync();
            await AssertEndsAsync(world, settled: 1, suspended: 0);
            UsageRecord record = await world.OnlyRecordAsync();
            Assert.True(record.Estimated);
            Assert.True(record.Cost > Usd.Zero);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_connection_that_breaks_settles_an_estimate(string kind)
    {
        await using var world = World.Create(World.Limit(1));
        await Assert.ThrowsAnyAsync<Exception>(async () => await Open(world, kind, "hi " + Scenarios.Drop).ToListAsync());
        await AssertEndsAsync(world, settled: 1, suspended: 0);
        Assert.True((await world.OnlyRecordAsync()).Estimated);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_silent_end_is_no_proof_of_success(string kind)
    {
        await using var world = World.Create(World.Limit(1));
        await Open(world, kind, "hi " + Scenarios.CleanCut).ToListAsync();
        await AssertEndsAsync(world, settled: 1, suspended: 0);
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.True(record.Estimated);
        Assert.True(record.OutputTokens > 1, "the provisional output of 1 must not be taken as final");
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("chat")]
    public async Task A_cancelled_stream_settles_an_estimate(string kind)
    {
        await using var world = World.Create(World.Limit(1));
        using var cancel = new CancellationTokenSource();
        int seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (object _ in Open(world, kind, "hi " + Scenarios.Slow, cancel.Token))
            {
                if (++seen == 4)
                    await cancel.CancelAsync();
            }
        });
        await AssertEndsAsync(world, settled: 1, suspended: 0);
        Assert.True((await world.OnlyRecordAsync()).Estimated);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("chat")]
    public async Task A_token_that_is_cancelled_beforehand_costs_nothing(string kind)
    {
        await using var world = World.Create(World.Limit(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Open(world, kind, "hi", new CancellationToken(canceled: true)).ToListAsync());
        Assert.Equal(0, world.Log.Count);
        await AssertEndsAsync(world, settled: 0, suspended: 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_refused_request_gives_its_hold_back(string kind)
    {
        await using var world = World.Create(World.Limit(1));
        await Assert.ThrowsAnyAsync<Exception>(async () => await Open(world, kind, "hi " + Scenarios.BadRequest).ToListAsync());
        Assert.Equal(1, world.Log.Count);
        await AssertEndsAsync(world, settled: 0, suspended: 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_stream_over_the_limit_is_rejected_before_it_is_sent(string kind)
    {
        await using var world = World.Create(World.Limit(0));
        await Assert.ThrowsAsync<BudgetExceededException>(async () => await Open(world, kind, "hi").ToListAsync());
        Assert.Equal(0, world.Log.Count);
        await AssertEndsAsync(world, settled: 0, suspended: 0);
    }

    [Fact]
    public async Task An_enumerator_that_nobody_disposes_ends_in_suspense_when_its_hold_is_too_old()
    {
        var clock = new StoppedClock();
        await using var world = World.Create(new BudgetOptions { TimeProvider = clock }, World.Limit(1));
        IAsyncEnumerator<object> abandoned = Open(world, "openai", "hi " + Scenarios.Slow).GetAsyncEnumerator();
        Assert.True(await abandoned.MoveNextAsync());
        OpenReservation held = Assert.Single(await world.OpenAsync());
        Assert.False(held.Suspended);

        clock.Advance(TimeSpan.FromHours(1));
        BudgetStatus status = Assert.Single(world.Budget.GetStatus());
        Assert.Equal((Usd.Zero, held.Hold), (status.Held, status.Suspense));
        Assert.True(Assert.Single(await world.OpenAsync()).Suspended);
    }

    private static async Task AssertEndsAsync(World world, int settled, int suspended)
    {
        Assert.Equal(settled, (await world.RecordsAsync()).Count);
        IReadOnlyList<OpenReservation> open = await world.OpenAsync();
        Assert.Equal(suspended, open.Count(static reservation => reservation.Suspended));
        Assert.Equal(0, open.Count(static reservation => !reservation.Suspended));
        foreach (BudgetStatus status in world.Budget.GetStatus())
            Assert.Equal(Usd.Zero, status.Held);
    }
}
