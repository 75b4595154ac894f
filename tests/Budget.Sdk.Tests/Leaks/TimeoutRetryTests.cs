using BudgetGen.TestProvider;

namespace BudgetGen.Sdk.Tests.Leaks;

/// <summary>A client's timeout sends the request again: a slow answer may be generated, and billed, several times. Each time is held for, and refused where a budget cannot afford it.</summary>
public sealed class TimeoutRetryTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(250);

    public static TheoryData<string> Clients => [.. SdkClients.Kinds];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Each_attempt_that_timed_out_stays_charged(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler(), s_timeout);
        await Assert.ThrowsAnyAsync<Exception>(() => clients.CallAsync(client, "hi " + Scenarios.Hang));

        Books books = await Books.CloseAsync(world);
        Assert.Empty(books.Records);
        Assert.Contains($"{Attempts(client)} attempts: ", books.Notes, StringComparison.Ordinal);
        Assert.Equal(Attempts(client), books.Suspended);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Without_the_handler_one_hold_stays_charged_for_all_of_them(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, handler: null, s_timeout);
        await Assert.ThrowsAnyAsync<Exception>(() => clients.CallAsync(client, "hi " + Scenarios.Hang));

        Books books = await Books.CloseAsync(world);
        Assert.Equal(1, books.Suspended);
        Assert.EndsWith("; attempts were not seen", books.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_gives_up_has_sent_it_once()
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        using var cancel = new CancellationTokenSource();
        Task call = Tracked.OpenAIAsync(clients.OpenAI, "hi " + Scenarios.Hang, cancel.Token);
        while (world.Log.Count == 0)
            await Task.Delay(5);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Books books = await Books.CloseAsync(world);
        Assert.Equal((1, 1), (world.Log.Count, books.Suspended));
        Assert.Contains("1 attempt: ", books.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_retry_that_the_budget_cannot_afford_is_not_sent(string client)
    {
        Usd hold = await HoldAsync(client);
        await using var world = World.Create(World.Limit(1) with { Limit = hold + hold });
        using var clients = new SdkClients(world, SdkClients.Handler());
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => clients.CallAsync(client, "hi " + Scenarios.ServerError));

        // There is room for two attempts and no more, whatever the library would have done.
        Assert.Equal(2, world.Log.Count);
        Assert.Contains(Inside(error), static inner => inner is BudgetExceededException);
        Books books = await Books.CloseAsync(world);
        Assert.Equal((2, hold + hold), (books.Suspended, books.Status.Suspense));
    }

    private static async Task<Usd> HoldAsync(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler(), retries: false);
        await Assert.ThrowsAnyAsync<Exception>(() => clients.CallAsync(client, "hi " + Scenarios.ServerError));
        return (await Books.CloseAsync(world)).Status.Suspense;
    }

    private static int Attempts(string client) => client is "anthropic" or "chat" ? 3 : 4;

    private static IEnumerable<Exception> Inside(Exception? error) =>
        error is null ? [] : error is AggregateException many ? many.InnerExceptions.SelectMany(Inside) : [error, .. Inside(error.InnerException)];
}
