using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Tests;

/// <summary>Every fault that the compiler can report about an interceptor, provoked by hand: the harness has to see each of them.</summary>
public class BadInterceptorTests
{
    private const string Calls = """
        namespace App;
        public class C { public string Ask(string t) => t; public static (int A, int B) Pair() => default; public System.Span<int> Cut(scoped System.Span<int> a, System.Span<int> b) => b; public string? Maybe(string? t) => t; }
        public static class Use { public static void All(C c) { c.Ask("x"); } public static void Two() { C.Pair(); } public static void Three(C c) { c.Cut(default, default); } public static void Four(C c) { c.Maybe(null); string N() => nameof(c); void L() { } L(); } }
        """;

    [Theory]
    [InlineData("CS9144", "Ask", "public static int M(this C c, string t) => 0;")]
    [InlineData("CS9148", "Ask", "public static string M(string t) => t;")]
    [InlineData("CS9148", "Ask", "public static string M(this object c, string t) => t;")]
    [InlineData("CS9178", "Ask", "public static string M<T>(this C c, string t) => t;")]
    [InlineData("CS9155", "Ask", "private static string M(this C c, string t) => t;")]
    [InlineData("CS9156", "Cut", "public static System.Span<int> M(this C c, System.Span<int> a, System.Span<int> b) => b;")]
    [InlineData("CS9154", "Pair", "public static (int X, int Y) M() => default;")]
    [InlineData("CS9159", "Maybe", "public static string? M(this C c, string t) => t;")]
    [InlineData("CS9158", "Ask", "public static string? M(this C c, string t) => t;")]
    [InlineData("CS9207", "L", "public static void M() { }")]
    [InlineData("CS9160", "nameof", "public static string M(object o) => \"\";")]
    [InlineData("CS9153", "Ask", "public static string M(this C c, string t) => t; {0} public static string N(this C c, string t) => t;")]
    [InlineData("CS9138", "Ask", "class Inner<T> { {0} public static string M(C c, string t) => t; }")]
    public void The_fault_is_seen(string id, string called, string interceptor) => Assert.Contains(id, Faults(called, interceptor, "BudgetGen.Generated"));

    [Fact]
    public void A_namespace_that_is_not_listed_is_seen() => Assert.Contains("CS9137", Faults("Ask", "public static string M(this C c, string t) => t;", "Elsewhere"));

    [Fact]
    public void The_global_namespace_is_seen() => Assert.Contains("CS9206", Faults("Ask", "public static string M(this C c, string t) => t;", ""));

    [Fact]
    public void A_stale_location_is_seen() =>
        Assert.Contains("CS9234", Faults("Ask", "public static string M(this C c, string t) => t;", "BudgetGen.Generated", location => Location(Sources.Compile(Calls.Replace("\"x\"", "\"changed\"")), "Ask")));

    [Fact]
    public void A_duplicated_file_is_seen()
    {
        SyntaxTree one = Sources.Tree("static class @static { }"), two = Sources.Tree("namespace App; partial class P { void M() => System.GC.Collect(); }", "P.cs");
        CSharpCompilation compilation = Sources.Compile(one, two);
        string attribute = Location(compilation, "Collect");
        Assert.Contains("CS9233", Ids(compilation.AddSyntaxTrees(Sources.Tree("namespace App; partial class P { void M() => System.GC.Collect(); }", "Q.cs"), Bad($"{attribute} public static void M() {{ }}", "BudgetGen.Generated"))));
    }

    [Fact]
    public void The_old_form_of_the_attribute_is_seen()
    {
        const string Source = """
            using System.Runtime.CompilerServices;
            namespace App { public static class C { public static string Ask(string t) => t; public static string Call() => Ask("x"); } }
            namespace BudgetGen.Generated { static class Bad { [InterceptsLocation("Program.cs", 2, 113)] public static string M(string t) => t; } }
            namespace System.Runtime.CompilerServices
            {
                [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
                sealed class InterceptsLocationAttribute(string path, int line, int column) : Attribute { public object All => (path, line, column); }
            }
            """;
        Assert.Contains("CS9270", SdkCompiler.Build(Source, withGenerator: false).Output, StringComparison.Ordinal);
    }

    private static HashSet<string> Faults(string called, string interceptor, string space, Func<string, string>? change = null)
    {
        CSharpCompilation compilation = Sources.Compile(Calls);
        string location = Location(compilation, called);
        location = change?.Invoke(location) ?? location;
        string method = interceptor.Contains("{0}", StringComparison.Ordinal) ? interceptor.Replace("{0}", location) : interceptor;
        return Ids(compilation.AddSyntaxTrees(Bad(interceptor.StartsWith("class", StringComparison.Ordinal) ? method : location + " " + method, space)));
    }

    private static SyntaxTree Bad(string member, string space)
    {
        string type = $"static class Bad {{ {member} }}";
        return Sources.Tree($$"""
            #nullable enable
            {{(space.Length == 0 ? "using App; " + type : "")}}
            {{(space.Length == 0 ? "" : $"namespace {space} {{ using App; {type} }}")}}
            namespace System.Runtime.CompilerServices { [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)] sealed class InterceptsLocationAttribute(int version, string data) : Attribute; }
            """, "Bad.cs");
    }

    private static string Location(CSharpCompilation compilation, string called)
    {
        InvocationExpressionSyntax call = compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes()).OfType<InvocationExpressionSyntax>()
            .Single(call => Discovery.Candidates.SimpleName(call.Expression)!.Identifier.ValueText == called);
        return compilation.GetSemanticModel(call.SyntaxTree).GetInterceptableLocation(call)!.GetInterceptsLocationAttributeSyntax();
    }

    /// <summary>What the harness would have failed on.</summary>
    private static HashSet<string> Ids(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        return [.. compilation.Emit(image).Diagnostics.Concat(compilation.GetDiagnostics()).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.Id)];
    }
}
