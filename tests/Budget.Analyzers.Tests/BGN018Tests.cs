using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN018: a project whose settings keep its calls from being tracked.</summary>
public class BGN018Tests
{
    private const string Id = "BGN018";

    [Fact]
    public async Task A_project_that_does_not_allow_our_namespace_is_told_once_in_each_file()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """
            [BudgetGen.TrackLlmCall]
            class C
            {
                object M(ChatClient client) => client.[|CompleteChat|]("x");
                object N(ChatClient client) => client.CompleteChat("y");
            }
            """, Program.Of("") with { InterceptorsNamespaces = "Other.Generated" }));
        Assert.Equal(DiagnosticSeverity.Error, found.Severity);
        Assert.Equal(
            "The calls in this file cannot be tracked, because the property InterceptorsNamespaces does not name BudgetGen.Generated; import BudgetGen.targets, or append ';BudgetGen.Generated' to it",
            found.Message());
    }

    [Fact]
    public async Task A_project_without_the_runtime_is_told() =>
        Assert.Contains("does not reference the runtime", Assert.Single(await Verify.Reports(
            Id, "class C { [BudgetGen.TrackLlmCall(\"m\")] string Ask() => \"\"; string M() => [|Ask|](); }", Program.Of("") with { References = References.WithoutRuntime })).Message(), StringComparison.Ordinal);

    [Theory]
    [InlineData("BudgetGen.Generated")]
    [InlineData("Other; BudgetGen.Generated")]
    [InlineData("BudgetGen")]
    public Task A_project_that_allows_it_is_not(string namespaces) =>
        Verify.Nothing(Program.Of("[BudgetGen.TrackLlmCall] class C { object M(ChatClient client) => client.CompleteChat(\"x\"); }") with { InterceptorsNamespaces = namespaces });

    [Fact]
    public Task A_project_without_tracked_calls_needs_nothing() => Verify.Nothing(Program.Of("class C { string M() => \"\"; }") with { InterceptorsNamespaces = "" });
}
