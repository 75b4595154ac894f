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
            class C
            {
                void M(OpenAI.Embeddings.EmbeddingClient client) => client.[|GenerateEmbedding|]("x");
            }
            """));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal(
            "EmbeddingClient.GenerateEmbedding (embedding) costs money, but this version of BudgetGen does not meter it: book its cost with BudgetManager.RecordSpend, or say why not with [BudgetIgnore(\"reason\")]",
            found.Message());
    }

    [Fact]
    public async Task An_unknown_overload_of_a_known_call_is_reported() =>
        Assert.Contains("does not meter this overload", Assert.Single(await Verify.Reports(Id, """
            class C { void M(ChatClient client) => client.[|CompleteChat|](System.ClientModel.BinaryContent.Create(BinaryData.FromString("{}"))); }
            """)).Message(), StringComparison.Ordinal);

    [Theory]
    [InlineData("[BudgetGen.TrackLlmCall] void M(OpenAI.Images.ImageClient c) => c.[|GenerateImage|](\"x\");")]
    [InlineData("object M(OpenAI.Audio.AudioClient c) => c.[|TranscribeAudio|](\"x.mp3\");")]
    [InlineData("object M(Anthropic.AnthropicClient c) => c.Beta.Messages.[|Create|](null!);")]
    [InlineData("object M(Microsoft.Extensions.AI.IEmbeddingGenerator<string, Microsoft.Extensions.AI.Embedding<float>> c) => c.[|GenerateAsync|]([\"x\"]);")]
    [InlineData("Func<string, OpenAI.Embeddings.EmbeddingGenerationOptions, CancellationToken, object> M(OpenAI.Embeddings.EmbeddingClient c) => c.[|GenerateEmbedding|];")]
    public Task It_is_found_wherever_it_stands(string member) => Verify.Reports(Id, $"class C {{ {member} }}");

    [Theory]
    [InlineData("[BudgetGen.BudgetIgnore(\"why\")] void M(OpenAI.Embeddings.EmbeddingClient c) => c.GenerateEmbedding(\"x\");")]
    [InlineData("string M() => nameof(OpenAI.Embeddings.EmbeddingClient.GenerateEmbedding);")]
    public Task Ignored_calls_are_left_in_peace(string member) => Verify.Nothing($"class C {{ {member} }}");

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing("""
        #pragma warning disable BGN006
        class C { void M(OpenAI.Embeddings.EmbeddingClient c) => c.GenerateEmbedding("x"); }
        """);

    [Fact]
    public async Task An_editorconfig_sets_its_severity()
    {
        Program setting = Program.Of("") with { EditorConfig = "[*.cs]\ndotnet_diagnostic.BGN006.severity = suggestion" };
        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Verify.Reports(Id, "class C { void M(OpenAI.Embeddings.EmbeddingClient c) => c.[|GenerateEmbedding|](\"x\"); }", setting)).Severity);
    }
}
