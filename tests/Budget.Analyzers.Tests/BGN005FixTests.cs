using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.CodeFixes;

namespace BudgetGen.Analyzers.Tests;

/// <summary>The fix of BGN005: the attribute goes, where it does nothing.</summary>
public class BGN005FixTests
{
    private static readonly Fixing _fix = new(new IdleAttributeFix());

    [Theory]
    [InlineData("[TrackLlmCall, BudgetIgnore(\"why\")] string M() => \"\";", "[BudgetIgnore(\"why\")] string M() => \"\";")]
    [InlineData("[BudgetIgnore(\"why\"), TrackLlmCall] string M() => \"\";", "[BudgetIgnore(\"why\")] string M() => \"\";")]
    [InlineData("[TrackLlmCall] string M() => \"\";", "string M() => \"\";")]
    [InlineData("/// <summary>x</summary>\n    [TrackLlmCall]   \n    // y\n    string M() => \"\";", "/// <summary>x</summary>\n    // y\n    string M() => \"\";")]
    [InlineData("string P { [TrackLlmCall(\"m\")] get => \"\"; }", "string P { get => \"\"; }")]
    [InlineData("void M() { [TrackLlmCall(\"m\")] string Ask(string text) => text; Ask(\"\"); }", "void M() { string Ask(string text) => text; Ask(\"\"); }")]
    public Task It_is_removed_with_nothing_else(string before, string after) =>
        _fix.AppliesAsync(IdleAttributeFix.Key, $"using BudgetGen;\nclass C\n{{\n    {before}\n}}", $"using BudgetGen;\nclass C\n{{\n    {after}\n}}");

    [Theory]
    [InlineData("class C { void M(ChatClient c) { [TrackLlmCall] object Ask() => c.CompleteChat(\"x\"); Ask(); } }")]
    [InlineData("class C { string P { [TrackLlmCall] get { new ChatClient(\"m\", \"key\").CompleteChat(\"x\"); return \"\"; } } }")]
    [InlineData("interface I { string M(string user); } class C : I { [TrackLlmCall(\"m\", \"{user}\")] public string M(string user) => user; }")]
    public async Task It_stays_where_it_does_something(string code) => Assert.Empty(await _fix.OfferedAsync("using BudgetGen; " + code));
}
