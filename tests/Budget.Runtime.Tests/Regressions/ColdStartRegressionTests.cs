using BudgetGen.CompilerServices;

namespace BudgetGen.Tests.Regressions;

/// <summary>The first call of a fresh deployment: enforced where a limit is set, and not blocked where none is.</summary>
public class ColdStartRegressionTests
{
    private static readonly LlmCallSite s_site = new("Tests.Call", "ColdStartRegressionTests.cs:1", new CallAttribution(Model: "gpt-4o-mini"));

    public static TheoryData<string> Ways => ["Reserve", "ReserveAsync", "TryReserve", "TryReserveAsync", "Run", "RunAsync", "RunValueAsync", "Stream", "StreamAsync", "Begin", "UsageTracker"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task LiteLLM_26672_a_fresh_deployment_enforces_from_the_first_call(string way)
    {
        await using BudgetManager manager = Make.Manager(options => options.DefaultUserLimit = new Usd(1));
        Assert.False(await CallAsync(manager, way));
        Assert.Equal((0, 0, 0, 0), Assert.Single(manager.GetUserStatus("alice")).Figures());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task LiteLLM_22726_where_no_budget_is_set_nothing_is_blocked(string way)
    {
        await using BudgetManager none = Make.Manager();
        Assert.True(await CallAsync(none, way));
        Assert.Equal(default, none.InFlight);

        // A budget without a limit counts and does not block; nor does one that is about somebody else.
        await using BudgetManager unlimited = Make.Manager(Make.Policy(nanos: null), Make.Policy("bob", 0, BudgetScope.User, "bob"));
        Assert.True(await CallAsync(unlimited, way));
        Assert.True(unlimited.GetStatus("global").Spent > Usd.Zero);
    }

    /// <summary>One call with text in and out, for user "alice". Returns whether it was made.</summary>
    private static async Task<bool> CallAsync(BudgetManager manager, string way)
    {
        using IDisposable scope = BudgetContext.Use(user: "alice", manager: manager);
        SpendRequest spend = Make.Request(1_000, "alice");
        LlmRequest request = new() { Sdk = LlmSdk.None, MaxOutputTokens = 100 };
        LlmOutcome outcome = LlmOutcome.FromUsage(LlmUsage.Of(10, 10));
        bool sent = false;
        try
        {
            switch (way)
            {
                case "Reserve":
                    manager.Settle(manager.Reserve(spend), 1_000);
                    sent = true;
                    break;
                case "ReserveAsync":
                    manager.Settle(await manager.ReserveAsync(spend), 1_000);
                    sent = true;
                    break;
                case "TryReserve":
                    sent = Ended(manager.TryReserve(spend));
                    break;
                case "TryReserveAsync":
                    sent = Ended(await manager.TryReserveAsync(spend));
                    break;
                case "Run":
                    LlmCall.Run(s_site, request, 0, _ => sent = true, _ => outcome);
                    break;
                case "RunAsync":
                    await LlmCall.RunAsync(s_site, request, 0, _ => Task.FromResult(sent = true), _ => outcome);
                    break;
                case "RunValueAsync":
                    await LlmCall.RunValueAsync(s_site, request, 0, _ => ValueTask.FromResult(sent = true), _ => outcome);
                    break;
                case "Stream":
                    Assert.Equal([1, 2], LlmCall.Stream(s_site, request, 0, _ => Steps(), Read).ToArray());
                    break;
                case "StreamAsync":
                    Assert.Equal([1, 2], await LlmCall.StreamAsync(s_site, request, 0, _ => Steps().ToAsyncEnumerable(), Read).ToListAsync());
                    break;
                case "Begin":
                    LlmCallInProgress call = LlmCall.Begin(s_site, request);
                    sent = true;
                    call.Complete(outcome);
                    break;
                default:
                    await new UsageTracker(manager).RunAsync("gpt-4o-mini", "alice", 10, 10, _ => Task.FromResult(sent = true), static _ => LlmUsage.Of(10, 10));
                    break;
            }
        }
        catch (BudgetExceededException refusal)
        {
            Assert.False(sent, "the call was made and refused afterwards");
            Assert.Equal(RejectionReason.Exhausted, refusal.Reason);
        }

        return sent;

        bool Ended(ReserveResult result)
        {
            if (result.Allowed)
                manager.Settle(result.Reservation, 1_000);
            return result.Allowed;
        }

        IEnumerable<int> Steps()
        {
            sent = true;
            yield return 1;
            yield return 2;
        }

        static void Read(LlmReading reading, int step)
        {
            reading.Usage = LlmUsage.Of(10, 10);
            reading.Finished = reading.HasFinalUsage = step == 2;
        }
    }
}
