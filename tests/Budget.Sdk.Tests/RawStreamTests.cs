using Anthropic.Core;
using Anthropic.Models.Messages;
using BudgetGen.Storage;
using BudgetGen.TestProvider;

namespace BudgetGen.Sdk.Tests;

/// <summary>Raw streams send their request at the call: the hold is made there, and whatever becomes of the body ends it.</summary>
public sealed class RawStreamTests
{
    [Fact]
    public async Task A_body_that_nobody_reads_is_settled_when_it_is_disposed_of()
    {
        await using var world = World.Create(World.Limit(1));
        StreamingHttpResponse<RawMessageStreamEvent> response = await TrackedAnthropic.RawStream(world.Anthropic.Messages.WithRawResponse, "hi");
        Assert.False(Assert.Single(await world.OpenAsync()).Suspended);
        response.Dispose();
        await AssertEstimatedAsync(world);
    }

    [Fact]
    public async Task A_body_that_nobody_disposes_of_ends_in_suspense()
    {
        var clock = new StoppedClock();
        await using var world = World.Create(new BudgetOptions { TimeProvider = clock }, World.Limit(1));
        _ = await TrackedAnthropic.RawStream(world.Anthropic.Messages.WithRawResponse, "hi");
        OpenReservation held = Assert.Single(await world.OpenAsync());
        clock.Advance(TimeSpan.FromHours(1));
        BudgetStatus status = Assert.Single(world.Budget.GetStatus());
        Assert.Equal((Usd.Zero, held.Hold), (status.Held, status.Suspense));
    }

    [Fact]
    public async Task Enumerated_twice_is_one_request_and_one_record()
    {
        await using var world = World.Create(World.Limit(1));
        using StreamingHttpResponse<RawMessageStreamEvent> response = await TrackedAnthropic.RawStream(world.Anthropic.Messages.WithRawResponse, "hi");
        Assert.NotEmpty(await response.Enumerate().ToListAsync());
        try
        {
            await response.Enumerate().ToListAsync();
        }
        catch (ObjectDisposedException)
        {
            // The SDK's own second reading, which finds the body gone or empty.
        }

        Assert.Equal(1, world.Log.Count);
        Assert.False((await world.OnlyRecordAsync()).Estimated);
        await world.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task Leaving_early_settles_an_estimate()
    {
        for (int elements = 1; elements <= 4; elements++)
        {
            await using var world = World.Create(World.Limit(1));
            using (StreamingHttpResponse<RawMessageStreamEvent> response = await TrackedAnthropic.RawStream(world.Anthropic.Messages.WithRawResponse, "hi " + Scenarios.Slow))
                Assert.Equal(elements, (await response.Enumerate().Take(elements).ToListAsync()).Count);
            await AssertEstimatedAsync(world);
        }
    }

    [Theory]
    [InlineData(Scenarios.CleanCut)]
    [InlineData(Scenarios.Drop)]
    public async Task A_body_that_is_cut_settles_an_estimate(string scenario)
    {
        await using var world = World.Create(World.Limit(1));
        using (StreamingHttpResponse<RawMessageStreamEvent> response = await TrackedAnthropic.RawStream(world.Anthropic.Messages.WithRawResponse, "hi " + scenario))
        {
            if (scenario == Scenarios.Drop)
                await Assert.ThrowsAnyAsync<IOException>(async () => await response.Enumerate().ToListAsync());
            else
                await response.Enumerate().ToListAsync();
        }

        UsageRecord record = await AssertEstimatedAsync(world);
        Assert.True(record.OutputTokens > 1, "the provisional output of 1 must not be taken as final");
    }

    [Fact]
    public async Task A_cancelled_body_settles_an_estimate()
    {
        await using var world = World.Create(World.Limit(1));
        using var cancel = new CancellationTokenSource();
        using (StreamingHttpResponse<RawMessageStreamEvent> response = await TrackedAnthropic.RawStream(world.Anthropic.Messages.WithRawResponse, "hi " + Scenarios.Slow, cancel.Token))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (RawMessageStreamEvent _ in response.Enumerate(cancel.Token))
                    await cancel.CancelAsync();
            });
        }

        await AssertEstimatedAsync(world);
    }

    [Fact]
    public async Task The_body_as_text_is_whole_and_settles()
    {
        await using var world = World.Create(World.Limit(1));
        using StreamingHttpResponse<RawMessageStreamEvent> response = await TrackedAnthropic.RawStream(world.Anthropic.Messages.WithRawResponse, "hi");
        string body = await response.ReadAsString();
        Assert.Contains("event: message_stop", body, StringComparison.Ordinal);
        Assert.False((await world.OnlyRecordAsync()).Estimated);
        await world.AssertNothingHeldAsync();
    }

    private static async Task<UsageRecord> AssertEstimatedAsync(World world)
    {
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.True(record.Estimated);
        Assert.True(record.Cost > Usd.Zero);
        Assert.Empty(await world.OpenAsync());
        return record;
    }
}
