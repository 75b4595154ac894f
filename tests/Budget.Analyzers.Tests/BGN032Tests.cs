using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN032: a decorator that tracks nothing.</summary>
public class BGN032Tests
{
    private const string Id = "BGN032";

    [Fact]
    public async Task An_interface_without_an_annotated_member_is_reported()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, "using BudgetGen; [[|GenerateTrackedDecorator|]] public interface IBot { string Ask(string text); }"));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal("The decorator of 'IBot' tracks nothing, because no member of 'IBot' has [TrackLlmCall], so 'TrackedBot' only passes calls on; put [TrackLlmCall] on the members that call models", found.Message());
    }

    [Theory]
    [InlineData("[[|GenerateTrackedDecorator|]] public interface IBot { [BudgetIgnore(\"why\")] string Ask(string text); }")]
    [InlineData("[[|GenerateTrackedDecorator|]] [TrackLlmCall(\"m\")] public interface IBot { string Ask(string text); }")]
    [InlineData("[assembly: [|GenerateTrackedDecorator(typeof(IDisposable))|]]")]
    public Task Marks_that_are_not_on_a_member_do_not_count(string text) => Verify.Reports(Id, "using BudgetGen;\n" + text);

    [Theory]
    [InlineData("[GenerateTrackedDecorator] public interface IBot { [TrackLlmCall(\"m\")] string Ask(string text); }")]
    [InlineData("[GenerateTrackedDecorator] public interface IBot : IAsks { void Other(); } public interface IAsks { [TrackLlmCall(\"m\")] string Ask(string text); }")]
    public Task One_annotated_member_is_enough_also_an_inherited_one(string text) => Verify.Nothing("using BudgetGen;\n" + text);
}
