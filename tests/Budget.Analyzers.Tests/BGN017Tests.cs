using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN017: a [BudgetIgnore] that does not say why.</summary>
public class BGN017Tests
{
    private const string Id = "BGN017";

    [Fact]
    public async Task An_empty_reason_is_a_suggestion()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """
            using BudgetGen;
            class C
            {
                [BudgetIgnore([|""|])] object M(ChatClient c) => c.CompleteChat("x");
            }
            """));
        Assert.Equal(DiagnosticSeverity.Info, found.Severity);
        Assert.Equal("[BudgetIgnore] on 'C.M' does not say why nobody needs to budget these calls; write the reason for those who read the bill", found.Message());
    }

    [Theory]
    [InlineData("[BudgetIgnore([|\"  \"|])] class C { }")]
    [InlineData("[BudgetIgnore([|null!|])] class C { }")]
    [InlineData("[BudgetIgnoreAttribute([|\"TODO:\"|])] class C { }")]
    [InlineData("[BudgetGen.BudgetIgnore([|\"say here why nobody needs to budget this\"|])] class C { }")]
    [InlineData("[assembly: BudgetIgnore([|\"...\"|])]")]
    public Task It_is_found_in_each_form(string code) => Verify.Reports(Id, "using BudgetGen; " + code);

    [Theory]
    [InlineData("[BudgetIgnore(\"load test against a local model\")] class C { }")]
    [InlineData("[BudgetIgnore(\"why\")] class C { }")]
    [InlineData("class BudgetIgnoreAttribute(string s) : System.Attribute { public string S => s; } [global::BudgetIgnore(\"\")] class D { }")]
    public Task A_reason_is_a_reason(string code) => Verify.Nothing(Id, "using BudgetGen; " + code);
}
