using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace BudgetGen.Tests.Policies;

public class ModelPatternTests
{
    private static readonly Arbitrary<(string Pattern, string Model)> s_cases =
        (from pattern in Gen.Elements('a', 'b', '*').ArrayOf().Resize(10)
         from model in Gen.Elements('a', 'b').ArrayOf().Resize(12)
         select (new string(pattern), new string(model)))
        .ToArbitrary();

    [Fact]
    public void A_star_stands_for_any_text() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(s_cases, static c =>
    {
        bool expected = Regex.IsMatch(c.Model, "^" + Regex.Escape(c.Pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "$");
        Assert.Equal(expected, ModelPattern.Matches(c.Pattern, c.Model));
        Assert.Equal(expected, ModelPattern.Matches(ModelPattern.Normalize(c.Pattern), c.Model));
    }));

    [Fact]
    public void Many_stars_take_no_longer_than_few() => Assert.False(ModelPattern.Matches(string.Concat(Enumerable.Repeat("*a", 200)) + "b", new string('a', 10_000)));
}
