using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN042: an [LlmMethod] that says too little.</summary>
public class BGN042Tests
{
    private const string Bot = """
        public class Bot
        {
            public int Ask(object request) => 1;
            public int Say(string text) => 1;
            public string Tell(object request) => "";
            public LlmUsageLike Use(byte[] data) => new();
        }
        public class LlmUsageLike { public int In; }
        """;

    [Theory]
    [InlineData("\"Say\", Model = \"m\"", "[LlmMethod] for 'Bot.Say' does not say what was used: set InputTokens and OutputTokens, or Text, or every call is charged at the most that it can cost")]
    [InlineData("\"Tell\", Model = \"m\"", "[LlmMethod] for 'Bot.Tell' does not say what is sent: set Prompt, or every hold is too small by its input")]
    [InlineData("\"Say\", Model = \"{text}\", InputTokens = \"{result}\"", "does not say what is sent")]
    public async Task What_is_not_said_is_reported(string arguments, string message)
    {
        Diagnostic found = Assert.Single(await Verify.Reports("BGN042", $"using BudgetGen;\n[assembly: [|LlmMethod(typeof(Bot), {arguments})|]]\n{Bot}"));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Contains(message, found.Message(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Say\", Model = \"m\", InputTokens = \"{result}\"")]
    [InlineData("\"Use\", Prompt = \"{data}\", OutputTokens = \"{result.In}\"")]
    [InlineData("\"Tell\", Attachments = \"{request}\"")]
    public Task Enough_is_enough(string arguments) => Verify.Nothing($"using BudgetGen;\n[assembly: LlmMethod(typeof(Bot), {arguments})]\n{Bot}");
}
