using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.Generator.Analysis;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN003: a call that should be tracked and that cannot be intercepted.</summary>
public class BGN003Tests
{
    private const string Id = "BGN003";

    [Fact]
    public async Task A_method_group_is_reported_on_its_name()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """
            class Chat
            {
                [BudgetGen.TrackLlmCall("m", "{user}")]
                public string Ask(string user) => user;

                public IEnumerable<string> All(string[] users) => users.Select(this.[|Ask|]);
            }
            """));

        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal("'Chat.Ask' is tracked, but this use of it goes untracked because it becomes a delegate, so there is no call to intercept; write a lambda that calls it", found.Message());
    }

    [Theory]
    [InlineData("Func<string, string> F() => [|Ask|];", "becomes a delegate")]
    [InlineData("Func<string, string> F() => new Func<string, string>([|Ask|]);", "becomes a delegate")]
    [InlineData("static Func<string, string> F(C c) => c.[|Ask|];", "becomes a delegate")]
    [InlineData("Delegate F() => [|Ask|];", "becomes a delegate")]
    [InlineData("string F(dynamic d) => [|Ask|](d);", "the call is dynamic")]
    [InlineData("string F(dynamic d) => d.[|Ask|](\"x\");", "the call is dynamic")]
    [InlineData("System.Linq.Expressions.Expression<Func<string, string>> F() => x => [|Ask|](x);", "expression tree")]
    [InlineData("IQueryable<string> F(IQueryable<string> q) => q.Where(x => [|Ask|](x) == \"y\");", "expression tree")]
    [InlineData("string F() => (this.[|Ask|])(\"x\");", "cannot intercept this form of call")]
    public async Task What_cannot_be_intercepted_is_reported(string member, string message) =>
        Assert.Contains(
            message,
            Assert.Single(await Verify.Reports(Id, $$"""class C { [BudgetGen.TrackLlmCall("m", "{user}")] public string Ask(string user) => user; {{member}} }""")).Message(),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_type_parameter_that_may_be_a_struct_is_reported() =>
        Assert.Contains("may be a struct", Assert.Single(await Verify.Reports(Id, """
            interface IAsk { [BudgetGen.TrackLlmCall("m")] string Ask(string text); }
            class C
            {
                string M<T>(T asker) where T : struct, IAsk => asker.[|Ask|]("x");
                string N<T>(T asker) where T : class, IAsk => asker.Ask("x");
            }
            """)).Message(), StringComparison.Ordinal);

    [Fact]
    public Task SDK_calls_in_tracked_code_are_reported_too() => Verify.Reports(Id, """
        class C
        {
            [BudgetGen.TrackLlmCall]
            void M(ChatClient client, dynamic text)
            {
                Func<ChatMessage[], object> ask = client.[|CompleteChat|];
                client.[|CompleteChat|](text);
                System.Linq.Expressions.Expression<Func<object>> tree = () => client.[|CompleteChat|](Array.Empty<ChatMessage>());
                client.CompleteChat("x");
            }
        }
        """);

    [Fact]
    public async Task Two_files_with_the_same_text_are_reported_both()
    {
        const string Caller = "file class C { string M() => Chat.Ask(\"x\"); }";
        Program program = Program.Of("class Chat { [BudgetGen.TrackLlmCall(\"m\")] public static string Ask(string x) => x; }", "Chat.cs");
        Diagnostic[] found = [.. await (program with { Files = [.. program.Files, ("One.cs", Caller), ("Two.cs", Caller)] }).AnalyseAsync()];

        Assert.Equal(2, found.Length);
        Assert.All(found, diagnostic => Assert.Equal(Id, diagnostic.Id));
        Assert.Contains("'Two.cs' has the same text", found[0].Message(), StringComparison.Ordinal);
        Assert.Contains("'One.cs' has the same text", found[1].Message(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_without_interceptors_is_reported()
    {
        Program setting = Program.Of("") with { Language = LanguageVersion.CSharp11 };
        Assert.Contains("C# 11.0 has no interceptors", Assert.Single(await Verify.Reports(Id, "class C { [BudgetGen.TrackLlmCall(\"m\")] string M() => \"\"; string N() => [|M|](); }", setting)).Message(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("string F() => nameof(Ask);")]
    [InlineData("string F() => Ask(\"x\");")]
    [InlineData("Func<string, string> F() => x => Ask(x);")]
    [InlineData("[BudgetGen.BudgetIgnore(\"why\")] Func<string, string> F() => Ask;")]
    public Task What_is_intercepted_or_ignored_is_not_reported(string member) =>
        Verify.Nothing($$"""class C { [BudgetGen.TrackLlmCall("m", "{user}")] public string Ask(string user) => user; {{member}} }""");

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing("""
        class C
        {
            [BudgetGen.TrackLlmCall("m")] public string Ask(string user) => user;
        #pragma warning disable BGN003
            Func<string, string> F() => Ask;
        #pragma warning restore BGN003
        }
        """);

    [Fact]
    public async Task An_editorconfig_sets_its_severity()
    {
        Program setting = Program.Of("") with { EditorConfig = "[*.cs]\ndotnet_diagnostic.BGN003.severity = error" };
        Assert.Equal(
            DiagnosticSeverity.Error,
            Assert.Single(await Verify.Reports(Id, "class C { [BudgetGen.TrackLlmCall(\"m\")] string M() => \"\"; Func<string> N() => [|M|]; }", setting)).Severity);
    }

    [Fact]
    public void Every_reason_has_its_own_words()
    {
        Refusal[] refusals = [.. Enum.GetValues<RefusalReason>().Select(reason => new Refusal(reason, "C.M", "detail"))];
        Assert.Distinct(refusals.Select(RefusalText.Why));
        Assert.Distinct(refusals.Select(RefusalText.Remedy));
        var unknown = new Refusal((RefusalReason)999, "C.M");
        Assert.DoesNotContain(RefusalText.Why(unknown), refusals.Select(RefusalText.Why));
        Assert.DoesNotContain(RefusalText.Remedy(unknown), refusals.Select(RefusalText.Remedy));
    }
}
