using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN001: an LLM call that no budget covers.</summary>
public class BGN001Tests
{
    private const string Id = "BGN001";

    [Fact]
    public async Task An_untracked_call_is_reported_on_its_name()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """
            class Chat
            {
                public async Task Ask(ChatClient client) => await client
                    .[|CompleteChatAsync|]("hello");
            }
            """));

        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal("Chat.Ask calls ChatClient.CompleteChatAsync, and nobody tracks what it costs: add [TrackLlmCall] to 'Chat.Ask', or say why not with [BudgetIgnore(\"reason\")]", found.Message());
    }

    [Theory]
    [InlineData("void M(ChatClient c) => c.[|CompleteChat|](\"x\");")]
    [InlineData("void M(ChatClient c) => c.[|CompleteChatStreaming|](\"x\");")]
    [InlineData("object M(ChatClient c) => c.[|CompleteChatStreamingAsync|](\"x\");")]
    [InlineData("object? M(ChatClient? c) => c?.[|CompleteChatAsync|](\"x\");")]
    [InlineData("object M(Anthropic.AnthropicClient c) => c.Messages.[|Create|](null!);")]
    [InlineData("object M(Anthropic.AnthropicClient c) => c.Messages.[|CreateStreaming|](null!);")]
    [InlineData("object M(Microsoft.Extensions.AI.IChatClient c) => c.[|GetResponseAsync|]([]);")]
    [InlineData("object M(Microsoft.Extensions.AI.IChatClient c) => Microsoft.Extensions.AI.ChatClientExtensions.[|GetStreamingResponseAsync|](c, \"x\");")]
    [InlineData("object M(Microsoft.Extensions.AI.DelegatingChatClient c) => c.[|GetResponseAsync|]([]);")]
    public Task Every_metered_library_is_known(string member) => Verify.Reports(Id, $"class C {{ {member} }}");

    [Theory]
    [InlineData("void M(ChatClient c) { Action a = () => c.[|CompleteChat|](\"x\"); void F() => c.[|CompleteChat|](\"y\"); }", "'C.M'")]
    [InlineData("C(ChatClient c) { c.[|CompleteChat|](\"x\"); }", "add [TrackLlmCall] to 'C'")]
    [InlineData("string P { get { _ = new ChatClient(\"m\", \"k\").[|CompleteChat|](\"x\"); return \"\"; } }", "add [TrackLlmCall] to 'C'")]
    [InlineData("object _field = new ChatClient(\"m\", \"k\").[|CompleteChat|](\"x\");", "add [TrackLlmCall] to 'C'")]
    [InlineData("void M(ChatClient c) { Func<string, object> f = x => c.[|CompleteChat|](x); }", "'C.M'")]
    public async Task It_is_found_wherever_it_stands(string member, string remedy) =>
        Assert.All(await Verify.Reports(Id, $"class C {{ {member} }}"), found => Assert.Contains(remedy, found.Message(), StringComparison.Ordinal));

    [Theory]
    [InlineData("System.Linq.Expressions.Expression<Func<ChatClient, object>> M() => c => c.[|CompleteChat|](new UserChatMessage(\"x\"));")]
    [InlineData("Func<ChatMessage[], object> M(ChatClient c) => c.[|CompleteChat|];")]
    [InlineData("object M(ChatClient c, dynamic d) => c.[|CompleteChat|](d);")]
    public async Task A_use_that_no_interceptor_serves_is_reported_until_it_is_marked_and_then_by_the_rule_that_says_why(string member)
    {
        await Verify.Reports(Id, $"class C {{ {member} }}");
        await Verify.Reports("BGN003", $"[BudgetGen.TrackLlmCall] class C {{ {member} }}");
    }

    [Fact]
    public Task What_makes_a_thread_is_reported_also_where_what_it_sends_is_tracked() => Verify.Reports(Id, """
        using Anthropic.Helpers.Beta;
        class C
        {
            object Make(Anthropic.Services.Beta.IMessageService service) => service.[|Thread|](null!);
            [BudgetGen.TrackLlmCall] object Ask(BetaMessageThread thread) => thread.Send(default(System.Threading.CancellationToken));
        }
        """);

    [Fact]
    public async Task In_top_level_statements_the_advice_is_to_make_a_method()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """new ChatClient("m", "k").[|CompleteChat|]("x");"""));
        Assert.Contains("move it into a method with [TrackLlmCall]", found.Message(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Func<ChatMessage[], object> M(ChatClient c) => c.[|CompleteChat|];", "call it in a lambda")]
    [InlineData("object M(ChatClient c, dynamic d) => c.[|CompleteChat|](d);", "give the dynamic receiver and arguments their types")]
    public async Task What_is_no_plain_call_is_told_to_become_one(string member, string advice) =>
        Assert.Contains(advice, Assert.Single(await Verify.Reports(Id, $"class C {{ {member} }}")).Message(), StringComparison.Ordinal);

    [Theory]
    [InlineData("class C { [BudgetGen.TrackLlmCall] void M(ChatClient c) => c.CompleteChat(\"x\"); }")]
    [InlineData("[BudgetGen.TrackLlmCall] class C { void M(ChatClient c) => c.CompleteChat(\"x\"); }")]
    [InlineData("[assembly: BudgetGen.TrackLlmCall] class C { void M(ChatClient c) => c.CompleteChat(\"x\"); }")]
    [InlineData("class C { [BudgetGen.TrackLlmCall] void M(ChatClient c) { Action a = () => c.CompleteChat(\"x\"); } }")]
    [InlineData("interface I { [BudgetGen.TrackLlmCall] void M(ChatClient c); } class C : I { public void M(ChatClient c) => c.CompleteChat(\"x\"); }")]
    [InlineData("class C { [BudgetGen.BudgetIgnore(\"why\")] void M(ChatClient c) => c.CompleteChat(\"x\"); }")]
    [InlineData("[BudgetGen.BudgetIgnore(\"why\")] class C { void M(ChatClient c) => c.CompleteChat(\"x\"); }")]
    [InlineData("[assembly: BudgetGen.BudgetIgnore(\"why\")] class C { void M(ChatClient c) => c.CompleteChat(\"x\"); }")]
    [InlineData("class C { string S => nameof(ChatClient.CompleteChat); void CompleteChat(string s) { } void M() => CompleteChat(S); }")]
    public Task Tracked_ignored_and_other_calls_are_left_in_peace(string text) => Verify.Nothing(text);

    [Fact]
    public Task A_client_that_hands_on_to_its_base_is_left_in_peace() => Verify.Nothing("""
        using Microsoft.Extensions.AI;
        class Logging(IChatClient inner) : DelegatingChatClient(inner)
        {
            public override Task<ChatResponse> GetResponseAsync(IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken token = default) =>
                base.GetResponseAsync(messages, options, token);
        }
        """);

    [Theory]
    [InlineData("Pages/Chat.razor.g.cs", "")]
    [InlineData("Chat.cs", "// <auto-generated/>\n#nullable enable\n")]
    public Task Code_that_another_generator_wrote_is_looked_at(string path, string header) =>
        Verify.Reports(Id, header + "class Chat { void M(ChatClient c) => c.[|CompleteChat|](\"x\"); }", Program.Of(""), path);

    [Fact]
    public Task Our_own_generated_code_is_not() =>
        Verify.Nothing("namespace BudgetGen.Generated { class Interceptors { void M(ChatClient c) => c.CompleteChat(\"x\"); } }");

    [Fact]
    public Task A_project_without_our_attributes_is_told_too() =>
        Verify.Reports(Id, "class C { void M(ChatClient c) => c.[|CompleteChat|](\"x\"); }", Program.Of("") with { References = References.WithoutOurs });

    [Fact]
    public Task A_project_without_any_sdk_is_left_alone() =>
        Verify.Nothing(Program.Of("class C { void CompleteChat() { } void M() => CompleteChat(); }") with { References = References.Framework, GlobalUsings = false });

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Reports(Id, """
        class C
        {
        #pragma warning disable BGN001
            void M(ChatClient c) => c.CompleteChat("x");
        #pragma warning restore BGN001
            void N(ChatClient c) => c.[|CompleteChat|]("x");
        }
        """);

    [Fact]
    public async Task An_editorconfig_sets_its_severity()
    {
        Program setting = Program.Of("") with { EditorConfig = "[*.cs]\ndotnet_diagnostic.BGN001.severity = error" };
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(await Verify.Reports(Id, "class C { void M(ChatClient c) => c.[|CompleteChat|](\"x\"); }", setting)).Severity);
        await Verify.Nothing(Program.Of("class C { void M(ChatClient c) => c.CompleteChat(\"x\"); }") with { EditorConfig = "[*.cs]\ndotnet_diagnostic.BGN001.severity = none" });
    }
}
