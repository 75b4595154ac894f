using BudgetGen.TestProvider;

namespace BudgetGen.Sdk.Tests.Leaks;

/// <summary>Attempts that a library hides behind a later one: a success, or a refusal that looks as if nothing had been billed.</summary>
public sealed class HiddenAttemptTests
{
    public static TheoryData<string> Clients => [.. SdkClients.Kinds];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task An_attempt_that_failed_before_a_success_is_added_with_its_input(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        await clients.CallAsync(client, "hi " + Scenarios.First(Scenarios.ServerError));

        Assert.Equal(2, world.Log.Count);
        ProviderCall call = world.Log.Calls.Last();
        Books books = await Books.CloseAsync(world);
        Assert.Contains("2 attempts: HTTP 500, HTTP 200", books.Notes, StringComparison.Ordinal);
        Assert.Equal((2 * call.Input, call.Output, true), (books.Record.InputTokens, books.Record.OutputTokens, books.Record.Estimated));
        Assert.Equal(books.Record.Cost, books.Status.Spent);
        Assert.True(books.Record.Cost > Usd.Zero);
        Assert.Single(books.Voids);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public Task An_attempt_that_timed_out_before_a_success_is_added_as_a_whole(string client) => Patience.HaveAsync(async timeout =>
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler(), timeout);
        Exception? failure = await Record.ExceptionAsync(() => clients.CallAsync(client, "hi " + Scenarios.First(Scenarios.Hang)));
        if (failure is not null || world.Log.Count != 2)
            return false;

        ProviderCall call = world.Log.Calls.Last();
        Books books = await Books.CloseAsync(world);
        Assert.Contains("2 attempts: ", books.Notes, StringComparison.Ordinal);
        Assert.Equal((2 * call.Input, 2 * call.Output, true), (books.Record.InputTokens, books.Record.OutputTokens, books.Record.Estimated));
        Assert.Single(books.Voids);
        return true;
    });

    [Theory]
    [InlineData("openai")]
    [InlineData("openai-sync")]
    [InlineData("azure")]
    [InlineData("azure-sync")]
    public async Task An_answer_that_broke_before_a_success_is_added_as_a_whole(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        await clients.CallAsync(client, "hi " + Scenarios.First(Scenarios.DropBody));

        ProviderCall call = world.Log.Calls.Last();
        Assert.Equal(2, world.Log.Count);
        Books books = await Books.CloseAsync(world);
        Assert.Contains("2 attempts: HTTP 200, then ", books.Notes, StringComparison.Ordinal);
        Assert.Equal((2 * call.Input, 2 * call.Output, true), (books.Record.InputTokens, books.Record.OutputTokens, books.Record.Estimated));
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("chat")]
    public async Task Anthropic_does_not_send_again_after_an_answer_that_broke(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        await Assert.ThrowsAnyAsync<Exception>(() => clients.CallAsync(client, "hi " + Scenarios.DropBody));

        Books books = await Books.CloseAsync(world);
        Assert.Equal((1, 1), (world.Log.Count, books.Suspended));
        Assert.Contains("1 attempt: HTTP 200, then ", books.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Without_the_handler_nobody_sees_it(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, handler: null);
        await clients.CallAsync(client, "hi " + Scenarios.First(Scenarios.ServerError));

        // The leak that the handler is for.
        Assert.Equal(2, world.Log.Count);
        Books books = await Books.CloseAsync(world);
        Assert.Equal((world.Log.Calls.Last().Input, false), (books.Record.InputTokens, books.Record.Estimated));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_refusal_after_a_failure_is_not_taken_at_its_word(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        await Assert.ThrowsAnyAsync<Exception>(() => clients.CallAsync(client, $"hi {Scenarios.First(Scenarios.ServerError)} {Scenarios.BadRequest}"));

        Assert.Equal(2, world.Log.Count);
        Books books = await Books.CloseAsync(world);
        Assert.Contains("2 attempts: HTTP 500, HTTP 400", books.Notes, StringComparison.Ordinal);
        Assert.Equal((0, 1), (books.Records.Count, books.Suspended));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public Task A_refusal_after_a_timeout_is_not_taken_at_its_word(string client) => Patience.HaveAsync(async timeout =>
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler(), timeout);
        await Assert.ThrowsAnyAsync<Exception>(() => clients.CallAsync(client, $"hi {Scenarios.First(Scenarios.Hang)} {Scenarios.BadRequest}"));
        Books books = await Books.CloseAsync(world);
        Assert.Empty(books.Records);
        Assert.True(books.Suspended >= 1);
        if (world.Log.Count != 2 || !books.Notes.Contains("HTTP 400", StringComparison.Ordinal))
            return false;

        Assert.Contains("2 attempts: ", books.Notes, StringComparison.Ordinal);
        Assert.Equal(1, books.Suspended);
        return true;
    });

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Without_the_handler_a_refusal_is_taken_at_its_word_and_the_ledger_says_so(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, handler: null);
        await Assert.ThrowsAnyAsync<Exception>(() => clients.CallAsync(client, $"hi {Scenarios.First(Scenarios.ServerError)} {Scenarios.BadRequest}"));

        Assert.Equal(2, world.Log.Count);
        Books books = await Books.CloseAsync(world);
        Assert.Equal((0, 0), (books.Records.Count, books.Suspended));
        Assert.Contains("HTTP 400; attempts were not seen", books.Notes, StringComparison.Ordinal);
    }
}
