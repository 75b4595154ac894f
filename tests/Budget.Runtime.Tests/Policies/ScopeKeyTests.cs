using FsCheck;
using FsCheck.Fluent;

namespace BudgetGen.Tests.Policies;

public class ScopeKeyTests
{
    private static readonly Arbitrary<string[]> s_values =
        (from count in Gen.Choose(1, 4)
         from values in Gen.Elements('a', 'b', '-', ':', '1', '2', '3', ',', ' ', '\u00e9', '\ud83d').ListOf(6).Select(static c => string.Concat(c)).ListOf(count)
         from cuts in Gen.Choose(0, 6).ListOf(count)
         select values.Zip(cuts, static (v, c) => v[..c]).ToArray())
        .ToArbitrary();

    [Fact]
    public void Different_values_have_different_keys() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(s_values, s_values, static (left, right) =>
    {
        string key = ScopeKeys.Encode(left);
        Assert.True(ScopeKeys.TryDecode(key, left.Length, out string[]? values));
        Assert.Equal(left, values);
        if (left.Length == right.Length)
            Assert.Equal(left.SequenceEqual(right), key == ScopeKeys.Encode(right));

        // The same letters, cut elsewhere.
        string all = string.Concat(left);
        Assert.Equal(all.Length + 1, Enumerable.Range(0, all.Length + 1).Select(i => ScopeKeys.Encode(all[..i], all[i..])).Distinct().Count());
    }));

    [Fact]
    public void One_value_is_its_own_key_and_several_are_apart()
    {
        Assert.Equal("", ScopeKeys.Encode());
        Assert.Equal("alice", ScopeKeys.Encode("alice"));
        Assert.Equal("3:a-b1:c", ScopeKeys.Encode("a-b", "c"));
        Assert.Equal("1:a3:b-c", ScopeKeys.Encode("a", "b-c"));
        Assert.Equal("alice, gpt-4o", ScopeKeys.Show(ScopeKeys.Encode("alice", "gpt-4o"), 2));
        Assert.Equal("5:alice", ScopeKeys.Show("5:alice", 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("5:alice")]
    [InlineData("5:alice9:gpt")]
    [InlineData("5:alice3:gptx")]
    [InlineData("-1:5:alice")]
    [InlineData("99999999999:a1:b")]
    [InlineData("+5:alice3:gpt")]
    public void What_is_no_key_is_shown_as_it_is(string text)
    {
        Assert.False(ScopeKeys.TryDecode(text, 2, out _));
        Assert.Equal(text, ScopeKeys.Show(text, 2));
    }

    [Fact]
    public void Who_asks_for_an_account_may_say_it_in_short()
    {
        BudgetPolicy users = Make.Policy("users", scope: BudgetScope.User);
        Assert.Equal("", new PolicyAim(Make.Policy()).ScopeKeyOf("whatever"));
        Assert.Null(new PolicyAim(users).ScopeKeyOf((string?)null));
        Assert.Equal("alice", new PolicyAim(users).ScopeKeyOf("alice"));
        Assert.Equal("bob", new PolicyAim(users with { Key = "bob" }).ScopeKeyOf(""));
        Assert.Equal("gpt-4o", new PolicyAim(Make.Policy(scope: BudgetScope.Model)).ScopeKeyOf("GPT-4o"));

        var onModel = new PolicyAim(users with { And = [new ScopePart(BudgetScope.Model, "GPT-**")] });
        Assert.Null(onModel.OnlyKey);
        Assert.Equal("5:alice5:gpt-*", onModel.ScopeKeyOf("alice"));
        Assert.Equal("5:alice5:gpt-*", onModel.ScopeKeyOf("5:alice5:GPT-*"));
        Assert.Null(new PolicyAim(users with { And = [new ScopePart(BudgetScope.Model)] }).ScopeKeyOf("alice"));
        Assert.Equal("3:bob1:m", new PolicyAim(users with { Key = "bob", And = [new ScopePart(BudgetScope.Model, "M")] }).OnlyKey);
    }
}
