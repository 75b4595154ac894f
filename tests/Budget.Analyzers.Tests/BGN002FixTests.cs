using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.CodeFixes;

namespace BudgetGen.Analyzers.Tests;

/// <summary>The fix of BGN002: the parameter that was probably meant.</summary>
public class BGN002FixTests
{
    private static readonly Fixing _fix = new(new TemplateNameFix());

    [Theory]
    [InlineData("{usrId}", "{userId}")]
    [InlineData("{userid}", "{userId}")]
    [InlineData("{user}", "{userId}")]
    [InlineData("t-{customr.Name}-x", "t-{customer.Name}-x")]
    public Task A_name_that_is_close_is_corrected(string before, string after)
    {
        const string Text = "using BudgetGen; record Customer(string Name); class C {{ [TrackLlmCall(\"m\", \"{0}\")] string M(string userId, Customer customer) => \"\"; }}";
        string Of(string template) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Text, template);
        return _fix.AppliesAsync(TemplateNameFix.Key, Of(before), Of(after));
    }

    [Theory]
    [InlineData("{nobody}", "string userId")]
    [InlineData("{x1}", "string x2, string x3")]
    [InlineData("{userId.Nam}", "string userId")]
    [InlineData("\\u007busrId}", "string userId")]
    public async Task Otherwise_nothing_is_offered(string template, string parameters) =>
        Assert.Empty(await _fix.OfferedAsync($"using BudgetGen; class C {{ [TrackLlmCall(\"m\", \"{template}\")] string M({parameters}) => \"\"; }}"));

    [Fact]
    public Task Fix_all_corrects_each() => _fix.AppliesToAllAsync(
        TemplateNameFix.Key,
        [("One.cs", "using BudgetGen; class C { [TrackLlmCall(\"{modl}\", \"{usrId}\")] string M(string userId, string model) => \"\"; }")],
        [("One.cs", "using BudgetGen; class C { [TrackLlmCall(\"{model}\", \"{userId}\")] string M(string userId, string model) => \"\"; }")]);
}
