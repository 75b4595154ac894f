using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.CodeFixes;

namespace BudgetGen.Analyzers.Tests;

/// <summary>The fix of BGN013: an enumerator that is disposed of.</summary>
public class BGN013FixTests
{
    private static readonly Fixing _fix = new(new EnumeratorFix());

    [Theory]
    [InlineData("var e = c.CompleteChatStreamingAsync(\"x\").GetAsyncEnumerator(); await e.MoveNextAsync();", "await using var e = c.CompleteChatStreamingAsync(\"x\").GetAsyncEnumerator(); await e.MoveNextAsync();")]
    [InlineData("var s = c.CompleteChatStreamingAsync(\"x\"); var e = s.GetAsyncEnumerator(); while (await e.MoveNextAsync()) { }", "var s = c.CompleteChatStreamingAsync(\"x\"); await using var e = s.GetAsyncEnumerator(); while (await e.MoveNextAsync()) { }")]
    [InlineData("IEnumerator<StreamingChatCompletionUpdate> e = c.CompleteChatStreaming(\"x\").GetEnumerator(); e.MoveNext(); await Task.Yield();", "using IEnumerator<StreamingChatCompletionUpdate> e = c.CompleteChatStreaming(\"x\").GetEnumerator(); e.MoveNext(); await Task.Yield();")]
    public Task It_is_declared_with_using(string before, string after) => _fix.AppliesAsync(EnumeratorFix.Key, Of(before), Of(after));

    [Theory]
    [InlineData("c.CompleteChatStreamingAsync(\"x\"); await Task.Yield();")]
    [InlineData("var s = c.CompleteChatStreamingAsync(\"x\"); await Task.Yield();")]
    [InlineData("var e = c.CompleteChatStreamingAsync(\"x\").GetAsyncEnumerator(); e = null!; await Task.Yield();")]
    [InlineData("await Task.Yield(); void Sync() { var e = c.CompleteChatStreamingAsync(\"x\").GetAsyncEnumerator(); e.MoveNextAsync(); }")]
    [InlineData("await Task.Yield(); lock (c) { var e = c.CompleteChatStreamingAsync(\"x\").GetAsyncEnumerator(); var v = e.Current; }")]
    public async Task Where_it_cannot_be_it_is_not_offered(string body) => Assert.Empty(await _fix.OfferedAsync(Of(body)));

    [Fact]
    public Task Fix_all_declares_each() => _fix.AppliesToAllAsync(
        EnumeratorFix.Key,
        [("One.cs", Of("var e = c.CompleteChatStreamingAsync(\"x\").GetAsyncEnumerator(); await e.MoveNextAsync(); var f = c.CompleteChatStreaming(\"x\").GetEnumerator(); f.MoveNext();"))],
        [("One.cs", Of("await using var e = c.CompleteChatStreamingAsync(\"x\").GetAsyncEnumerator(); await e.MoveNextAsync(); using var f = c.CompleteChatStreaming(\"x\").GetEnumerator(); f.MoveNext();"))]);

    private static string Of(string body) => $"[BudgetGen.TrackLlmCall] class C {{ async Task M(ChatClient c) {{ {body} }} }}";
}
