using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Net.Sockets;
using BudgetGen.Storage;
using BudgetGen.TestProvider;
using OpenAI;
using OpenAI.Chat;

namespace BudgetGen.Sdk.Tests;

/// <summary>What certainly cost nothing goes back; everything else stays charged, visibly. The exceptions are the SDKs' own.</summary>
public sealed class FailureTests
{
    public static TheoryData<string> Clients => ["openai", "openai-sync", "anthropic", "chat"];

    private static Task CallAsync(World world, string client, string text) => client switch
    {
        "openai" => Tracked.OpenAIAsync(world.OpenAI, text),
        "openai-sync" => Task.Run(() => Tracked.OpenAI(world.OpenAI, text)),
        "anthropic" => Tracked.AnthropicAsync(world.Anthropic.Messages, text),
        _ => Tracked.ChatAsync(world.Chat, text),
    };

    [Theory]
    [MemberData(nameof(Clients))]
    public Task A_bad_request_is_not_billed(string client) => ExpectAsync(client, Scenarios.BadRequest, voided: true);

    [Theory]
    [MemberData(nameof(Clients))]
    public Task A_server_error_may_have_been_billed(string client) => ExpectAsync(client, Scenarios.ServerError, voided: false);

    [Theory]
    [MemberData(nameof(Clients))]
    public Task A_broken_connection_may_have_been_billed(string client) => ExpectAsync(client, Scenarios.Drop, voided: false);

    [Theory]
    [MemberData(nameof(Clients))]
    public Task A_body_that_nobody_can_read_may_have_been_billed(string client) => ExpectAsync(client, Scenarios.BadJson, voided: false);

    [Theory]
    [MemberData(nameof(Clients))]
    public Task A_timeout_may_have_been_billed(string client) => ExpectAsync(client, Scenarios.Hang, voided: false, TimeSpan.FromSeconds(3));

    [Fact]
    public async Task A_refused_connection_costs_nothing()
    {
        await using var world = World.Create(World.Limit(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var nobody = new Uri($"http://{listener.LocalEndpoint}/v1");
        listener.Stop();
        var client = new ChatClient("gpt-4o-mini", new ApiKeyCredential("test"), new OpenAIClientOptions { Endpoint = nobody, RetryPolicy = new ClientRetryPolicy(0) });

        await Assert.ThrowsAnyAsync<Exception>(() => Tracked.OpenAIAsync(client, "hi"));
        await AssertAsync(world, voided: true);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_beforehand_costs_nothing()
    {
        await using var world = World.Create(World.Limit(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Tracked.OpenAIAsync(world.OpenAI, "hi", new CancellationToken(canceled: true)));
        Assert.Equal(0, world.Log.Count);
        await AssertAsync(world, voided: true);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_in_flight_may_have_been_billed()
    {
        await using var world = World.Create(World.Limit(1));
        using var cancel = new CancellationTokenSource();
        Task call = Tracked.OpenAIAsync(world.OpenAI, "hi " + Scenarios.Hang, cancel.Token);
        while (world.Log.Count == 0)
            await Task.Delay(5);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await AssertAsync(world, voided: false);
    }

    [Fact]
    public async Task The_exception_is_the_one_that_the_bare_call_throws()
    {
        await using var world = World.Create(World.Limit(1));
        ClientResultException tracked = await Assert.ThrowsAsync<ClientResultException>(() => Tracked.OpenAIAsync(world.OpenAI, Scenarios.BadRequest));
        ClientResultException bare = await Assert.ThrowsAsync<ClientResultException>(() => Bare(world.OpenAI));
        Assert.Equal((bare.Status, bare.Message), (tracked.Status, tracked.Message));
    }

    [BudgetIgnore("The untracked twin that the tracked call is compared with.")]
    private static Task<ClientResult<ChatCompletion>> Bare(ChatClient client) => client.CompleteChatAsync(Scenarios.BadRequest);

    private static async Task ExpectAsync(string client, string scenario, bool voided, TimeSpan? timeout = null)
    {
        await using var world = World.Create(timeout ?? TimeSpan.FromSeconds(30), World.Limit(1));
        await Assert.ThrowsAnyAsync<Exception>(() => CallAsync(world, client, "hi " + scenario));
        Assert.Equal(1, world.Log.Count);
        await AssertAsync(world, voided);
    }

    private static async Task AssertAsync(World world, bool voided)
    {
        Assert.Empty(await world.RecordsAsync());
        BudgetStatus status = Assert.Single(world.Budget.GetStatus());
        Assert.Equal(Usd.Zero, status.Held);
        Assert.Equal(Usd.Zero, status.Spent);
        IReadOnlyList<OpenReservation> open = await world.OpenAsync();
        if (voided)
        {
            Assert.Empty(open);
            Assert.Equal(Usd.Zero, status.Suspense);
        }
        else
        {
            OpenReservation lost = Assert.Single(open);
            Assert.True(lost.Suspended);
            Assert.Equal(lost.Hold, status.Suspense);
        }
    }
}
