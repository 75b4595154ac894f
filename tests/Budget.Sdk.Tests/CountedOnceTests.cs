using BudgetGen;
using BudgetGen.Sdk.Tests;
using BudgetGen.TestProvider;
using OpenAI.Chat;

[assembly: LlmMethod(typeof(DeclaredAsker), nameof(DeclaredAsker.AskAsync), Model = "gpt-4o-mini", MaxOutputTokens = "100")]

namespace BudgetGen.Sdk.Tests;

/// <summary>A call by hand, or of a declared method, around a call that an interceptor meters: one request, one record.</summary>
[TrackLlmCall(User = "tester", Project = "sdk")]
public sealed class CountedOnceTests
{
    private static readonly ProviderUsage s_usage = new(Input: 100, Cached: 0, Output: 50, Reasoning: 0);

    public static TheoryData<bool> Answers => [true, false];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_call_by_hand_around_a_tracked_call_is_counted_once(bool tellsUsage)
    {
        await using var world = World.Create(World.Limit(1));
        world.Provider.Usage = static _ => s_usage;
        var tracker = new UsageTracker(world.Budget);
        ChatCompletion answer = await tracker.RunAsync(
            "gpt-4o-mini", "tester", maxInputTokens: 1_000, maxOutputTokens: 100, token => Tracked.OpenAIAsync(world.OpenAI, "hi", token),
            answer => tellsUsage ? LlmUsage.Of(answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount) : default);
        Assert.Equal(50, answer.Usage.OutputTokenCount);

        UsageRecord record = await OnlyAsync(world);
        Assert.Equal(record, tracker.LastUsage);
    }

    [Fact]
    public async Task A_call_by_hand_around_two_tracked_calls_has_both_of_them()
    {
        await using var world = World.Create(World.Limit(1));
        world.Provider.Usage = static _ => s_usage;
        await new UsageTracker(world.Budget).RunAsync(
            "gpt-4o-mini", "tester", maxInputTokens: 1_000, maxOutputTokens: 200,
            async token => await Tracked.OpenAIAsync(world.OpenAI, "hi", token) is null ? null : await Tracked.OpenAIAsync(world.OpenAI, "and", token), static _ => default);
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal((2, 200, 100), (world.Log.Count, record.InputTokens, record.OutputTokens));
        await world.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_declared_method_around_a_tracked_call_is_counted_once()
    {
        await using var world = World.Create(World.Limit(1));
        world.Provider.Usage = static _ => s_usage;
        await new DeclaredAsker(world.OpenAI).AskAsync("hi");
        await OnlyAsync(world);
    }

    private static async Task<UsageRecord> OnlyAsync(World world)
    {
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal((1, 100, 50, "gpt-4o-mini", "tester"), (world.Log.Count, record.InputTokens, record.OutputTokens, record.Model, record.User));
        Assert.Equal(record.Cost, Assert.Single(world.Budget.GetStatus()).Spent);
        await world.AssertNothingHeldAsync();
        return record;
    }
}

/// <summary>A client of one's own whose paid method is declared, and whose body calls a known library in tracked code.</summary>
[TrackLlmCall(User = "inner")]
internal sealed class DeclaredAsker(ChatClient client)
{
    public async Task<string> AskAsync(string text) => (await client.CompleteChatAsync([ChatMessage.CreateUserMessage(text)])).Value.Content[0].Text;
}
