using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.CodeFixes;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN014: a tracked call that nobody waits for.</summary>
public class BGN014Tests
{
    private const string Id = "BGN014";

    private static readonly Fixing _fix = new(new AwaitFix());

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
    [InlineData("void M(ChatClient? c) { c?.[|CompleteChatAsync|](\"x\"); }")]
    [InlineData("Action M(ChatClient c) => () => c.[|CompleteChatAsync|](\"x\");")]
    [InlineData("[BudgetGen.TrackLlmCall(\"m\")] Task Ask() => Task.CompletedTask; void M() { _ = [|Ask|](); }")]
    [InlineData("[BudgetGen.TrackLlmCall(\"m\")] ValueTask<string> Ask() => default; void M() { [|Ask|](); }")]
    public Task It_is_found_in_each_form(string member) => Verify.Reports(Id, $"[BudgetGen.TrackLlmCall] class C {{ {member} }}");

    [Theory]
    [InlineData("async Task M(ChatClient c) { await c.CompleteChatAsync(\"x\"); }")]
    [InlineData("async Task M(ChatClient c) { _ = await c.CompleteChatAsync(\"x\"); }")]
    [InlineData("async Task M(ChatClient c) { await c.CompleteChatAsync(\"x\").ConfigureAwait(false); }")]
    [InlineData("Task M(ChatClient[] c) => Task.WhenAll(c.Select(one => one.CompleteChatAsync(\"x\")));")]
    [InlineData("Task? _last; void M(ChatClient c) { _last = c.CompleteChatAsync(\"x\"); }")]
    [InlineData("async Task M(ChatClient? c) { if (c?.CompleteChatAsync(\"x\") is { } task) await task; }")]
    [InlineData("Task M(ChatClient c) => c.CompleteChatAsync(\"x\");")]
    [InlineData("Func<Task> M(ChatClient c) => () => c.CompleteChatAsync(\"x\");")]
    [InlineData("async Task M(ChatClient c) { var one = c.CompleteChatAsync(\"x\"); var two = c.CompleteChatAsync(\"x\"); await Task.WhenAll(one, two); }")]
    [InlineData("void M(ChatClient c) { c.CompleteChatAsync(\"x\").Wait(); c.CompleteChat(\"x\"); }")]
    [InlineData("object M(ChatClient c) => c.CompleteChatAsync(\"x\").Result;")]
    public Task What_is_waited_for_is_not(string member) => Verify.Nothing($"[BudgetGen.TrackLlmCall] class C {{ {member} }}");

    [Fact]
    public async Task Top_level_statements_are_like_any_others()
    {
        const string Ask = "static class C { [BudgetGen.TrackLlmCall(\"m\")] public static Task<string> Ask() => Task.FromResult(\"\"); }";
        await Verify.Nothing("var task = C.Ask(); Console.WriteLine(); await task; " + Ask);
        await Verify.Reports(Id, "var task = C.[|Ask|](); Console.WriteLine(); " + Ask);
    }

    [Theory]
    [InlineData("async Task M(ChatClient c) { _ = c.CompleteChatAsync(\"x\"); await Task.Yield(); }", "async Task M(ChatClient c) { await c.CompleteChatAsync(\"x\"); await Task.Yield(); }")]
    [InlineData("async Task M(ChatClient c) { c.CompleteChatAsync(\"x\"); await Task.Yield(); }", "async Task M(ChatClient c) { await c.CompleteChatAsync(\"x\"); await Task.Yield(); }")]
    [InlineData("Func<Task> M(ChatClient c) => async () => { _ = c.CompleteChatAsync(\"x\").ConfigureAwait(false); };", "Func<Task> M(ChatClient c) => async () => { await c.CompleteChatAsync(\"x\").ConfigureAwait(false); };")]
    public Task It_is_awaited(string before, string after) => _fix.AppliesAsync(AwaitFix.Key, $"[BudgetGen.TrackLlmCall] class C {{ {before} }}", $"[BudgetGen.TrackLlmCall] class C {{ {after} }}");

    [Theory]
    [InlineData("void M(ChatClient c) { _ = c.CompleteChatAsync(\"x\"); }")]
    [InlineData("async Task M(ChatClient c) { await Task.Yield(); Action a = () => c.CompleteChatAsync(\"x\"); }")]
    [InlineData("async Task M(ChatClient c) { await Task.Yield(); lock (this) { _ = c.CompleteChatAsync(\"x\"); } }")]
    [InlineData("async Task M(ChatClient c) { await Task.Yield(); var task = c.CompleteChatAsync(\"x\"); }")]
    public async Task Where_nothing_can_be_awaited_nothing_is_offered(string member) => Assert.Empty(await _fix.OfferedAsync($"[BudgetGen.TrackLlmCall] class C {{ {member} }}"));

    [Fact]
    public Task Fix_all_awaits_each() => _fix.AppliesToAllAsync(
        AwaitFix.Key,
        [("One.cs", "[BudgetGen.TrackLlmCall] class C { async Task M(ChatClient c) { _ = c.CompleteChatAsync(\"x\"); c.CompleteChatAsync(\"y\"); await Task.Yield(); } }"), ("Two.cs", "[BudgetGen.TrackLlmCall] class D { async Task M(ChatClient c) { _ = c.CompleteChatAsync(\"x\"); await Task.Yield(); } }")],
        [("One.cs", "[BudgetGen.TrackLlmCall] class C { async Task M(ChatClient c) { await c.CompleteChatAsync(\"x\"); await c.CompleteChatAsync(\"y\"); await Task.Yield(); } }"), ("Two.cs", "[BudgetGen.TrackLlmCall] class D { async Task M(ChatClient c) { await c.CompleteChatAsync(\"x\"); await Task.Yield(); } }")]);

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing("""
        #pragma warning disable BGN014
        [BudgetGen.TrackLlmCall] class C { void M(ChatClient c) { _ = c.CompleteChatAsync("x"); } }
        """);
}
