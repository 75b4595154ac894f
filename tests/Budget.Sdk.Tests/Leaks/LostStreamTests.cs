using System.ClientModel.Primitives;
using BudgetGen.TestProvider;
using OpenAI.Responses;

namespace BudgetGen.Sdk.Tests.Leaks;

/// <summary>A stream whose connection is lost: OpenAI's client sends the whole paid request again, without limit and without a word, if the events had ids.</summary>
public sealed class LostStreamTests
{
    private const string Lost = "hi " + Scenarios.DropWithIds;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unguarded_it_is_sent_again_and_again(bool retries)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, handler: null, retries: retries);
        using var enough = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (StreamingResponseUpdate _ in LostStream.Metered(clients.Responses, Lost, enough.Token))
            {
                if (world.Log.Count > 5)
                    await enough.CancelAsync();
            }
        });

        // The danger is real, and switching retries off does not help.
        Assert.True(world.Log.Count > 5, $"{world.Log.Count}");
        Assert.Contains(world.Log.Calls, static call => call.LastEventId is not null);
        Books books = await Books.CloseAsync(world);
        Assert.True(books.Record.Estimated);
        Assert.Contains("attempts: the stream began anew", books.Notes, StringComparison.Ordinal);

        // Five times the input at least, for the attempts whose loss was noticed.
        Assert.True(books.Record.InputTokens >= 5 * Lost.Length, $"{books.Record.InputTokens}");
    }

    [Fact]
    public async Task The_handler_refuses_it_and_the_reader_learns_of_it()
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await LostStream.Metered(clients.Responses, Lost).ToListAsync());
        await AssertOnceAsync(world);
    }

    [Fact]
    public async Task The_documented_policy_refuses_it_too()
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, handler: null);
        clients.ResponsesOptions.AddPolicy(new RefuseResending(), PipelinePosition.PerCall);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await LostStream.Metered(clients.Responses, Lost).ToListAsync());
        await AssertOnceAsync(world);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sent_again_once_it_is_booked_twice(bool seen)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, seen ? new LlmAttemptHandler(LlmAttemptHandler.CreateSocketsHandler()) { AllowsResending = true } : null);
        List<StreamingResponseUpdate> updates = await LostStream.Metered(clients.Responses, "hi " + Scenarios.First(Scenarios.DropWithIds)).ToListAsync();

        Assert.Equal((2, 2), (world.Log.Count, updates.OfType<StreamingResponseCreatedUpdate>().Count()));
        ProviderCall call = world.Log.Calls.Last();
        Books books = await Books.CloseAsync(world);
        Assert.Equal((2 * call.Input, 2 * call.Output, true), (books.Record.InputTokens, books.Record.OutputTokens, books.Record.Estimated));
        Assert.StartsWith("2 attempts: ", books.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_that_are_whole_are_left_alone()
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        Assert.NotEmpty(await LostStream.Metered(clients.Responses, "hi " + Scenarios.Ids).ToListAsync());
        ProviderCall call = Assert.Single(world.Log.Calls);
        Books books = await Books.CloseAsync(world);
        Assert.Equal((call.Input, call.Output, false, ""), (books.Record.InputTokens, books.Record.OutputTokens, books.Record.Estimated, books.Notes));
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("openai-sync")]
    [InlineData("anthropic")]
    [InlineData("chat")]
    public async Task Other_streams_do_not_reconnect(string client)
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, handler: null);
        await Assert.ThrowsAnyAsync<Exception>(async () => await clients.Stream(client, Lost).ToListAsync());
        Assert.Equal(1, world.Log.Count);
        Assert.True((await Books.CloseAsync(world)).Record.Estimated);
    }

    private static async Task AssertOnceAsync(World world)
    {
        Assert.Equal(1, world.Log.Count);
        Books books = await Books.CloseAsync(world);
        Assert.True(books.Record.Estimated);
        Assert.True(books.Record.Cost > Usd.Zero);
    }

    /// <summary>As docs/retries.md has it.</summary>
    private sealed class RefuseResending : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Check(message);
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Check(message);
            return ProcessNextAsync(message, pipeline, currentIndex);
        }

        private static void Check(PipelineMessage message)
        {
            if (message.Request.Method == "POST" && message.Request.Headers.TryGetValue("Last-Event-ID", out _))
                throw new InvalidOperationException("The stream was lost; sending the paid request again was refused.");
        }
    }
}
