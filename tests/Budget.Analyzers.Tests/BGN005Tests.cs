using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN005: a [TrackLlmCall] that cannot work where it stands, or that meters nothing.</summary>
public class BGN005Tests
{
    private const string Id = "BGN005";

    [Fact]
    public async Task A_local_function_cannot_be_intercepted()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """
            using BudgetGen;
            class C
            {
                void M()
                {
                    [[|TrackLlmCall("m")|]]
                    string Ask(string text) => text;
                }
            }
            """));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal("[TrackLlmCall] on 'C.Ask' does not work as it stands: calls of a local function cannot be intercepted; use an ordinary method", found.Message());
    }

    [Theory]
    [InlineData("void M() { var ask = [[|TrackLlmCall(\"m\")|]] (string text) => text; }", "a lambda")]
    [InlineData("string P { [[|TrackLlmCall(\"m\")|]] get => \"\"; }", "a property accessor")]
    [InlineData("event Action E { [[|TrackLlmCall(\"m\")|]] add { } remove { } }", "an event accessor")]
    [InlineData("[[|TrackLlmCall(\"m\")|]] public static C operator +(C a, C b) => a;", "an operator")]
    [InlineData("[[|TrackLlmCall(\"m\")|]] public static implicit operator string(C a) => \"\";", "an operator")]
    [InlineData("[[|TrackLlmCall(\"m\")|]] ~C() { }", "a finalizer")]
    [InlineData("private class Hidden { } [[|TrackLlmCall(\"m\")|]] string M(Hidden hidden) => \"\";", "cannot name the type 'Hidden'")]
    [InlineData("private class Hidden { } [[|TrackLlmCall(\"m\")|]] List<Hidden[]> M() => [];", "make 'Hidden' internal")]
    [InlineData("[[|TrackLlmCall(\"m\")|], BudgetIgnore(\"why\")] string M() => \"\";", "[BudgetIgnore] stands beside it and wins")]
    [InlineData("[[|TrackLlmCall|]] string M(string text) => text.ToUpperInvariant();", "there is nothing to price")]
    [InlineData("[[|TrackLlmCall(User = \"{user}\")|]] string M(string user) { return Helper(user); } string Helper(string text) => text;", "name the model")]
    public async Task What_cannot_work_is_reported(string member, string message) =>
        Assert.Contains(message, Assert.Single(await Verify.Reports(Id, $"using BudgetGen; partial class C {{ {member} }}")).Message(), StringComparison.Ordinal);

    [Fact]
    public Task A_partial_method_without_body_is_never_called() => Verify.Reports(Id, "using BudgetGen; partial class C { [[|TrackLlmCall(\"m\")|]] partial void M(); }");

    [Fact]
    public Task A_private_member_of_an_interface_cannot_be_reached() => Verify.Reports(Id, "using BudgetGen; interface I { [[|TrackLlmCall(\"m\")|]] private string M() => \"\"; }");

    [Fact]
    public Task A_static_abstract_member_cannot_be_called_from_generated_code() => Verify.Reports(Id, "using BudgetGen; interface I { [[|TrackLlmCall(\"m\")|]] static abstract string M(); }");

    [Fact]
    public Task A_type_that_is_ignored_as_well_is_reported() => Verify.Reports(Id, "using BudgetGen; [[|TrackLlmCall|]] [BudgetIgnore(\"why\")] class C { }");

    [Fact]
    public async Task An_implementation_that_is_called_through_an_unmarked_interface_is_reported()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """
            using BudgetGen;
            interface ISummarizer { Task Summarize(string userId, ChatClient client); }
            class Summarizer : ISummarizer
            {
                [[|TrackLlmCall(User = "{userId}")|]]
                public Task Summarize(string userId, ChatClient client) => client.CompleteChatAsync("x");
            }
            """));
        Assert.Contains("calls through 'ISummarizer.Summarize' are not tracked", found.Message(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[TrackLlmCall]")]
    [InlineData("[TrackLlmCall(Project = \"search\", Tags = new[] { \"a=b\" })]")]
    public Task An_implementation_that_reads_no_argument_needs_no_mark_on_the_interface(string attribute) => Verify.Nothing($$"""
        using BudgetGen;
        interface ISummarizer { Task Summarize(string userId, ChatClient client); }
        class Summarizer : ISummarizer { {{attribute}} public Task Summarize(string userId, ChatClient client) => client.CompleteChatAsync("x"); }
        """);

    [Theory]
    [InlineData("[TrackLlmCall(User = \"{userId}\")] public Task M(string userId, ChatClient c) => c.CompleteChatAsync(\"x\");")]
    [InlineData("[TrackLlmCall(\"gpt-4o-mini\")] public string M(string text) => text;")]
    [InlineData("[TrackLlmCall] public string M(Func<string> ask) => ask();")]
    [InlineData("[TrackLlmCall] public string M(string text) => N(text); [TrackLlmCall(\"m\")] string N(string text) => text;")]
    [InlineData("[TrackLlmCall] public string M(IAsk ask) => ask.Ask(); internal interface IAsk { string Ask(); }")]
    [InlineData("[TrackLlmCall] public object M(ChatClient c) { return Inner(); object Inner() => c.CompleteChat(\"x\"); }")]
    [InlineData("[TrackLlmCall] public void M(ChatClient c) { Action a = () => c.CompleteChat(\"x\"); }")]
    [InlineData("[TrackLlmCall] public extern string M();")]
    [InlineData("[TrackLlmCall] public string M(string text) { LlmCallScope.Report(LlmUsage.Of(1, 2), \"gpt-4o-mini\"); return text; }")]
    [InlineData("[TrackLlmCall] public Task<ChatCompletion> M(string raw) => Task.FromResult((ChatCompletion)null!);")]
    [InlineData("private string _s = \"\"; [TrackLlmCall(\"m\")] private string M() => _s;")]
    public Task What_works_is_not_reported(string member) => Verify.Nothing($"using BudgetGen; class C {{ {member} }}");

    [Fact]
    public Task A_model_may_come_from_the_type() => Verify.Nothing("using BudgetGen; [TrackLlmCall(\"m\")] class C { [TrackLlmCall(User = \"{u}\")] string M(string u) => u; }");

    [Fact]
    public Task A_helper_in_a_tracked_type_may_make_the_call() => Verify.Nothing("""
        using BudgetGen;
        [TrackLlmCall]
        class C(ChatClient c)
        {
            [TrackLlmCall(User = "{u}")] Task M(string u) => Helper();
            Task Helper() => c.CompleteChatAsync("x");
        }
        """);

    [Fact]
    public Task Abstract_and_interface_members_are_priced_by_those_who_fulfil_them() => Verify.Nothing("""
        using BudgetGen;
        interface I { [TrackLlmCall(User = "{u}")] Task M(string u); }
        abstract class B { [TrackLlmCall(User = "{u}")] public abstract Task M(string u); }
        class V { [TrackLlmCall(User = "{u}")] public virtual Task M(string u, ChatClient c) => Task.CompletedTask; }
        class D : V { public override Task M(string u, ChatClient c) => c.CompleteChatAsync("x"); }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing("""
        using BudgetGen;
        class C
        {
        #pragma warning disable BGN005
            [TrackLlmCall] string M() => "";
        #pragma warning restore BGN005
        }
        """);

    [Fact]
    public async Task An_editorconfig_sets_its_severity()
    {
        Program setting = Program.Of("") with { EditorConfig = "[*.cs]\ndotnet_diagnostic.BGN005.severity = error" };
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(await Verify.Reports(Id, "using BudgetGen; class C { [[|TrackLlmCall|]] string M() => \"\"; }", setting)).Severity);
    }
}
