using BudgetGen.TestProvider;

namespace BudgetGen.Sdk.Tests.Leaks;

/// <summary>Streams with the handler: as many attempts as the provider has seen, also where a reader reads later, leaves, or is left alone.</summary>
public sealed class HandledStreamTests
{
    public static TheoryData<string> Clients => [.. SdkClients.StreamKinds];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_request_leaves_when_it_is_read_and_again_when_it_is_read_again(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        IAsyncEnumerable<object> stream = clients.Stream(client, "hi");
        Assert.Equal(0, world.Log.Count);
        Assert.Empty((await Books.CloseAsync(world)).Ends);

        await stream.ToListAsync();
        await stream.ToListAsync();
        Books books = await Books.CloseAsync(world);
        Assert.Equal((2, 2, ""), (world.Log.Count, books.Records.Count, books.Notes));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Attempts_before_the_first_element_are_added(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        await clients.Stream(client, "hi " + Scenarios.First(Scenarios.ServerError)).ToListAsync();
        ProviderCall call = world.Log.Calls.Last();
        Books books = await Books.CloseAsync(world);
        Assert.Equal((2, "2 attempts: HTTP 500, HTTP 200"), (world.Log.Count, books.Ends[0].Note));
        Assert.Equal((2 * call.Input, call.Output, true), (books.Record.InputTokens, books.Record.OutputTokens, books.Record.Estimated));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_connection_that_breaks_is_one_attempt_and_one_estimate(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        await Assert.ThrowsAnyAsync<Exception>(async () => await clients.Stream(client, "hi " + Scenarios.Drop).ToListAsync());
        await AssertOneEstimateAsync(world);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task An_error_inside_the_stream_is_an_estimate_whether_the_library_throws_or_not(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        Task reading = clients.Stream(client, "hi " + Scenarios.ErrorEvent).ToListAsync().AsTask();
        if (client.StartsWith("openai", StringComparison.Ordinal))
            await reading;
        else
            await Assert.ThrowsAnyAsync<Exception>(() => reading);
        await AssertOneEstimateAsync(world);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_reader_who_leaves_is_one_attempt_and_one_estimate(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        await clients.Stream(client, "hi " + Scenarios.Slow).Take(3).ToListAsync();
        await AssertOneEstimateAsync(world);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("chat")]
    public async Task A_token_that_the_reader_gives_ends_the_stream(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (object _ in clients.Stream(client, "hi " + Scenarios.Stall).WithCancellation(cancel.Token))
                cancel.CancelAfter(200);
        });
        await AssertOneEstimateAsync(world);
    }

    [Fact]
    public async Task OpenAI_does_not_heed_a_token_that_the_reader_gives_and_the_whole_stream_is_booked()
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        using var cancel = new CancellationTokenSource();
        await foreach (object _ in Tracked.OpenAIStream(clients.OpenAI, "hi").WithCancellation(cancel.Token))
            await cancel.CancelAsync();
        Books books = await Books.CloseAsync(world);
        Assert.Equal((1, false), (world.Log.Count, books.Record.Estimated));
    }

    [Fact]
    public Task A_stream_that_falls_silent_ends_by_the_timeout_of_OpenAI_and_is_not_sent_again() => Patience.HaveAsync(async timeout =>
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler(), timeout);
        int updates = 0;
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (object _ in clients.Stream("openai", "hi " + Scenarios.Stall))
                updates++;
        });
        Books books = await Books.CloseAsync(world);
        Assert.True(books.Records.Count + books.Suspended >= 1);

        // Before it has begun, it is sent again as any request is.
        if (updates == 0)
            return false;

        Assert.Equal(1, world.Log.Calls.Count(static call => call.Scenario == Scenarios.Stall));
        return true;
    });

    [Fact]
    public async Task A_stream_that_falls_silent_for_ever_ends_in_suspense_when_its_hold_is_too_old()
    {
        var clock = new StoppedClock();
        await using var world = World.Create(new BudgetOptions { TimeProvider = clock }, World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler(), TimeSpan.FromSeconds(1));
        using var leave = new CancellationTokenSource();
        IAsyncEnumerator<object> stalled = clients.Stream("anthropic", "hi " + Scenarios.Stall, leave.Token).GetAsyncEnumerator();
        Task reading = ReadAsync(stalled);
        while (world.Log.Count == 0)
            await Task.Delay(5);

        clock.Advance(TimeSpan.FromHours(1));
        BudgetStatus status = Assert.Single(world.Budget.GetStatus());
        Assert.Equal(Usd.Zero, status.Held);
        Assert.True(status.Suspense > Usd.Zero);
        Assert.True(Assert.Single(await world.OpenAsync()).Suspended);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await stalled.DisposeAsync();
    }

    private static async Task ReadAsync(IAsyncEnumerator<object> stream)
    {
        while (await stream.MoveNextAsync())
        {
        }
    }

    private static async Task AssertOneEstimateAsync(World world)
    {
        Books books = await Books.CloseAsync(world);
        Assert.Equal((1, 1), (world.Log.Count, books.Ends.Count));
        Assert.True(books.Record.Estimated);
        Assert.True(books.Record.Cost > Usd.Zero);
    }
}
