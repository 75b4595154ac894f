using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.Generator.Analysis;
using BudgetGen.Generator.Analysis.Http;
using BudgetGen.Generator.Analysis.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;

namespace BudgetGen.Analyzers.Tests;

/// <summary>What a project pays for the rules where they have nothing to say: one look at its text.</summary>
public class CostOfRulesTests
{
    [Fact]
    public async Task No_rule_has_the_compiler_bind_every_body()
    {
        CompilationWithAnalyzers analysis = Program.Of("class C { void M() => Console.WriteLine(string.Concat(\"a\", \"b\")); }").Compile().WithAnalyzers(Program.Analyzers, Options.Of(Program.Of("")));
        await analysis.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        foreach (DiagnosticAnalyzer analyzer in Program.Analyzers)
        {
            AnalyzerTelemetryInfo actions = await analysis.GetAnalyzerTelemetryInfoAsync(analyzer, TestContext.Current.CancellationToken);
            Assert.Equal(
                (0, 0, 0, 0, 0, 0),
                (actions.OperationActionsCount, actions.OperationBlockStartActionsCount, actions.OperationBlockActionsCount, actions.CodeBlockStartActionsCount, actions.CodeBlockActionsCount, actions.SymbolActionsCount));
        }
    }

    [Fact]
    public void Code_without_a_known_name_is_not_looked_at()
    {
        Compilation compilation = new Program
        {
            Files = [.. Enumerable.Range(0, 20).Select(i => ($"File{i}.cs", $"class C{i} {{ object M() {{ var text = string.Concat(\"a\", \"b\"); Console.WriteLine(text); return new Uri(\"https://example.com/\" + text); }} }}"))],
        }.Compile();
        Assert.All(compilation.SyntaxTrees, tree =>
        {
            Assert.Empty(CallUses.Of(compilation, trackAll: false).In(tree, TestContext.Current.CancellationToken));
            Assert.Empty(ModelMentions.Of(compilation).In(tree, TestContext.Current.CancellationToken));
            Assert.Empty(RawRequests.Of(compilation).In(tree, TestContext.Current.CancellationToken));
        });
    }

    [Fact]
    public void Only_the_uses_of_known_names_are_bound()
    {
        Compilation compilation = Program.Of("class C { void M(ChatClient c) { c.CompleteChat(\"x\"); Console.WriteLine(); Func<ChatMessage[], object> f = c.CompleteChat; string n = nameof(c.CompleteChat); } }").Compile();
        SyntaxTree tree = compilation.SyntaxTrees.First();
        Assert.Equal(["c.CompleteChat(\"x\")", "c.CompleteChat"], CallUses.Of(compilation, trackAll: false).In(tree, TestContext.Current.CancellationToken).Select(use => use.Operation.Syntax.ToString()));
    }

    [Theory]
    [InlineData("namespace BudgetGen.Generated { CALL }", 0)]
    [InlineData("namespace BudgetGen.Generated.For_App { CALL }", 0)]
    [InlineData("namespace BudgetGen.GeneratedByMe { CALL }", 1)]
    [InlineData("namespace Mine.BudgetGen.Generated { CALL }", 1)]
    [InlineData("namespace Mine { namespace BudgetGen.Generated { CALL } }", 1)]
    public void What_the_generator_wrote_is_not_bound(string source, int uses)
    {
        Compilation compilation = Program.Of(source.Replace("CALL", "class C { void M(ChatClient c) => c.CompleteChat(\"x\"); }", StringComparison.Ordinal)).Compile();
        Assert.Equal(uses, CallUses.Of(compilation, trackAll: false).In(compilation.SyntaxTrees.First(), TestContext.Current.CancellationToken).Count);
    }

    [Fact]
    public async Task An_alias_of_the_attribute_is_found()
    {
        Program program = new()
        {
            Files = [("Alias.cs", "global using Track = BudgetGen.TrackLlmCallAttribute;"), ("C.cs", "class C { [Track(\"m\", \"{nobody}\")] string Ask() => \"\"; Func<string> M() => Ask; }")],
        };
        Assert.Equal(["BGN002", "BGN003"], (await program.AnalyseAsync()).Select(found => found.Id));
    }

    [Theory]
    [InlineData("using Quiet = BudgetGen.BudgetIgnoreAttribute; [Quiet(\"\")] class C { }", "BGN017")]
    [InlineData("using Wrap = BudgetGen.GenerateTrackedDecoratorAttribute; [Wrap] public interface IIdle { void M(); }", "BGN032")]
    [InlineData("using Paid = BudgetGen.LlmMethodAttribute; [assembly: Paid(typeof(C), \"Missing\")] class C { }", "BGN040")]
    public async Task So_are_aliases_of_the_others(string source, string rule) =>
        Assert.Contains(rule, (await Program.Of(source).AnalyseAsync()).Select(found => found.Id));
}
