using Microsoft.Extensions.AI;

namespace BudgetGen.Sdk.Tests;

/// <summary>A client that calls functions streams several requests as one: each with its finish reason and its usage.</summary>
public sealed class FunctionLoopTests
{
    private static readonly ChatResponseUpdate[] s_updates =
    [
        new(ChatRole.Assistant, [new FunctionCallContent("1", "look")]),
        new() { Role = ChatRole.Assistant, FinishReason = ChatFinishReason.ToolCalls },
        new(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 1_000, OutputTokenCount = 5 })]),
        new(ChatRole.Tool, [new FunctionResultContent("1", "found")]),
        new(ChatRole.Assistant, new string('x', 60)),
        new(ChatRole.Assistant, new string('y', 20)) { FinishReason = ChatFinishReason.Stop },
        new(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 1_010, OutputTokenCount = 20 })]),
    ];

    [Fact]
    public async Task Read_to_its_end_the_usages_add_up()
    {
        await using var world = World.Create(World.Limit(1));
        await Tracked.ChatStream(new Canned(), "hi").ToListAsync();
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal((2_010, 25, false), (record.InputTokens, record.OutputTokens, record.Usage.Estimated));
    }

    [Fact]
    public async Task Left_in_the_second_request_the_first_one_is_not_all_of_it()
    {
        await using var world = World.Create(World.Limit(1));
        await Tracked.ChatStream(new Canned(), "hi").Take(5).ToListAsync();
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.True(record.Usage.Estimated);
        Assert.True(record.InputTokens > 1_000, $"{record.InputTokens}");
        Assert.Equal(5 + 100, record.OutputTokens);
    }

    private sealed class Canned : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => s_updates.ToAsyncEnumerable();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
