namespace BudgetGen.Tests.Policies;

public class PolicyRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 8, 19, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<BudgetPolicy, string> Wrong => new()
    {
        { Make.Policy(nanos: -1), "Policy 'global' has the limit -$0.000000001. A limit lies between $0" },
        { Make.Policy(nanos: Usd.MaxLimit.Nanos + 1), "null means unlimited" },
        { Make.Policy() with { SoftLimitPercent = 0 }, "SoftLimitPercent 0. It lies between 1 and 100" },
        { Make.Policy() with { SoftLimitPercent = 101 }, "SoftLimitPercent 101" },
        { Make.Policy() with { PerRequestLimit = new Usd(-5) }, "PerRequestLimit -$0.000000005" },
        { Make.Policy() with { PerRequestLimit = new Usd(Usd.MaxCall.Nanos + 1) }, "null means no cap" },
        { Make.Policy(key: "alice"), "is global and has the key 'alice'. Remove Key" },
        { Make.Policy(scope: BudgetScope.User, key: ""), "has an empty Key" },
        { Make.Policy(name: " "), "has no name" },
        { Make.Policy() with { Id = "" }, "has an empty Id" },
        { Make.Policy(period: BudgetPeriod.Custom), "custom period without both ends. Set Starts and Ends" },
        { Make.Policy(period: BudgetPeriod.Custom) with { Starts = s_now, Ends = s_now }, "Starts must lie before Ends" },
        { Make.Policy() with { Ends = s_now }, "but its period is Daily" },
        { Make.Policy(scope: (BudgetScope)9), "unknown scope 9" },
        { Make.Policy(period: (BudgetPeriod)9), "unknown period 9" },
        { Make.Policy(action: (LimitAction)9), "unknown action 9" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void AWrongPolicyIsRefusedWithItsRemedy(BudgetPolicy policy, string complaint)
    {
        string only = Assert.Single(PolicyRules.Complaints([policy]));
        Assert.Contains(complaint, only, StringComparison.Ordinal);
    }

    [Fact]
    public void PoliciesWithTheSameIdOrNameAreRefused()
    {
        BudgetPolicy policy = Make.Policy();
        Assert.Contains("the id 'global', which another policy has too", Assert.Single(PolicyRules.Complaints([policy, policy])), StringComparison.Ordinal);
        Assert.Contains("a name that another policy has too", Assert.Single(PolicyRules.Complaints([policy, policy with { Id = "b" }])), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryLimitFromNothingToTheMaximumIsAccepted()
    {
        Assert.Empty(PolicyRules.Complaints(
        [
            Make.Policy("a", 0), Make.Policy("b", Usd.MaxLimit.Nanos), Make.Policy("c", null),
            Make.Policy("d", scope: BudgetScope.User), Make.Policy("e", scope: BudgetScope.Model, key: "gpt-4o"),
            Make.Policy("f", period: BudgetPeriod.Custom) with { Starts = s_now, Ends = s_now.AddTicks(1) },
        ]));
    }
}
