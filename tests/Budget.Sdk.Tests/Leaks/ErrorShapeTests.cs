using System.Net;
using System.Net.Sockets;
using System.ClientModel;
using Anthropic;
using Anthropic.Core;
using Anthropic.Models.Messages;
using BudgetGen.TestProvider;
using OpenAI;
using OpenAI.Chat;

namespace BudgetGen.Sdk.Tests.Leaks;

/// <summary>Tracked and with the handler, a call fails exactly as it does without both: our code around it catches what it has always caught.</summary>
public sealed class ErrorShapeTests
{
    public static TheoryData<string, string> Failures
    {
        get
        {
            var failures = new TheoryData<string, string>();
            foreach (string client in (string[])["openai", "anthropic"])
            {
                foreach (string scenario in (string[])[Scenarios.Drop, Scenarios.DropBody, Scenarios.BadJson, Scenarios.ServerError, Scenarios.BadRequest, Scenarios.Hang])
                    failures.Add(client, scenario);
            }

            return failures;
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task The_exception_is_the_same_and_only_a_refusal_is_free(string client, string scenario)
    {
        await using var world = World.Create(World.Limit(1));
        TimeSpan timeout = scenario == Scenarios.Hang ? TimeSpan.FromMilliseconds(250) : TimeSpan.FromSeconds(30);
        using var clients = new SdkClients(world, SdkClients.Handler(), timeout);
        Exception tracked = await Assert.ThrowsAnyAsync<Exception>(() => clients.CallAsync(client, "hi " + scenario));
        int attempts = world.Log.Count;
        using var plain = new SdkClients(world, handler: null, timeout);
        Exception bare = await Assert.ThrowsAnyAsync<Exception>(() => BareAsync(plain, client, "hi " + scenario));

        Assert.Equal(Shape(bare), Shape(tracked));
        Books books = await Books.CloseAsync(world);
        if (scenario == Scenarios.Hang)
        {
            // What is cancelled on a busy machine may not have arrived; it was sent all the same.
            Assert.Equal(client == "openai" ? 4 : 3, books.Suspended);
            return;
        }

        Assert.Equal(2 * attempts, world.Log.Count);
        Assert.Contains($"{attempts} attempt", books.Notes, StringComparison.Ordinal);
        Assert.Equal(scenario == Scenarios.BadRequest ? 0 : attempts, books.Suspended);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_refused_connection_costs_nothing_however_often_it_is_tried(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string nobody = $"http://{listener.LocalEndpoint}";
        listener.Stop();
        using HttpClient http = new(SdkClients.Handler());
        if (client == "openai")
        {
            var options = new OpenAIClientOptions { Endpoint = new Uri(nobody + "/v1"), Transport = new System.ClientModel.Primitives.HttpClientPipelineTransport(http) };
            await Assert.ThrowsAnyAsync<Exception>(() => Tracked.OpenAIAsync(new ChatClient("gpt-4o-mini", new ApiKeyCredential("test"), options), "hi"));
        }
        else
        {
            using var anthropic = new AnthropicClient(new ClientOptions { ApiKey = "test", BaseUrl = nobody, HttpClient = http });
            await Assert.ThrowsAnyAsync<Exception>(() => Tracked.AnthropicAsync(anthropic.Messages, "hi"));
        }

        Books books = await Books.CloseAsync(world);
        Assert.Equal((0, 0, Usd.Zero), (books.Records.Count, books.Suspended, books.Status.Spent));
        Assert.Single(books.Voids);
        Assert.Contains("attempts: HttpRequestException", books.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_beforehand_sends_nothing_and_costs_nothing()
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Tracked.OpenAIAsync(clients.OpenAI, "hi", new CancellationToken(canceled: true)));
        Books books = await Books.CloseAsync(world);
        Assert.Equal((0, 0, 0), (world.Log.Count, books.Records.Count, books.Suspended));
    }

    [BudgetIgnore("The untracked twin that the tracked call is compared with.")]
    private static Task BareAsync(SdkClients clients, string client, string text) => client == "openai"
        ? clients.OpenAI.CompleteChatAsync([ChatMessage.CreateUserMessage(text)], new ChatCompletionOptions { MaxOutputTokenCount = 100 })
        : clients.Anthropic.Messages.Create(new MessageCreateParams { Model = Tracked.Claude, MaxTokens = 100, Messages = [new MessageParam(new UserMessageParam(text))] });

    /// <summary>What a cancellation met inside the socket is a matter of luck.</summary>
    private static string Shape(Exception error) => error is AggregateException many
        ? $"{error.GetType().Name}({string.Join(", ", many.InnerExceptions.Select(Shape))})"
        : error.GetType().Name + (error.InnerException is { } inner && error is not OperationCanceledException ? $" <- {Shape(inner)}" : "");
}
