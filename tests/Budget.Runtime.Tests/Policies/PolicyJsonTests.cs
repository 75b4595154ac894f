using FsCheck;
using FsCheck.Fluent;

namespace BudgetGen.Tests.Policies;

public class PolicyJsonTests
{
    private static readonly Arbitrary<int> s_seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void What_is_written_is_read_as_the_same_policy_and_written_as_the_same_text() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(s_seeds, static seed =>
        {
            BudgetPolicy policy = new RandomPolicies(seed).Next();
            string json = PolicyJson.Write(policy);
            BudgetPolicy read = PolicyJson.Read(json);
            Assert.Equal(policy, read);
            Assert.Equal(json, PolicyJson.Write(read));
        }));

    [Fact]
    public void Every_property_is_in_the_text()
    {
        BudgetPolicy policy = new RandomPolicies(1).Next();
        foreach (System.Reflection.PropertyInfo property in typeof(BudgetPolicy).GetProperties())
        {
            BudgetPolicy changed = property.Name switch
            {
                nameof(BudgetPolicy.Id) or nameof(BudgetPolicy.Name) => With(policy, property, "another"),
                nameof(BudgetPolicy.Key) or nameof(BudgetPolicy.TagName) or nameof(BudgetPolicy.TimeZone) or nameof(BudgetPolicy.FallbackModel) => With(policy, property, "another"),
                nameof(BudgetPolicy.And) => policy with { And = [new ScopePart(BudgetScope.Client, "c"), new ScopePart(BudgetScope.Tag, null, "t")] },
                nameof(BudgetPolicy.Scope) => policy with { Scope = policy.Scope == BudgetScope.Team ? BudgetScope.User : BudgetScope.Team },
                nameof(BudgetPolicy.Period) => policy with { Period = policy.Period == BudgetPeriod.Daily ? BudgetPeriod.Weekly : BudgetPeriod.Daily },
                nameof(BudgetPolicy.Action) => policy with { Action = policy.Action == LimitAction.Warn ? LimitAction.Notify : LimitAction.Warn },
                nameof(BudgetPolicy.OnStoreDown) => policy with { OnStoreDown = policy.OnStoreDown is null ? StoreDownRule.Open : null },
                nameof(BudgetPolicy.OnLost) => policy with { OnLost = policy.OnLost == LostRule.Charge ? LostRule.Release : LostRule.Charge },
                nameof(BudgetPolicy.IsSoft) or nameof(BudgetPolicy.Backfill) => With(policy, property, !(bool)property.GetValue(policy)!),
                nameof(BudgetPolicy.SoftLimitPercent) or nameof(BudgetPolicy.MaxRatePerMinute) => With(policy, property, 33),
                nameof(BudgetPolicy.Limit) or nameof(BudgetPolicy.PerRequestLimit) or nameof(BudgetPolicy.OpenCap) => With(policy, property, (Usd?)new Usd(77)),
                nameof(BudgetPolicy.Length) or nameof(BudgetPolicy.ChargeLostAfter) => With(policy, property, (TimeSpan?)TimeSpan.FromTicks(77)),
                nameof(BudgetPolicy.MaxWait) => With(policy, property, TimeSpan.FromTicks(77)),
                nameof(BudgetPolicy.Starts) or nameof(BudgetPolicy.Ends) => With(policy, property, (DateTimeOffset?)DateTimeOffset.UnixEpoch),
                _ => throw new InvalidOperationException($"{property.Name} is new. Add it to PolicyJson, to PolicySettings and here."),
            };
            Assert.NotEqual(PolicyJson.Write(policy), PolicyJson.Write(changed));
            Assert.Equal(changed, PolicyJson.Read(PolicyJson.Write(changed)));
        }
    }

    [Fact]
    public void The_text_is_for_people_and_the_same_for_the_same_meaning()
    {
        var policy = new BudgetPolicy { Name = "für Ä <b>", Limit = new Usd(10_500_000_001), Starts = new DateTimeOffset(2026, 9, 1, 2, 0, 0, TimeSpan.FromHours(2)) };
        Assert.Equal("""{"Name":"für Ä \u003Cb\u003E","Limit":"10.500000001","Starts":"2026-09-01T00:00:00Z"}""", PolicyJson.Write(policy));
        Assert.Equal(PolicyJson.Write(policy), PolicyJson.Write(policy with { Id = policy.Name, Starts = policy.Starts!.Value.ToUniversalTime() }));
        Assert.Equal("""{"Name":"n","Limit":null}""", PolicyJson.Write(new BudgetPolicy { Name = "n", Limit = null }));
    }

    [Theory]
    [InlineData("""{"Name":"a","Limit":"1","Amount":"2"}""", "Amount in the text of a policy is \"2\". It must be left out")]
    [InlineData("""{"Name":"a","Limit":"1","Limit":"2"}""", "not JSON as it is needed")]
    [InlineData("""{"Name":"a","Limit":"1","Lim\u0069t":"2"}""", "not JSON as it is needed")]
    [InlineData("""{"Name":"a","Limit":1}""", "Limit in the text of a policy is 1. It must be a text")]
    [InlineData("""{"Name":"a","Limit":"1e3"}""", "an amount of USD")]
    [InlineData("""{"Name":"a","Limit":"0.0000000001"}""", "at most nine decimals")]
    [InlineData("""{"Name":"a","Limit":"1.00000000000000000000000000000001"}""", "at most nine decimals")]
    [InlineData("""{"Name":"a","Limit":"99999999999"}""", "an amount of USD")]
    [InlineData("""{"Name":"a"}""", "no Name or no Limit")]
    [InlineData("""{"Limit":null}""", "no Name or no Limit")]
    [InlineData("""{"Name":null,"Limit":null}""", "Name in the text of a policy is null")]
    [InlineData("""{"Name":"a","Limit":null,"Scope":"0"}""", "Scope in the text of a policy is \"0\". It must be one of Global")]
    [InlineData("""{"Name":"a","Limit":null,"Length":"24:00:00"}""", "a duration such as")]
    [InlineData("""{"Name":"a","Limit":null,"Starts":"1/2/2026"}""", "an instant in UTC")]
    [InlineData("""{"Name":"a","Limit":null,"SoftLimitPercent":8.5}""", "a whole number")]
    [InlineData("""{"Name":"a","Limit":null,"And":{}}""", "an array")]
    [InlineData("""{"Name":"a","Limit":null,"And":[1]}""", "an object")]
    [InlineData("""{"Name":"a","Limit":null,"And":[{"Name":"x"}]}""", "left out")]
    [InlineData("""{"Name":"\ud800","Limit":null}""", "not JSON as it is needed")]
    [InlineData("""{"\ud800":"a","Limit":null}""", "not JSON as it is needed")]
    [InlineData("""[]""", "an object")]
    [InlineData("", "not JSON as it is needed")]
    public void What_is_no_policy_is_refused(string json, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<FormatException>(() => PolicyJson.Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_could_not_be_read_back_is_not_written()
    {
        Assert.Throws<ArgumentException>(static () => PolicyJson.Write(Make.Policy("half \ud800")));
        Assert.Throws<ArgumentException>(static () => PolicyJson.Write(Make.Policy(scope: (BudgetScope)99)));
        Assert.Throws<FormatException>(static () => PolicyJson.Read("{\"Name\":\"\ud800\",\"Limit\":null}"));
    }

    private static BudgetPolicy With(BudgetPolicy policy, System.Reflection.PropertyInfo property, object? value)
    {
        BudgetPolicy copy = policy with { };
        property.SetValue(copy, value);
        return copy;
    }
}
