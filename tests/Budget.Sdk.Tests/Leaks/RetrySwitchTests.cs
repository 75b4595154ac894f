using BudgetGen.TestProvider;

namespace BudgetGen.Sdk.Tests.Leaks;

/// <summary>What switches retries off: the libraries' own switches, as the documentation has them, and the handler's, which keeps the retries that cost nothing.</summary>
public sealed class RetrySwitchTests
{
    public static TheoryData<string> Clients => [.. SdkClients.Kinds];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Switched_off_in_the_library_nothing_is_sent_again(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler(), retries: false);
        await Assert.ThrowsAnyAsync<Exception>(() => clients.CallAsync(client, "hi " + Scenarios.ServerError));
        await Assert.ThrowsAnyAsync<Exception>(() => clients.CallAsync(client, "hi " + Scenarios.Status(429)));

        Books books = await Books.CloseAsync(world);
        Assert.Equal((2, 1), (world.Log.Count, books.Suspended));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Refused_by_the_handler_what_may_have_been_billed_is_not_sent_again(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, new LlmAttemptHandler(LlmAttemptHandler.CreateSocketsHandler()) { RefusesPaidRetries = true });
        await Assert.ThrowsAnyAsync<Exception>(() => clients.CallAsync(client, "hi " + Scenarios.ServerError));
        Assert.Equal(1, world.Log.Count);
        Assert.Equal(1, (await Books.CloseAsync(world)).Suspended);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Refused_by_the_handler_what_cost_nothing_is_still_sent_again(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, new LlmAttemptHandler(LlmAttemptHandler.CreateSocketsHandler()) { RefusesPaidRetries = true });
        await clients.CallAsync(client, "hi " + Scenarios.First(Scenarios.Status(429)));
        Books books = await Books.CloseAsync(world);
        Assert.Equal((2, false, world.Log.Calls.Last().Input), (world.Log.Count, books.Record.Estimated, books.Record.InputTokens));
        Assert.Empty(books.Voids);
    }
}
