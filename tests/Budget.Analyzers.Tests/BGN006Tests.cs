using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN006: a call that is known to cost money, but that this version does not meter.</summary>
public class BGN006Tests
{
    private const string Id = "BGN006";

    [Fact]
    public async Task A_known_call_without_an_adapter_is_reported()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """
            #pragma warning disable OPENAI001
            class C
            {
                void M(OpenAI.Graders.GraderClient client) => client.[|RunGrader|](null!);
            }
            """));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal(
            "GraderClient.RunGrader (grader run) costs money, but this version of BudgetGen does not meter it, because a grader may ask any number of models, which its definition names: book its cost with BudgetManager.RecordSpend, or say why not with [BudgetIgnore(\"reason\")]",
            found.Message());
    }

    [Fact]
    public async Task An_unknown_overload_of_a_known_call_is_reported() =>
        Assert.Contains("does not meter this overload", Assert.Single(await Verify.Reports(Id, """
            using System.ClientModel;
            using System.ClientModel.Primitives;
            class Mine : ChatClient { public override ClientResult<ChatCompletion> CompleteChat(BinaryContent content, RequestOptions? options = null) => null!; }
            class C { void M(Mine client) => client.[|CompleteChat|](BinaryContent.Create(BinaryData.FromString("{}"))); }
            """)).Message(), StringComparison.Ordinal);

    [Theory]
    [InlineData("[BudgetGen.TrackLlmCall] void M(OpenAI.Graders.GraderClient c) => c.[|RunGrader|](null!);")]
    [InlineData("object M(OpenAI.Batch.BatchClient c) => c.[|CreateBatch|](null!, false);")]
    [InlineData("object M(Anthropic.AnthropicClient c) => c.Messages.Batches.[|Create|](null!);")]
    [InlineData("Func<System.ClientModel.BinaryContent, System.ClientModel.Primitives.RequestOptions, object> M(OpenAI.Graders.GraderClient c) => c.[|RunGrader|];")]
    public Task It_is_found_wherever_it_stands(string member) => Verify.Reports(Id, $"#pragma warning disable OPENAI001\nclass C {{ {member} }}");

    [Theory]
    [InlineData("[BudgetGen.BudgetIgnore(\"why\")] void M(OpenAI.Graders.GraderClient c) => c.RunGrader(null!);")]
    [InlineData("object M(OpenAI.Moderations.ModerationClient c) => c.ClassifyText(\"x\");")]
    [InlineData("object M(OpenAI.Responses.ResponsesClient c) => c.GetResponse(\"x\");")]
    [InlineData("Func<string, CancellationToken, object> M(OpenAI.Responses.ResponsesClient c) => c.GetResponse;")]
    [InlineData("string M() => nameof(OpenAI.Graders.GraderClient.RunGrader);")]
    public Task Ignored_and_free_calls_are_left_in_peace(string member) => Verify.Nothing($"#pragma warning disable OPENAI001\nclass C {{ {member} }}");

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing("""
        #pragma warning disable BGN006, OPENAI001
        class C { void M(OpenAI.Graders.GraderClient c) => c.RunGrader(null!); }
        """);

    [Fact]
    public async Task An_editorconfig_sets_its_severity()
    {
        Program setting = Program.Of("") with { EditorConfig = "[*.cs]\ndotnet_diagnostic.BGN006.severity = suggestion" };
        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Verify.Reports(Id, "#pragma warning disable OPENAI001\nclass C { void M(OpenAI.Graders.GraderClient c) => c.[|RunGrader|](null!); }", setting)).Severity);
    }
}
