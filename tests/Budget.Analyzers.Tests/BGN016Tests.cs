using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN016: a call that is metered by itself and by what is around it.</summary>
public class BGN016Tests
{
    private const string Id = "BGN016";

    [Fact]
    public async Task A_method_that_is_metered_as_a_whole_around_another_one_is_a_suggestion()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """
            using BudgetGen;
            class C
            {
                [TrackLlmCall("gpt-4o")] string Outer(string text) => [|Inner|](text);
                [TrackLlmCall("gpt-4o-mini")] string Inner(string text) => text;
            }
            """));
        Assert.Equal(DiagnosticSeverity.Info, found.Severity);
        Assert.Equal("'C.Outer' names a model and is metered as a whole, so 'C.Inner' only reports to it; remove the model from 'C.Outer' to meter each call by itself", found.Message());
    }

    [Theory]
    [InlineData("[TrackLlmCall(\"gpt-4o\")] object Outer(ChatClient c) => [|Inner|](c); [TrackLlmCall] object Inner(ChatClient c) => c.CompleteChat(\"x\");")]
    [InlineData("[TrackLlmCall(\"gpt-4o\")] object Outer(string x) { Func<string> f = () => [|Inner|](x); return f(); } [TrackLlmCall(\"gpt-4o\")] string Inner(string x) => x;")]
    public Task It_is_found_in_each_form(string members) => Verify.Reports(Id, $"using BudgetGen; class C {{ {members} }}");

    [Fact]
    public Task A_client_that_meters_its_calls_itself_is_metered_once() => Verify.Nothing(Id, """
        using Microsoft.Extensions.AI;
        [BudgetGen.TrackLlmCall]
        class C
        {
            object M(BudgetGen.TrackedChatClient client) => client.GetResponseAsync([], new() { MaxOutputTokens = 1 });
            object N(IChatClient client) => client.GetResponseAsync([], new() { MaxOutputTokens = 1 });
        }
        """);

    [Theory]
    [InlineData("[TrackLlmCall] string Outer(string text) => Inner(text); [TrackLlmCall(\"gpt-4o-mini\")] string Inner(string text) => text;")]
    [InlineData("[TrackLlmCall(\"gpt-4o\")] object Outer(ChatClient c) => (c.CompleteChat(\"x\"), Inner(\"x\")); [TrackLlmCall(\"gpt-4o-mini\")] string Inner(string text) => text;")]
    [InlineData("string Outer(string text) => Inner(text); [TrackLlmCall(\"gpt-4o-mini\")] string Inner(string text) => text;")]
    [InlineData("[TrackLlmCall(\"gpt-4o\")] string Outer(string text) => Inner(text); [TrackLlmCall(User = \"{text}\")] string Inner(string text) => Text; string Text { get; } = \"\";")]
    public Task What_is_metered_once_is_not(string members) =>
        Verify.Nothing(Id, $"using BudgetGen; class C {{ {members} }}".Replace("=> Text;", "=> Ask(); Func<string> Ask = () => \"\"; string Other => Ask();", StringComparison.Ordinal));
}
