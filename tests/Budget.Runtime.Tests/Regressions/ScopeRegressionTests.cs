using BudgetGen.CompilerServices;
using BudgetGen.Storage;

namespace BudgetGen.Tests.Regressions;

/// <summary>Calls that slip by a budget: by another model, because of another budget, or through a door at which nobody counts.</summary>
public class ScopeRegressionTests
{
    private static readonly LlmCallSite s_site = new("Tests.Call", "ScopeRegressionTests.cs:1", new CallAttribution(Model: "gpt-4o-mini"));

    [Fact]
    public async Task LiteLLM_41344_a_fallback_model_does_not_escape_the_check()
    {
        // The budget of the dear model falls back; the user's own budget applies to the cheap one as to any other.
        await using BudgetManager manager = Make.Manager(
            Make.Policy("dear", 0, BudgetScope.Model, "gpt-4o", action: LimitAction.Fallback) with { FallbackModel = "gpt-4o-mini" },
            Make.Policy("users", Make.Dollars(0.01m).Nanos, BudgetScope.User));
        using IDisposable scope = BudgetContext.Use(user: "alice", manager: manager);
        var request = new LlmRequest { Sdk = new LlmSdk("openai", static _ => null), Model = "gpt-4o", MaxOutputTokens = 1_000, CanChange = LlmRequestParts.Model };
        int sent = 0;
        while (sent < 1_000)
        {
            try
            {
                string model = LlmCall.Run(
                    s_site, request, "gpt-4o", model => model, static _ => LlmOutcome.FromUsage(LlmUsage.Of(0, 1_000)), static (_, change) => change.Model!);
                Assert.Equal("gpt-4o-mini", model);
                sent++;
            }
            catch (BudgetExceededException refusal)
            {
                Assert.Equal("users", refusal.Policy!.Name);
                break;
            }
        }

        // 1,000 tokens of output cost 0.0006: sixteen fit into a cent.
        Assert.Equal(16, sent);
        Assert.Equal((Make.Dollars(0.0096m).Nanos, 0, 0, 0), Assert.Single(manager.GetUserStatus("alice")).Figures());
        IReadOnlyList<UsageRecord> records = await manager.Reader.GetUsageAsync(new UsageQuery { Limit = 100 });
        Assert.Equal(sent, records.Select(static record => record.Reservation).Distinct().Count());
        Assert.All(records, static record => Assert.Equal("gpt-4o-mini", record.Model));
    }

    [Fact]
    public void LiteLLM_11962_27394_35076_25506_no_budget_switches_another_one_off()
    {
        BudgetPolicy[] policies =
        [
            Make.Policy("global", 1_000), Make.Policy("users", 1_000, BudgetScope.User), Make.Policy("alice", 1_000, BudgetScope.User, "alice"), Make.Policy("models", 1_000, BudgetScope.Model),
            Make.Policy("teams", 1_000, BudgetScope.Team), Make.Policy("projects", 1_000, BudgetScope.Project), Make.Policy("providers", 1_000, BudgetScope.Provider),
            Make.Policy("month", 1_000, period: BudgetPeriod.Monthly), Make.Policy("tags", 1_000, BudgetScope.Tag) with { TagName = "env" },
        ];
        var who = new CallAttribution("alice", "openai", "gpt-4o", "web", "blue", Tags: new CallTags(KeyValuePair.Create("env", "prod")));
        foreach (BudgetPolicy tight in policies)
        {
            // Whichever of them is the tight one: it refuses, with all others in front of it and behind it.
            using BudgetManager manager = Make.Manager([.. policies.Select(policy => policy == tight ? policy with { Limit = new Usd(99) } : policy)]);
            BudgetRejection refusal = manager.Refusal(new SpendRequest(who, new Usd(100)));
            Assert.Equal(tight.Name, refusal.Policy!.Name);
            Assert.All(manager.GetStatus(), static status => Assert.Equal((0, 0, 0, 0), status.Figures()));
            manager.Settle(manager.Reserve(new SpendRequest(who, new Usd(99))), 99);
            Assert.Equal(policies.Length, manager.GetStatus().Count(static status => status.Spent == new Usd(99)));
        }
    }

    [Fact]
    public async Task LiteLLM_38176_26701_30276_37877_every_kind_of_call_is_counted_once()
    {
        // What the methods of real clients are (chat, embeddings, responses, streams of each) is in Budget.Sdk.Tests; these are the doors that they all go through.
        await using BudgetManager manager = Make.Manager(Make.Policy(nanos: Make.Dollars(1_000).Nanos));
        using IDisposable scope = BudgetContext.Use(manager: manager);
        LlmOutcome usage = LlmOutcome.FromUsage(LlmUsage.Of(1_000, 10));
        LlmRequest chat = LlmRequest.FromText("hello") with { MaxOutputTokens = 100 };
        LlmRequest embedding = LlmRequest.FromText("a text") with { Model = "text-embedding-3-small" };
        LlmOutcome[] outcomes = [usage, LlmOutcome.Unknown, LlmOutcome.FromText("some text"), LlmOutcome.FromUsage(new LlmUsage { Input = 1_000 })];
        int calls = 0;
        foreach (LlmRequest request in (LlmRequest[])[chat, embedding, chat with { Model = "nobody-knows-this" }])
        {
            foreach (LlmOutcome outcome in outcomes)
            {
                LlmCall.Run(s_site, request, 0, static _ => 1, _ => outcome);
                await LlmCall.RunAsync(s_site, request, 0, static _ => Task.FromResult(1), _ => outcome);
                await LlmCall.RunValueAsync(s_site, request, 0, static _ => ValueTask.FromResult(1), _ => outcome);
                LlmCall.Begin(s_site, request).Complete(outcome);
                Assert.Single(LlmCall.Stream(s_site, request, 0, static _ => new[] { 1 }, (reading, _) => Read(reading, outcome)));
                Assert.Single(await LlmCall.StreamAsync(s_site, request, 0, static _ => new[] { 1 }.ToAsyncEnumerable(), (reading, _) => Read(reading, outcome)).ToListAsync());
                calls += 6;
            }
        }

        IReadOnlyList<UsageRecord> records = await manager.Reader.GetUsageAsync(new UsageQuery { Limit = 1_000 });
        Assert.Equal(calls, records.Count);
        Assert.All(records, static record => Assert.True(record.Cost > Usd.Zero, $"{record}"));
        Assert.Equal(new Usd(records.Sum(static record => record.Cost.Nanos)), manager.GetStatus("global").Spent);
        Assert.Equal(default, manager.InFlight);

        static void Read(LlmReading reading, LlmOutcome outcome)
        {
            reading.Usage = outcome.Usage;
            reading.AddUtf8(outcome.ObservedOutputBytes ?? 0);
            reading.Finished = true;
            reading.HasFinalUsage = !outcome.Usage.IsUnknown;
        }
    }
}
