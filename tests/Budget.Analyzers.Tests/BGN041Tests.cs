using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN041: a text in [LlmMethod] that binds to no overload.</summary>
public class BGN041Tests
{
    private const string Id = "BGN041";

    private const string Client = """
        public class Message { public string? Content; }
        public class Usage { public int In; public ulong Big; public double Half; public decimal Money; }
        public class Options { public int? Max; public long Long; public string? Name; public Usage? Usage; private int Hidden; [Obsolete("no", true)] public int Gone; public int Use() => Hidden; }
        public class Answer { public Usage? Usage; public List<Usage>? Usages; public string? Text; public bool Done; public int Count; public Options? Options; }
        public class Refusal : Exception { public int Status; public string? Word; }
        public class Client
        {
            public string Region = "";
            public static int Static(string text) => 1;
            public void Send(string text) { }
            public System.Threading.Tasks.Task<Answer> Ask(List<Message> messages, Options options, string model) => null!;
        }
        """;

    [Theory]
    [InlineData("Model = \"{[|modl|]}\"", "Model of [LlmMethod] does not bind: 'Client.Ask' has no parameter 'modl'; did you mean 'model'?")]
    [InlineData("Model = \"{[|result|].Text}\"", "'result' is not known before the call")]
    [InlineData("Model = \"{options.[|Nam|]}\"", "'Nam' is no property or field")]
    [InlineData("Model = \"{ options.[|Gone|] }\"", "'Gone' is obsolete, and using it is an error")]
    [InlineData("Model = \"{ options.[|Hidden|] }\"", "'Hidden' is not accessible from generated code")]
    [InlineData("Model = \"{this.[|Zone|]}\"", "'Zone' is no property or field")]
    [InlineData("Model = \"a[|{model|]\"", "is no placeholder")]
    [InlineData("Provider = \"x-{messages.[|Content|]}\"", "there are many of 'Content', and one value is asked for")]
    [InlineData("Model = \"{[|options|]}\"", "the value of 'options' has no text of its own")]
    [InlineData("Prompt = \"{[|messages|]}\"", "the value of 'messages' has no text of its own")]
    [InlineData("Prompt = \"{model}[| and |]{messages.Content}\"", "'and' is literal text")]
    [InlineData("MaxOutputTokens = \"{[|options.Name|]}\"", "'options.Name' is no whole number")]
    [InlineData("MaxOutputTokens = \"[|many|]\"", "'many' is no whole number")]
    [InlineData("MaxOutputTokens = \"[|{options.Max} + |]\"", "'{options.Max} + ' is no whole number")]
    [InlineData("MaxOutputTokens = \"{options.Max} {[|options.Max|]}\"", "is no whole number")]
    [InlineData("Choices = \"{[|options.Long|]}\"", "is no whole number that fits")]
    [InlineData("InputTokens = \"{[|model|]}\"", "a text about the answer begins with 'result', not with 'model'")]
    [InlineData("InputTokens = \"{result.Usage.[|Inn|]}\"", "'Inn' is no property or field")]
    [InlineData("InputTokens = \"{result.Usages.[|In|]}\"", "there are many of 'In'")]
    [InlineData("InputTokens = \"{[|result.Usage.Big|]}\"", "is no whole number")]
    [InlineData("InputTokens = \"{[|result.Usage.Half|]}\"", "is no whole number")]
    [InlineData("OutputTokens = \"{[|result.Usage.Money|]}\"", "is no whole number")]
    [InlineData("Finished = \"{[|result.Count|]}\"", "'result.Count' is always there")]
    [InlineData("Status = \"{[|error|].Status}\"", "set ErrorType to the exception that has the status")]
    [InlineData("ErrorType = typeof(Refusal), Status = \"{[|result|].Count}\"", "a text about the exception begins with 'error'")]
    [InlineData("ErrorType = typeof(Refusal), Status = \"{[|error.Word|]}\"", "is no whole number")]
    public async Task What_does_not_bind_is_reported_inside_the_literal(string property, string message)
    {
        string quiet = property.StartsWith("Prompt", StringComparison.Ordinal) ? "" : "Prompt = \"{messages.Content}\", ";
        string text = property.StartsWith("Text", StringComparison.Ordinal) ? "" : "Text = \"{result.Text}\", ";
        Diagnostic found = Assert.Single(await Verify.Reports(Id, $"using BudgetGen;\n[assembly: LlmMethod(typeof(Client), \"Ask\", {quiet}{text}{property})]\n{Client}"));
        Assert.Equal(DiagnosticSeverity.Error, found.Severity);
        Assert.Contains(message, found.Message(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Static\", Prompt = \"{text}\", Model = \"{[|this|].Region}\", InputTokens = \"{result}\"", "is static and has no 'this'")]
    [InlineData("\"Send\", Prompt = \"{text}\", InputTokens = \"{[|result|].Usage}\"", "'Client.Send' returns nothing")]
    public async Task So_is_what_the_method_does_not_have(string arguments, string message) => Assert.Contains(
        message, Assert.Single(await Verify.Reports(Id, $"using BudgetGen;\n[assembly: LlmMethod(typeof(Client), {arguments})]\n{Client}")).Message(), StringComparison.Ordinal);

    [Fact]
    public async Task All_that_does_not_bind_is_reported_at_once() => Assert.Equal(2, (await Verify.Reports(Id, $$"""
        using BudgetGen;
        [assembly: LlmMethod(typeof(Client), "Ask", Prompt = "{messages.Content}", Model = "{[|x|]}", InputTokens = "{result.[|y|]}")]
        {{Client}}
        """)).Count);

    [Fact]
    public Task One_overload_that_binds_is_enough() => Verify.Nothing("""
        using BudgetGen;
        [assembly: LlmMethod(typeof(Bot), "Ask", Model = "{model}")]
        public class Bot { public string Ask(string text) => text; public string Ask(string text, string model) => text; }
        """);

    [Fact]
    public Task A_constant_is_marked_as_a_whole() => Verify.Reports(Id, """
        using BudgetGen;
        [assembly: LlmMethod(typeof(Bot), "Ask", Model = [|Bot.Model|])]
        public class Bot { public const string Model = "{modl}"; public string Ask(string text) => text; }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing("""
        using BudgetGen;
        #pragma warning disable BGN041
        [assembly: LlmMethod(typeof(Bot), "Ask", Model = "{x}")]
        public class Bot { public string Ask(string text) => text; }
        """);
}
