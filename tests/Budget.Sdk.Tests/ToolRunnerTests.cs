using Anthropic.Helpers.Beta;
using Anthropic.Models.Beta.Messages;
using BudgetGen.TestProvider;

namespace BudgetGen.Sdk.Tests;

/// <summary>A tool runner makes many requests from one call site, or from none: each of them is reserved and booked.</summary>
public sealed class ToolRunnerTests
{
    public static TheoryData<string> Ways => ["run", "foreach", "enumerator", "streaming", "thread"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task All_turns_are_booked(string way)
    {
        await using var world = World.Create(World.Limit(10));
        AnswerWithTools(world, turns: 2);
        await RunAsync(world, way, "What time is it?", new Clock());

        Assert.Equal(3, world.Log.Count);
        IReadOnlyList<UsageRecord> records = await world.RecordsAsync();
        Assert.Equal([(101L, 11L), (102L, 12L), (103L, 13L)], records.Select(static record => (record.InputTokens, record.OutputTokens)));
        Assert.All(records, static record => Assert.Equal(("tester", false), (record.User, record.Estimated)));
        Assert.Empty(await world.OpenAsync());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_turn_that_the_budget_cannot_afford_is_not_sent(string way)
    {
        // Two turns fit: each holds 100 tokens out at 15 USD per million, and costs far less.
        await using var world = World.Create(World.Limit(0.02m));
        world.Provider.Usage = static _ => new ProviderUsage(Input: 1_000, Cached: 0, Output: 400, Reasoning: 0) { CallsTool = "clock" };
        await Assert.ThrowsAsync<BudgetExceededException>(() => RunAsync(world, way, "What time is it?", new Clock()));
        Assert.Equal((await world.RecordsAsync()).Count, world.Log.Count);
        Assert.True(world.Log.Count > 0);
        Assert.True(world.Budget.GetStatus()[0].Spent <= Usd.FromDollars(0.02m));
        Assert.Empty(await world.OpenAsync());
    }

    [Fact]
    public async Task What_a_tool_spends_is_booked_on_its_own()
    {
        await using var world = World.Create(World.Limit(10));
        AnswerWithTools(world, turns: 1);
        await TrackedAnthropic.Runner(world.Anthropic.Beta.Messages, "What time is it?", new Clock(() => Tracked.OpenAIAsync(world.OpenAI, "the time"))).RunUntilDoneAsync();
        Assert.Equal([Tracked.Claude, "gpt-4o-mini", Tracked.Claude], (await world.RecordsAsync()).Select(static record => record.Model));
        Assert.Equal(3, world.Log.Count);
        Assert.Empty(await world.OpenAsync());
    }

    [Fact]
    public async Task The_hold_of_a_later_turn_covers_what_the_provider_keeps_of_the_earlier_ones()
    {
        await using var world = World.Create(World.Limit(10));
        var holds = new List<Usd>();
        world.Provider.Usage = request =>
        {
            holds.Add(world.Budget.GetStatus()[0].Held);
            return new ProviderUsage(Input: 50_000, Cached: 0, Output: 100, Reasoning: 0) { CallsTool = holds.Count < 3 ? "clock" : null };
        };
        await TrackedAnthropic.Runner(world.Anthropic.Beta.Messages, "hi", new Clock()).RunUntilDoneAsync();
        Assert.Equal(3, holds.Count);

        // 50,000 tokens at 3 USD per million, that were not in the request.
        Assert.All(holds.Skip(1), static hold => Assert.True(hold >= Usd.FromDollars(0.15m), hold.ToString()));
    }

    private static void AnswerWithTools(World world, int turns)
    {
        int turn = 0;
        world.Provider.Usage = request => request.Model != Tracked.Claude
            ? ProviderUsage.Typical(request)
            : new ProviderUsage(Input: 101 + turn, Cached: 0, Output: 11 + turn, Reasoning: 0) { CallsTool = turn++ < turns ? "clock" : null };
    }

    private static async Task RunAsync(World world, string way, string text, Clock clock)
    {
        var messages = world.Anthropic.Beta.Messages;
        switch (way)
        {
            case "run": await TrackedAnthropic.Runner(messages, text, clock).RunUntilDoneAsync(); break;
            case "foreach":
                await foreach (BetaMessage message in TrackedAnthropic.Runner(messages, text, clock))
                    Assert.NotNull(message.ID);
                break;
            case "enumerator":
                await using (IAsyncEnumerator<BetaMessage> turns = TrackedAnthropic.Runner(messages, text, clock).GetAsyncEnumerator())
                {
                    while (await turns.MoveNextAsync())
                        Assert.NotNull(turns.Current.ID);
                }

                break;
            case "streaming":
                await foreach (IAsyncEnumerable<BetaRawMessageStreamEvent> turn in TrackedAnthropic.Runner(messages, text, clock).Streaming())
                    await turn.ToListAsync();
                break;
            default:
                BetaMessageThread thread = TrackedAnthropic.Thread(messages);
                thread.Append(TrackedAnthropic.Say(text));
                await thread.ToolRunner([clock]).RunUntilDoneAsync();
                break;
        }
    }

    private sealed class Clock(Func<Task>? work = null) : IBetaRunnableTool
    {
        public string Name => "clock";

        public BetaToolUnion Definition => new BetaTool { Name = Name, InputSchema = new InputSchema() };

        public async Task<BetaToolResultBlockParamContent> ExecuteAsync(BetaToolUseBlock toolUseBlock, CancellationToken cancellationToken)
        {
            if (work is not null)
                await work();
            return "noon";
        }
    }
}
