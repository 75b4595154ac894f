using BudgetGen.TestProvider;

namespace BudgetGen.Sdk.Tests.Leaks;

/// <summary>Every status, through every client with its own retries: as many attempts on the ledger as the provider has seen, and money back only where none of them may be billed.</summary>
public sealed class RetryTests
{
    private static readonly int[] s_statuses = [400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 501, 502, 503, 504, 529];

    public static TheoryData<string> Clients => [.. SdkClients.Kinds];

    [Theory]
    [MemberData(nameof(Clients))]
    public Task Each_status_is_retried_as_the_library_does_and_booked_as_its_attempts_are(string client) =>
        Task.WhenAll(s_statuses.Select(status => ExpectAsync(client, status)));

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_call_that_goes_well_at_once_is_no_estimate_and_has_no_note(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        await clients.CallAsync(client, "hi");

        Books books = await Books.CloseAsync(world);
        Assert.Equal((1, "", false), (world.Log.Count, books.Notes, books.Record.Estimated));
    }

    /// <summary>The tests shorten the waits.</summary>
    [Fact]
    public void Azures_client_waits_and_gives_up_as_its_options_say()
    {
        Azure.Core.RetryOptions retry = new Azure.AI.OpenAI.OpenAIClientOptions().Retry;
        Assert.Equal((3, TimeSpan.FromSeconds(0.8), Azure.Core.RetryMode.Exponential, TimeSpan.FromSeconds(100)), (retry.MaxRetries, retry.Delay, retry.Mode, retry.NetworkTimeout));
    }

    private static async Task ExpectAsync(string client, int status)
    {
        // Not before the first await: each has its own provider, and the manager flows with the execution context.
        await Task.Yield();
        await using var world = World.Create(World.Limit(10));
        using var clients = new SdkClients(world, SdkClients.Handler());
        await Assert.ThrowsAnyAsync<Exception>(() => clients.CallAsync(client, "hi " + Scenarios.Status(status)));

        Assert.Equal((status, Posts(client, status)), (status, world.Log.Count));
        Books books = await Books.CloseAsync(world);
        Assert.Contains($"{world.Log.Count} attempt{(world.Log.Count == 1 ? "" : "s")}: HTTP {status}", books.Notes, StringComparison.Ordinal);
        Assert.Empty(books.Records);
        bool isFree = status is 400 or 401 or 403 or 404 or 413 or 422 or 429;
        Assert.Equal((status, isFree ? 0 : world.Log.Count), (status, books.Suspended));
    }

    private static int Posts(string client, int status) => client is "anthropic" or "chat"
        ? status is 408 or 409 or 429 or >= 500 ? 3 : 1
        : status is 408 or 429 or 500 or 502 or 503 or 504 ? 4 : 1;
}
