using BudgetGen.TestProvider;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = OpenAI.Chat.ChatMessage;

namespace BudgetGen.Sdk.Tests;

/// <summary>Who pays flows from the annotated method to the SDK call inside it, and nothing is counted twice.</summary>
public sealed class ScopeTests
{
    [Fact]
    public async Task The_user_of_the_annotated_method_pays()
    {
        await using var world = World.Create();
        await Desk.AskAsync(world.OpenAI, "alice", "hi");
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal(("alice", "desk", "ScopeTests.Desk.AskAsync"), (record.User, record.Project, record.Operation));
        Assert.Contains("ScopeTests.cs:", record.Endpoint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parallel_calls_keep_their_own_user()
    {
        await using var world = World.Create();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Desk.AskAsync(world.OpenAI, $"user-{i}", "hi")));
        Assert.Equal(
            Enumerable.Range(0, 50).Select(static i => $"user-{i}").Order(StringComparer.Ordinal),
            (await world.RecordsAsync()).Select(static record => record.User).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_scope_does_not_leak_to_the_caller()
    {
        await using var world = World.Create();
        await Desk.AskAsync(world.OpenAI, "alice", "hi");
        Assert.Null(BudgetContext.Current.User);
    }

    [Fact]
    public async Task A_stream_keeps_its_user_through_every_step()
    {
        await using var world = World.Create();
        await foreach (string _ in Desk.TellAsync(world.OpenAI, "bob", "hi"))
            Assert.Null(BudgetContext.Current.User);
        Assert.Equal("bob", (await world.OnlyRecordAsync()).User);
    }

    [Fact]
    public async Task A_stream_that_leaves_its_method_unread_keeps_its_user()
    {
        await using var world = World.Create();
        await Desk.Open(world.OpenAI, "carol", "hi").ToListAsync();
        Assert.Equal("carol", (await world.OnlyRecordAsync()).User);
    }

    [Fact]
    public async Task A_metered_call_inside_a_metered_call_is_counted_once()
    {
        await using var world = World.Create(World.Limit(1));
        using var client = new OpenAIBehindTheAbstraction(world.OpenAI);
        await Desk.ChatAsync(client, "dave", "hi");
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal("dave", record.User);
        Assert.Equal(world.Log.Calls.Single().Input, record.InputTokens);
        Assert.Equal(record.Cost, Assert.Single(world.Budget.GetStatus()).Spent);
    }

    [Fact]
    public async Task The_ambient_context_pays_where_no_attribute_names_a_user()
    {
        await using var world = World.Create();
        using (BudgetContext.Use(user: "erin", team: "blue"))
            await Desk.AnonymousAsync(world.OpenAI, "hi");
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal(("erin", "blue"), (record.User, record.Team));
    }

    [Fact]
    public async Task A_method_without_an_sdk_call_is_metered_as_a_whole()
    {
        await using var world = World.Create(World.Limit(1));
        Assert.Equal("four words of answer", await Desk.EchoAsync("frank", "a prompt of some length"));
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal(("frank", "gpt-4o-mini"), (record.User, record.Model));
        Assert.True(record.Estimated);
        Assert.Equal(5, record.OutputTokens);
    }

    [Fact]
    public async Task Usage_that_the_method_reports_is_booked_exactly()
    {
        await using var world = World.Create(World.Limit(1));
        await Desk.ReportAsync("grace", "a prompt");
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal(LlmUsage.Of(1_000, 500), record.Usage);
        Assert.Equal(Usd.FromDollars(0.00045m), record.Cost);
    }

    [Fact]
    public async Task A_cap_on_the_method_rejects_what_may_cost_more()
    {
        await using var world = World.Create();
        BudgetExceededException rejection = await Assert.ThrowsAsync<BudgetExceededException>(() => Desk.CappedAsync(world.OpenAI, "heidi", "hi"));
        Assert.Equal(RejectionReason.PerRequestCap, rejection.Reason);
        Assert.Equal(0, world.Log.Count);
    }

    internal static class Desk
    {
        [TrackLlmCall("gpt-4o-mini", "{user}", Project = "desk")]
        internal static async Task<string> AskAsync(ChatClient client, string user, string question)
        {
            ChatCompletion completion = await client.CompleteChatAsync([ChatMessage.CreateUserMessage(question)], new ChatCompletionOptions { MaxOutputTokenCount = 100 });
            return completion.Content[0].Text;
        }

        [TrackLlmCall("gpt-4o-mini", "{user}")]
        internal static async IAsyncEnumerable<string> TellAsync(ChatClient client, string user, string question)
        {
            await foreach (StreamingChatCompletionUpdate update in client.CompleteChatStreamingAsync(ChatMessage.CreateUserMessage(question)))
            {
                foreach (ChatMessageContentPart part in update.ContentUpdate)
                    yield return part.Text;
            }
        }

        [TrackLlmCall("gpt-4o-mini", "{user}")]
        internal static System.ClientModel.AsyncCollectionResult<StreamingChatCompletionUpdate> Open(ChatClient client, string user, string question) =>
            client.CompleteChatStreamingAsync(ChatMessage.CreateUserMessage(question));

        [TrackLlmCall("gpt-4o-mini", "{user}")]
        internal static Task<ChatResponse> ChatAsync(IChatClient client, string user, string question) => client.GetResponseAsync(question);

        [TrackLlmCall]
        internal static async Task AnonymousAsync(ChatClient client, string question) => await client.CompleteChatAsync(question);

        [TrackLlmCall("gpt-4o-mini", "{user}")]
        internal static async Task<string> EchoAsync(string user, string prompt)
        {
            await Task.Yield();
            return "four words of answer";
        }

        [TrackLlmCall("gpt-4o-mini", "{user}")]
        internal static async Task<int> ReportAsync(string user, string prompt)
        {
            await Task.Yield();
            LlmCallScope.Report(LlmUsage.Of(1_000, 500));
            return 42;
        }

        [TrackLlmCall("gpt-4o-mini", "{user}", MaxCost = "0.000001")]
        internal static async Task CappedAsync(ChatClient client, string user, string question) => await client.CompleteChatAsync(question);
    }

    /// <summary>A user's own client: a metered call of OpenAI's client inside a metered call of the abstraction.</summary>
    [TrackLlmCall]
    private sealed class OpenAIBehindTheAbstraction(ChatClient inner) : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            ChatCompletion completion = await inner.CompleteChatAsync([ChatMessage.CreateUserMessage(messages.First().Text)], cancellationToken: cancellationToken);
            return new ChatResponse(new Microsoft.Extensions.AI.ChatMessage(ChatRole.Assistant, completion.Content[0].Text))
            {
                ModelId = completion.Model,
                Usage = new UsageDetails { InputTokenCount = completion.Usage.InputTokenCount, OutputTokenCount = completion.Usage.OutputTokenCount },
            };
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", null, "gpt-4o-mini") : null;

        public void Dispose()
        {
        }
    }
}
