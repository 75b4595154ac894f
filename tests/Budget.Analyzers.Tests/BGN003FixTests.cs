using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.CodeFixes;

namespace BudgetGen.Analyzers.Tests;

/// <summary>The fix of BGN003 on a method group: a lambda.</summary>
public class BGN003FixTests
{
    private const string Frame = """
        using BudgetGen;
        delegate void Filler(out string text);
        class C
        {
            [TrackLlmCall("m")] public string Ask(string text) => text;
            [TrackLlmCall("m")] public static Task<string> AskAsync(string @event, int count) => Task.FromResult(@event);
            [TrackLlmCall("m")] public string None() => "";
            [TrackLlmCall("m")] public T Same<T>(T value) => value;
            [TrackLlmCall("m")] public void Fill(out string text) => text = "";
            [TrackLlmCall("m")] public string From([System.Diagnostics.CodeAnalysis.StringSyntax("x")] string text) => text;
            public C Next() => this;
            private readonly C _inner = null!;
            static void Take(Func<string, string> f) { }
            event Func<string>? Asked;
            MEMBER
        }
        """;

    private static readonly Fixing _fix = new(new MethodGroupFix());

    [Theory]
    [InlineData("object M(string[] all) => all.Select(Ask);", "object M(string[] all) => all.Select(text => Ask(text));")]
    [InlineData("void M(C c) => Take(c.Ask);", "void M(C c) => Take(text => c.Ask(text));")]
    [InlineData("void M(C text) => Take(text.Ask);", "void M(C text) => Take(text1 => text.Ask(text1));")]
    [InlineData("void M() => Take(this._inner.Ask);", "void M() => Take(text => this._inner.Ask(text));")]
    [InlineData("Func<string> M() => None;", "Func<string> M() => () => None();")]
    [InlineData("Func<string, int, Task<string>> M() { return C.AskAsync; }", "Func<string, int, Task<string>> M() { return (@event, count) => C.AskAsync(@event, count); }")]
    [InlineData("Func<int, int> M() => Same;", "Func<int, int> M() => value => Same(value);")]
    [InlineData("Func<int, int> M() => Same<int>;", "Func<int, int> M() => value => Same<int>(value);")]
    [InlineData("object M() => (Func<string>)None;", "object M() => (Func<string>)(() => None());")]
    [InlineData("object M() => new Func<string, string>(Ask);", "object M() => new Func<string, string>(text => Ask(text));")]
    [InlineData("void M() { var f = Ask; }", "void M() { var f = (string text) => Ask(text); }")]
    [InlineData("Delegate M() => Ask;", "Delegate M() => (string text) => Ask(text);")]
    public Task It_becomes_a_lambda(string before, string after) =>
        _fix.AppliesAsync(MethodGroupFix.Key, Frame.Replace("MEMBER", before, StringComparison.Ordinal), Frame.Replace("MEMBER", after, StringComparison.Ordinal));

    [Theory]
    [InlineData("void M() => Take(Next().Ask);")]
    [InlineData("void M() => Asked += None;")]
    [InlineData("void M() => Asked -= None;")]
    [InlineData("Filler M() => Fill;")]
    [InlineData("Delegate M() => From;")]
    [InlineData("object M(dynamic d) => Ask(d);")]
    public async Task Where_a_lambda_would_differ_nothing_is_offered(string member) =>
        Assert.Empty(await _fix.OfferedAsync(Frame.Replace("MEMBER", member, StringComparison.Ordinal)));

    [Fact]
    public Task A_method_group_of_an_SDK_becomes_one_too() => _fix.AppliesAsync(
        MethodGroupFix.Key,
        "class C { [BudgetGen.TrackLlmCall] Func<ChatMessage[], object> M(ChatClient c) => c.CompleteChat; }",
        "class C { [BudgetGen.TrackLlmCall] Func<ChatMessage[], object> M(ChatClient c) => messages => c.CompleteChat(messages); }");

    [Fact]
    public Task Fix_all_writes_each() => _fix.AppliesToAllAsync(
        MethodGroupFix.Key,
        [("One.cs", Frame.Replace("MEMBER", "void M() { Take(Ask); Func<string> f = None; }", StringComparison.Ordinal))],
        [("One.cs", Frame.Replace("MEMBER", "void M() { Take(text => Ask(text)); Func<string> f = () => None(); }", StringComparison.Ordinal))]);
}
