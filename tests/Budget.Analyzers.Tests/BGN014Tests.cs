using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN014: a tracked call that nobody waits for.</summary>
public class BGN014Tests
{
    private const string Id = "BGN014";

    [Fact]
    public async Task A_call_that_is_started_and_forgotten_is_reported()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """
            [BudgetGen.TrackLlmCall]
            class C
            {
                void M(ChatClient client) { _ = client.[|CompleteChatAsync|]("x"); }
            }
            """));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal(
            "Nobody waits for ChatClient.CompleteChatAsync: a refusal by the budget goes unseen, and a program that ends first leaves the call unsettled; await it or return it",
            found.Message());
    }

    [Theory]
    [InlineData("void M(ChatClient c) { c.[|CompleteChatAsync|](\"x\"); }")]
    [InlineData("void M(ChatClient c) => c.[|CompleteChatAsync|](\"x\");")]
    [InlineData("void M(ChatClient c) { var task = c.[|CompleteChatAsync|](\"x\"); }")]
    [InlineData("Action M(ChatClient c) => () => c.[|CompleteChatAsync|](\"x\");")]
    [InlineData("[BudgetGen.TrackLlmCall(\"m\")] Task Ask() => Task.CompletedTask; void M() { _ = [|Ask|](); }")]
    [InlineData("[BudgetGen.TrackLlmCall(\"m\")] ValueTask<string> Ask() => default; void M() { [|Ask|](); }")]
    public Task It_is_found_in_each_form(string member) => Verify.Reports(Id, $"[BudgetGen.TrackLlmCall] class C {{ {member} }}");

    [Theory]
    [InlineData("async Task M(ChatClient c) { await c.CompleteChatAsync(\"x\"); }")]
    [InlineData("async Task M(ChatClient c) { _ = await c.CompleteChatAsync(\"x\"); }")]
    [InlineData("async Task M(ChatClient c) { await c.CompleteChatAsync(\"x\").ConfigureAwait(false); }")]
    [InlineData("Task M(ChatClient c) => c.CompleteChatAsync(\"x\");")]
    [InlineData("Func<Task> M(ChatClient c) => () => c.CompleteChatAsync(\"x\");")]
    [InlineData("async Task M(ChatClient c) { var one = c.CompleteChatAsync(\"x\"); var two = c.CompleteChatAsync(\"x\"); await Task.WhenAll(one, two); }")]
    [InlineData("void M(ChatClient c) { c.CompleteChatAsync(\"x\").Wait(); c.CompleteChat(\"x\"); }")]
    [InlineData("object M(ChatClient c) => c.CompleteChatAsync(\"x\").Result;")]
    public Task What_is_waited_for_is_not(string member) => Verify.Nothing($"[BudgetGen.TrackLlmCall] class C {{ {member} }}");

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing("""
        #pragma warning disable BGN014
        [BudgetGen.TrackLlmCall] class C { void M(ChatClient c) { _ = c.CompleteChatAsync("x"); } }
        """);
}
