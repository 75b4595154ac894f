using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN012: a tracked request without a bound on its output.</summary>
public class BGN012Tests
{
    private const string Id = "BGN012";

    [Fact]
    public async Task A_request_without_options_is_a_suggestion()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """
            [BudgetGen.TrackLlmCall]
            class C
            {
                object M(ChatClient client) => client.[|CompleteChat|]("x");
            }
            """));
        Assert.Equal(DiagnosticSeverity.Info, found.Severity);
        Assert.Equal(
            "ChatClient.CompleteChat says nothing about the length of the answer, so it reserves the price of the longest one that the model gives; set ChatCompletionOptions.MaxOutputTokenCount",
            found.Message());
    }

    [Theory]
    [InlineData("object M(ChatClient c, ChatMessage[] m) => c.[|CompleteChatStreamingAsync|](m.AsEnumerable());")]
    [InlineData("object M(ChatClient c, ChatMessage[] m) => c.[|CompleteChat|](m.AsEnumerable(), null);")]
    [InlineData("object M(ChatClient c, ChatMessage[] m) => c.[|CompleteChat|](m.AsEnumerable(), new ChatCompletionOptions { Temperature = 1 });")]
    [InlineData("object M(ChatClient c, ChatMessage[] m) => c.[|CompleteChat|](m.AsEnumerable(), new());")]
    [InlineData("object M(ChatClient c, ChatMessage[] m) { var o = new ChatCompletionOptions(); o.Temperature = 1; return c.[|CompleteChat|](m.AsEnumerable(), o); }")]
    [InlineData("object M(Microsoft.Extensions.AI.IChatClient c) => c.[|GetResponseAsync|]([]);")]
    [InlineData("object M(Microsoft.Extensions.AI.IChatClient c) => Microsoft.Extensions.AI.ChatClientExtensions.[|GetResponseAsync|](c, \"x\", new() { Temperature = 1 });")]
    public Task It_is_found_in_each_form(string member) => Verify.Reports(Id, $"[BudgetGen.TrackLlmCall] class C {{ {member} }}");

    [Theory]
    [InlineData("object M(ChatClient c, ChatMessage[] m) => c.CompleteChat(m.AsEnumerable(), new ChatCompletionOptions { MaxOutputTokenCount = 100 });")]
    [InlineData("object M(ChatClient c, ChatMessage[] m, ChatCompletionOptions o) => c.CompleteChat(m.AsEnumerable(), o);")]
    [InlineData("object M(ChatClient c, ChatMessage[] m) { var o = new ChatCompletionOptions(); o.MaxOutputTokenCount = 1; return c.CompleteChat(m.AsEnumerable(), o); }")]
    [InlineData("object M(ChatClient c, ChatMessage[] m) { var o = new ChatCompletionOptions(); Set(o); return c.CompleteChat(m.AsEnumerable(), o); } void Set(ChatCompletionOptions o) => o.MaxOutputTokenCount = 1;")]
    [InlineData("object M(ChatClient c, ChatMessage[] m, bool b) { var o = new ChatCompletionOptions(); if (b) o = new() { MaxOutputTokenCount = 5 }; return c.CompleteChat(m.AsEnumerable(), o); }")]
    [InlineData("object M(Microsoft.Extensions.AI.IChatClient c) => c.GetResponseAsync([], new() { MaxOutputTokens = 5 });")]
    [InlineData("object M(Microsoft.Extensions.AI.IChatClient c) => c.GetResponseAsync([], new() { RawRepresentationFactory = _ => null });")]
    [InlineData("object M(Anthropic.AnthropicClient c, Anthropic.Models.Messages.MessageCreateParams p) => c.Messages.Create(p);")]
    public Task A_bound_or_a_doubt_is_enough(string member) => Verify.Nothing(Id, $"[BudgetGen.TrackLlmCall] class C {{ {member} }}");

    [Fact]
    public async Task An_untracked_call_has_other_worries() =>
        Assert.Equal(["BGN001"], (await Program.Of("class C { object M(ChatClient c) => c.CompleteChat(\"x\"); }").AnalyseAsync()).Select(found => found.Id));
}
