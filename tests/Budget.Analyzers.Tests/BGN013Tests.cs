using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN013: a stream that nobody reads or disposes of.</summary>
public class BGN013Tests
{
    private const string Id = "BGN013";

    [Fact]
    public async Task A_stream_that_nobody_reads_is_reported()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """
            [BudgetGen.TrackLlmCall]
            class C
            {
                void M(ChatClient client) => client.[|CompleteChatStreamingAsync|]("x");
            }
            """));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal(
            "The stream of ChatClient.CompleteChatStreamingAsync is never read, so its request is never sent; read it with 'await foreach', or remove the call",
            found.Message());
    }

    [Theory]
    [InlineData("void M(ChatClient c) { _ = c.[|CompleteChatStreaming|](\"x\"); }")]
    [InlineData("void M(ChatClient c) { var stream = c.[|CompleteChatStreaming|](\"x\"); }")]
    [InlineData("void M(Microsoft.Extensions.AI.IChatClient c) { c.[|GetStreamingResponseAsync|]([]); }")]
    [InlineData("void M(Anthropic.AnthropicClient c) { c.Messages.[|CreateStreaming|](null!); }")]
    [InlineData("[BudgetGen.TrackLlmCall(\"m\")] async IAsyncEnumerable<string> Each() { await Task.Yield(); yield return \"\"; } void M() { [|Each|](); }")]
    public Task It_is_found_in_each_form(string member) => Verify.Reports(Id, $"[BudgetGen.TrackLlmCall] class C {{ {member} }}");

    [Theory]
    [InlineData("var e = c.[|CompleteChatStreamingAsync|](\"x\").GetAsyncEnumerator(); await e.MoveNextAsync(); Console.WriteLine(e.Current);")]
    [InlineData("var s = c.[|CompleteChatStreamingAsync|](\"x\"); var e = s.GetAsyncEnumerator(); while (await e.MoveNextAsync()) { }")]
    public async Task An_enumerator_that_nobody_disposes_of_is_reported(string body) =>
        Assert.Contains("nobody disposes of", Assert.Single(await Verify.Reports(Id, $"[BudgetGen.TrackLlmCall] class C {{ async Task M(ChatClient c) {{ {body} }} }}")).Message(), StringComparison.Ordinal);

    [Theory]
    [InlineData("await foreach (var u in c.CompleteChatStreamingAsync(\"x\")) { }")]
    [InlineData("await foreach (var u in c.CompleteChatStreamingAsync(\"x\").ConfigureAwait(false)) { }")]
    [InlineData("var s = c.CompleteChatStreamingAsync(\"x\"); await foreach (var u in s) { }")]
    [InlineData("await using var e = c.CompleteChatStreamingAsync(\"x\").GetAsyncEnumerator(); await e.MoveNextAsync();")]
    [InlineData("var e = c.CompleteChatStreamingAsync(\"x\").GetAsyncEnumerator(); try { await e.MoveNextAsync(); } finally { await e.DisposeAsync(); }")]
    [InlineData("foreach (var u in c.CompleteChatStreaming(\"x\")) { await Task.Yield(); }")]
    [InlineData("Use(c.CompleteChatStreamingAsync(\"x\")); await Task.Yield();")]
    [InlineData("_ = c.CompleteChatStreaming(\"x\").ToList(); await Task.Yield();")]
    public Task What_is_read_or_handed_on_is_not(string body) =>
        Verify.Nothing($"[BudgetGen.TrackLlmCall] class C {{ async Task M(ChatClient c) {{ {body} }} void Use(object o) {{ }} object N(ChatClient c) => c.CompleteChatStreaming(\"x\"); }}");

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing("""
        #pragma warning disable BGN013
        [BudgetGen.TrackLlmCall] class C { void M(ChatClient c) => c.CompleteChatStreaming("x"); }
        """);
}
