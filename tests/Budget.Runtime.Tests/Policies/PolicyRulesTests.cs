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
        { Make.Policy(scope: BudgetScope.Tag), "is about a tag and does not say which. Set TagName" },
        { Make.Policy() with { TagName = "env" }, "has TagName 'env' and is about the Global. Remove TagName" },
        { Make.Policy(scope: BudgetScope.User) with { And = [new(BudgetScope.Tag)] }, "is about a tag in And and does not say which" },
        { Make.Policy() with { And = [new(BudgetScope.User)] }, "is global and has further dimensions in And. Set Scope" },
        { Make.Policy(scope: BudgetScope.User) with { And = [new(BudgetScope.Global)] }, "has the scope Global in And. Remove it" },
        { Make.Policy(scope: BudgetScope.User) with { And = [new(BudgetScope.User, "a")] }, "has User twice" },
        { Make.Policy(scope: BudgetScope.User) with { And = [new(BudgetScope.Tag, null, "a"), new(BudgetScope.Tag, "x", "a")] }, "has the tag 'a' twice" },
        { Make.Policy(scope: BudgetScope.User) with { And = [new((BudgetScope)9)] }, "unknown scope 9 in And" },
        { Make.Policy(scope: BudgetScope.User) with { And = [new(BudgetScope.Team, "")] }, "has an empty Key in And" },
        { Make.Policy(scope: BudgetScope.User) with { And = [null!] }, "has a dimension in And that is null" },
        { Make.Policy(scope: BudgetScope.User) with { And = null! }, "has And set to null" },
        { Make.Policy(scope: BudgetScope.User, key: "a*"), "has the key 'a*'. Only models may be named by a pattern" },
        { Make.Policy(scope: BudgetScope.User) with { And = [new(BudgetScope.Provider, "*")] }, "has the key '*' in And. Only models" },
        { Make.Policy(period: BudgetPeriod.Custom) with { Starts = s_now }, "Set Starts and Ends, or Starts and Length" },
        { Make.Policy(period: BudgetPeriod.Custom) with { Starts = s_now, Length = TimeSpan.FromSeconds(59) }, "at least one minute long" },
        { Make.Policy(period: BudgetPeriod.Rolling), "a rolling period without a length. Set Length" },
        { Make.Policy(period: BudgetPeriod.Rolling) with { Length = TimeSpan.FromSeconds(59) }, "one minute to 400 days" },
        { Make.Policy(period: BudgetPeriod.Rolling) with { Length = TimeSpan.FromDays(400) + TimeSpan.FromTicks(1) }, "one minute to 400 days" },
        { Make.Policy() with { Length = TimeSpan.FromHours(1) }, "has a Length and its period is Daily" },
        { Make.Policy() with { TimeZone = "Europe/Atlantis" }, "unknown time zone 'Europe/Atlantis'. Use an IANA name" },
        { Make.Policy() with { TimeZone = "../zoneinfo/UTC" }, "unknown time zone" },
        { Make.Policy() with { TimeZone = "" }, "unknown time zone ''" },
        { Make.Policy(period: BudgetPeriod.Lifetime) with { TimeZone = "Europe/Berlin" }, "its period is Lifetime, which knows no midnight. Remove TimeZone" },
        { Make.Policy(period: BudgetPeriod.Rolling) with { Length = TimeSpan.FromHours(1), TimeZone = "UTC" }, "knows no midnight" },
        { Make.Policy(action: LimitAction.Fallback), "falls back to no model. Set FallbackModel" },
        { Make.Policy() with { FallbackModel = "gpt-4o-mini" }, "has FallbackModel 'gpt-4o-mini' and its action is Block" },
        { Make.Policy(action: LimitAction.Fallback) with { FallbackModel = "gpt-*" }, "Name one model, without *" },
        { Make.Policy(scope: BudgetScope.Model, key: "GPT-4o", action: LimitAction.Fallback) with { FallbackModel = "gpt-4o" }, "the model that it is about" },
        { Make.Policy() with { MaxRatePerMinute = 0 }, "MaxRatePerMinute 0. It lies between 1 and 1000000" },
        { Make.Policy() with { MaxRatePerMinute = 1_000_001 }, "MaxRatePerMinute 1000001" },
        { Make.Policy() with { MaxWait = TimeSpan.FromTicks(-1) }, "It lies between 0 and one hour" },
        { Make.Policy() with { MaxWait = TimeSpan.FromMinutes(61) }, "MaxWait 01:01:00" },
        { Make.Policy() with { IsSoft = true }, "is soft and its action is Block. IsSoft is for Throttle" },
        { Make.Policy() with { OnStoreDown = StoreDownRule.OpenCapped }, "and has none. Set OpenCap" },
        { Make.Policy() with { OpenCap = new Usd(1) }, "has OpenCap $0.000000001 without the rule that it is for" },
        { Make.Policy() with { OnStoreDown = StoreDownRule.OpenCapped, OpenCap = new Usd(-1) }, "has OpenCap -$0.000000001. It lies between" },
        { Make.Policy() with { OnStoreDown = (StoreDownRule)9 }, "unknown rule for a store that is down 9" },
        { Make.Policy() with { OnLost = (LostRule)9 }, "unknown rule for lost calls 9. Use one of Charge, Release" },
        { Make.Policy() with { ChargeLostAfter = TimeSpan.Zero }, "longer than 0 and at most ten years" },
        { Make.Policy() with { ChargeLostAfter = TimeSpan.MaxValue }, "longer than 0 and at most ten years" },
        { Make.Policy() with { ChargeLostAfter = TimeSpan.FromDays(1), OnLost = LostRule.Release }, "gives lost calls back. Remove ChargeLostAfter" },
        { Make.Policy(nanos: null, period: BudgetPeriod.PerRequest), "is about single requests and has no limit" },
        { Make.Policy(nanos: Usd.MaxCall.Nanos + 1, period: BudgetPeriod.PerRequest), "No request may cost more than" },
        { Make.Policy(period: BudgetPeriod.PerRequest, action: LimitAction.Throttle), "is about single requests and throttles" },
        { Make.Policy(period: BudgetPeriod.PerRequest) with { PerRequestLimit = new Usd(1) }, "has a PerRequestLimit. Remove it" },
        { Make.Policy(period: BudgetPeriod.PerRequest) with { Starts = s_now }, "but its period is PerRequest" },
        { Make.Policy(period: BudgetPeriod.PerRequest) with { TimeZone = "UTC" }, "knows no midnight" },
        { Make.Policy(period: BudgetPeriod.PerRequest) with { Length = TimeSpan.FromHours(1) }, "has a Length and its period is PerRequest" },
        { Make.Policy(period: BudgetPeriod.PerRequest) with { Backfill = true }, "has Backfill and its period is PerRequest" },
        { Make.Policy(period: BudgetPeriod.PerRequest) with { OnStoreDown = StoreDownRule.Open }, "has OnStoreDown. Remove it" },
        { Make.Policy(period: BudgetPeriod.PerRequest) with { OnLost = LostRule.Release, ChargeLostAfter = TimeSpan.FromDays(1) }, "says what becomes of lost calls" },
        { Make.Policy(period: BudgetPeriod.Rolling) with { Length = TimeSpan.FromHours(1), Backfill = true }, "has Backfill and its period is Rolling" },
        { Make.Policy(name: new string('x', 513)), "Policy 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...' has a Name that is 513 characters long. The most is 512." },
        { Make.Policy(name: "a\0b"), "Policy 'a?b' has a Name that contains the control character U+0000. Remove it." },
        { Make.Policy(name: "a\ud800"), "Policy 'a?' has a Name that contains half a character (the lone surrogate U+D800)" },
        { Make.Policy(name: "ab\u202e"), "contains the invisible character U+202E" },
        { Make.Policy() with { Id = "global " }, "has an Id that begins or ends with white space" },
        { Make.Policy() with { Id = "glo\u200bbal" }, "has an Id that contains the invisible character U+200B" },
        { Make.Policy() with { Id = new string('x', 513) }, "has an Id that is 513 characters long" },
        { Make.Policy(scope: BudgetScope.User, key: "a\nb"), "has a Key that contains the control character U+000A" },
        { Make.Policy(scope: BudgetScope.User, key: "\udc00"), "has a Key that contains half a character" },
        { Make.Policy(scope: BudgetScope.User, key: new string('x', 513)), "has a Key that is 513 characters long" },
        { Make.Policy(scope: BudgetScope.Tag) with { TagName = "\u0001" }, "has a TagName that contains the control character U+0001" },
        { Make.Policy(scope: BudgetScope.User) with { And = [new(BudgetScope.Tag, "\u007f", "a")] }, "has a Key in And that contains the control character U+007F" },
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

    [Fact]
    public void EverythingThatPoliciesCanSayIsAccepted()
    {
        Assert.Empty(PolicyRules.Complaints(
        [
            Make.Policy("a", scope: BudgetScope.Tag) with { TagName = "env", And = [new(BudgetScope.Tag, "x", "job"), new(BudgetScope.Model, "gpt-*"), new(BudgetScope.User)] },
            Make.Policy("b", scope: BudgetScope.User, key: new string('x', 512)),
            Make.Policy("c", period: BudgetPeriod.Custom) with { Starts = s_now, Length = TimeSpan.FromMinutes(1) },
            Make.Policy("d", period: BudgetPeriod.Custom) with { Starts = s_now, Length = TimeSpan.FromDays(14), Ends = s_now.AddDays(100) },
            Make.Policy("e", period: BudgetPeriod.Rolling) with { Length = TimeSpan.FromDays(400) },
            Make.Policy("f", period: BudgetPeriod.Yearly) with { TimeZone = "America/Argentina/Buenos_Aires", Backfill = true },
            Make.Policy("g", action: LimitAction.Throttle) with { IsSoft = true, MaxRatePerMinute = 1_000_000, MaxWait = TimeSpan.FromHours(1) },
            Make.Policy("h", action: LimitAction.Fallback) with { FallbackModel = "gpt-4o-mini" },
            Make.Policy("i") with { OnStoreDown = StoreDownRule.OpenCapped, OpenCap = Usd.Zero, ChargeLostAfter = TimeSpan.FromDays(1) },
            Make.Policy("j") with { OnLost = LostRule.Release },
            Make.Policy("k", period: BudgetPeriod.PerRequest, scope: BudgetScope.Client) with { Action = LimitAction.Warn },
            Make.Policy("Büro \U0001F600 zwei"),
        ]));
    }

    [Fact]
    public void IdsThatLookTheSameAreRefused()
    {
        BudgetPolicy policy = Make.Policy("caf\u00e9");
        string only = Assert.Single(PolicyRules.Complaints([policy, policy with { Id = "cafe\u0301", Name = "other" }]));
        Assert.Contains("which looks the same as the id 'caf\u00e9' of another policy", only, StringComparison.Ordinal);
    }
}
