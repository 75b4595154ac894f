using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN030: an interface of which no decorator can be written.</summary>
public class BGN030Tests
{
    private const string Id = "BGN030";

    [Fact]
    public async Task A_static_abstract_member_cannot_be_passed_on()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, "using BudgetGen; [[|GenerateTrackedDecorator|]] public interface IBot { static abstract string Ask(); }"));
        Assert.Equal(DiagnosticSeverity.Error, found.Severity);
        Assert.Equal(
            "No decorator of 'IBot' can be written, because its member 'IBot.Ask' is static and abstract, and an object cannot stand for another one's static members; move it into an interface of its own",
            found.Message());
    }

    [Theory]
    [InlineData("[[|GenerateTrackedDecorator|]] interface I { string P { get; init; } }", "can only be set while an object is made")]
    [InlineData("[[|GenerateTrackedDecorator|]] interface I { static abstract int P { get; } }", "is static and abstract")]
    [InlineData("[[|GenerateTrackedDecorator|]] interface I<T> where T : I<T> { static abstract T operator +(T a, T b); }", "is static and abstract")]
    [InlineData("[[|GenerateTrackedDecorator|]] interface I : J { } interface J { static abstract event Action E; }", "'J.E' is static and abstract")]
    [InlineData("class C { [[|GenerateTrackedDecorator|]] private interface I { } }", "make 'I' internal")]
    [InlineData("[[|GenerateTrackedDecorator|]] file interface I { }", "cannot name the type 'I'")]
    [InlineData("[[|GenerateTrackedDecorator|]] interface I { protected void M(); }", "'I.M' is not accessible here")]
    [InlineData("[assembly: [|GenerateTrackedDecorator(typeof(string))|]]", "'String' is no interface")]
    [InlineData("[assembly: [|GenerateTrackedDecorator|]]", "has to name the interface")]
    public async Task What_cannot_be_implemented_is_reported(string text, string message) =>
        Assert.Contains(message, Assert.Single(await Verify.Reports(Id, "using BudgetGen;\n" + text)).Message(), StringComparison.Ordinal);

    [Fact]
    public async Task Before_csharp_12_there_is_none() =>
        Assert.Contains("C# 11.0", Assert.Single(await Verify.Reports(Id, "using BudgetGen; [[|GenerateTrackedDecorator|]] interface I { }", Program.Of("") with { Language = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp11 })).Message(), StringComparison.Ordinal);

    [Theory]
    [InlineData("[GenerateTrackedDecorator] public interface I<in T> where T : class { [TrackLlmCall(\"m\")] string M(T x); int P { get; set; } event Action E; static virtual int V => 1; private int Own() => 1; static int S() => 1; }")]
    [InlineData("[assembly: GenerateTrackedDecorator(typeof(I))] public interface I { [TrackLlmCall(\"m\")] ref int M(ref int a, Span<int> b); }")]
    [InlineData("[assembly: GenerateTrackedDecorator(typeof(Missing))]")]
    public Task What_can_is_not(string text) => Verify.Nothing(Program.Of("using BudgetGen;\n" + text) with { HasErrors = true });
}
