using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.CodeFixes;

namespace BudgetGen.Analyzers.Tests;

/// <summary>The fix of BGN040 and BGN041: the name in [LlmMethod] that was probably meant.</summary>
public class DeclaredNameFixTests
{
    private static readonly Fixing _fix = new(new TemplateNameFix());

    [Theory]
    [InlineData("\"Asks\", Model = \"{request.Model}\"", "\"Ask\", Model = \"{request.Model}\"")]
    [InlineData("@\"Asks\", Model = \"{request.Model}\"", "\"Ask\", Model = \"{request.Model}\"")]
    [InlineData("\"Ask\", Model = \"{requst.Model}\"", "\"Ask\", Model = \"{request.Model}\"")]
    [InlineData("\"Ask\", Model = \"x-{ requst.Model }\"", "\"Ask\", Model = \"x-{ request.Model }\"")]
    [InlineData("\"Ask\", Model = \"m\", InputTokens = \"{reslt.In}\"", "\"Ask\", Model = \"m\", InputTokens = \"{result.In}\"")]
    [InlineData("\"Ask\", Model = \"m\", ErrorType = typeof(Refusal), Status = \"{eror.Status}\"", "\"Ask\", Model = \"m\", ErrorType = typeof(Refusal), Status = \"{error.Status}\"")]
    public Task A_name_that_is_close_is_corrected(string before, string after) => _fix.AppliesAsync(TemplateNameFix.Key, Of(before), Of(after));

    [Theory]
    [InlineData("\"Nothing\", Model = \"m\"")]
    [InlineData("Names.Asks, Model = \"m\"")]
    [InlineData("\"Ask\", Model = \"{zzzzzz}\"")]
    [InlineData("\"Ask\", Model = \"{request.Modl}\"")]
    [InlineData("\"Ask\", Model = \"\\u007brequst.Model}\"")]
    [InlineData("\"Ask\", Model = \"m\", InputTokens = \"{usage.In}\"")]
    [InlineData("\"Ask\", Model = \"m\", Status = \"{eror.Status}\"")]
    public async Task Otherwise_nothing_is_offered(string arguments) => Assert.Empty(await _fix.OfferedAsync(Of(arguments)));

    [Fact]
    public Task Fix_all_corrects_each() => _fix.AppliesToAllAsync(
        TemplateNameFix.Key,
        [("One.cs", Of("\"Ask\", Model = \"{requst.Model}\", InputTokens = \"{reslt.In}\""))],
        [("One.cs", Of("\"Ask\", Model = \"{request.Model}\", InputTokens = \"{result.In}\""))]);

    private static string Of(string arguments) => $$"""
        using BudgetGen;
        [assembly: LlmMethod(typeof(Bot), {{arguments}}, Prompt = "{request.Text}", Text = "{result.Text}")]
        public class Request { public string Model = "", Text = ""; }
        public class Answer { public int In; public string? Text; }
        public class Refusal : Exception { public int Status; }
        public static class Names { public const string Asks = "Asks"; }
        public class Bot { public Answer Ask(Request request) => new(); }
        """;
}
