using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.CodeFixes;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN008: a literal that is the name of a parameter.</summary>
public class BGN008Tests
{
    private const string Id = "BGN008";

    private static readonly Fixing _fix = new(new LiteralParameterFix());

    [Fact]
    public async Task A_user_that_is_the_name_of_a_parameter_is_reported_on_the_text()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """
            using BudgetGen;
            class C
            {
                [TrackLlmCall("gpt-4o", "[|userId|]")]
                string Ask(string userId) => "";
            }
            """));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal("User of [TrackLlmCall] is the text 'userId', the same for every call, and 'C.Ask' has a parameter of that name; did you mean \"{userId}\"?", found.Message());
    }

    [Theory]
    [InlineData("[TrackLlmCall(\"[|model|]\")] string M(string model) => \"\";")]
    [InlineData("[TrackLlmCall(\"m\", User = \"[|UserID|]\")] string M(string userId) => \"\";")]
    [InlineData("[TrackLlmCall(\"m\", User = [|nameof(userId)|])] string M(string userId) => \"\";")]
    [InlineData("[TrackLlmCall(\"m\", Project = \"[|request.Length|]\")] string M(string request) => \"\";")]
    [InlineData("[TrackLlmCall(\"m\", User = \"[|userId|]\")] string M(int userId) => \"\";")]
    [InlineData("[TrackLlmCall(\"m\", Tags = new[] { \"plan=[|plan|]\" })] string M(string plan) => \"\";")]
    [InlineData("const string U = \"userId\"; [TrackLlmCall(\"m\", [|U|])] string M(string userId) => \"\";")]
    public Task Each_text_is_looked_at(string member) => Verify.Reports(Id, $"using BudgetGen; class C {{ {member} }}");

    [Theory]
    [InlineData("[TrackLlmCall(\"m\", \"{userId}\")] string M(string userId) => \"\";")]
    [InlineData("[TrackLlmCall(\"m\", \"userId\")] string M(string text) => \"\";")]
    [InlineData("[TrackLlmCall(\"m\", Operation = \"summarize\")] string M(bool summarize) => \"\";")]
    [InlineData("[TrackLlmCall(\"m\", Tags = new[] { \"plan=gold\" })] string M(string plan) => \"\";")]
    [InlineData("[TrackLlmCall(\"m\", Project = \"request.Nothing\")] string M(string request) => \"\";")]
    [InlineData("[TrackLlmCall(\"m\", User = \"token\")] string M(out string token) { token = \"\"; return \"\"; }")]
    public Task What_may_well_be_a_literal_is_not_reported(string member) => Verify.Nothing($"using BudgetGen; class C {{ {member} }}");

    [Fact]
    public Task A_type_has_no_parameters() => Verify.Nothing("using BudgetGen; [TrackLlmCall(\"m\", \"userId\")] class C { string M(string userId) => \"\"; }");

    [Theory]
    [InlineData("\"userid\"", "\"{userId}\"")]
    [InlineData("nameof(userId)", "\"{userId}\"")]
    [InlineData("\"userId.Length\"", "\"{userId.Length}\"")]
    public Task The_value_of_the_parameter_is_written(string before, string after)
    {
        static string Of(string user) => $"using BudgetGen; class C {{ [TrackLlmCall(\"m\", {user})] string M(string userId) => \"\"; }}";
        return _fix.AppliesAsync(LiteralParameterFix.Key, Of(before), Of(after));
    }

    [Fact]
    public async Task A_constant_is_not_rewritten() =>
        Assert.Empty(await _fix.OfferedAsync("using BudgetGen; class C { const string U = \"userId\"; [TrackLlmCall(\"m\", U)] string M(string userId) => \"\"; }"));

    [Fact]
    public Task Fix_all_corrects_each() => _fix.AppliesToAllAsync(
        LiteralParameterFix.Key,
        [("One.cs", "using BudgetGen; class C { [TrackLlmCall(\"model\", \"userId\")] string M(string userId, string model) => \"\"; }"), ("Two.cs", "using BudgetGen; class D { [TrackLlmCall(\"m\", \"id\")] string M(string id) => \"\"; }")],
        [("One.cs", "using BudgetGen; class C { [TrackLlmCall(\"{model}\", \"{userId}\")] string M(string userId, string model) => \"\"; }"), ("Two.cs", "using BudgetGen; class D { [TrackLlmCall(\"m\", \"{id}\")] string M(string id) => \"\"; }")]);

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing("""
        using BudgetGen;
        class C
        {
        #pragma warning disable BGN008
            [TrackLlmCall("m", "userId")] string M(string userId) => "";
        #pragma warning restore BGN008
        }
        """);
}
