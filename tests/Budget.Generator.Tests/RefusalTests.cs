using BudgetGen.Generator.Model;
using BudgetGen.Generator.Tests.Harness;

namespace BudgetGen.Generator.Tests;

/// <summary>Calls that must be left alone: nothing is generated for them, the original runs, and the classifier says why.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData("BaseCall", "public class A { [TrackLlmCall] public virtual string Ask(string t) => t; } public class B : A { public override string Ask(string t) => base.Ask(t) + 1; } public static class Test { public static object? Run() { System.Reflection.MethodInfo m = typeof(B).GetMethod(\"Ask\")!; return m.Invoke(new B(), [\"x\"]); } }")]
    [InlineData("ExpressionTree", "public static class B { [TrackLlmCall] public static string Ask(string t) => t; } public static class Test { public static object? Run() { System.Linq.Expressions.Expression<Func<string>> e = () => B.Ask(\"x\"); return ((System.Linq.Expressions.MethodCallExpression)e.Body).Method.DeclaringType!.Name; } }")]
    [InlineData("ExpressionTree", "public static class B { [TrackLlmCall] public static string Ask(string t) => t; } public static class Test { public static object? Run() => (from t in new[] { \"a\" }.AsQueryable() select B.Ask(t)).First(); }")]
    [InlineData("ValueTypeReceiver", "public interface I { [TrackLlmCall] int Ask(); } public struct S : I { int _n; public int Ask() => ++_n; } public static class Test { static (int, int) Call<T>(T s) where T : struct, I => (s.Ask(), s.Ask()); public static object? Run() => Call(new S()); }")]
    [InlineData("ValueTypeReceiver", "public interface I { [TrackLlmCall] int Ask(); } public struct S : I { int _n; public int Ask() => ++_n; } public static class Test { static (int, int) Call<T>(T s) where T : I => (s.Ask(), s.Ask()); public static object? Run() => Call(new S()); }")]
    [InlineData("StaticAbstract", "public interface I { [TrackLlmCall] static abstract int Ask(); } public class C : I { public static int Ask() => 3; } public static class Test { static int Call<T>() where T : I => T.Ask(); public static object? Run() => Call<C>(); }")]
    [InlineData("LocalFunction", "public static class Test { public static object? Run() { [TrackLlmCall] string Ask(string t) => t; return Ask(\"x\"); } }")]
    [InlineData("MethodGroup", "public static class B { [TrackLlmCall] public static string Ask(string t) => t; } public static class Test { public static object? Run() { Func<string, string> f = B.Ask; return f(\"x\"); } }")]
    [InlineData("MethodGroup", "public static class B { [TrackLlmCall] public static string Ask(string t) => t; } public static class Test { public static object? Run() => new[] { \"x\" }.Select(B.Ask).First(); }")]
    [InlineData("Dynamic", "public class B { [TrackLlmCall] public string Ask(string t) => t; } public static class Test { public static object? Run() { dynamic x = \"x\"; return new B().Ask(x); } }")]
    [InlineData("Dynamic", "public class B { [TrackLlmCall] public string Ask(string t) => t; } public static class Test { public static object? Run() { dynamic b = new B(); return b.Ask(\"x\"); } }")]
    [InlineData("InaccessibleSignature", "public static class Test { private class Hidden { public int N = 3; } [TrackLlmCall] private static int Ask(Hidden h) => h.N; public static object? Run() => Ask(new()); }")]
    [InlineData("InaccessibleSignature", "file class Hidden { public int N = 3; [TrackLlmCall] public int Ask() => N; } public static class Test { public static object? Run() => new Hidden().Ask(); }")]
    [InlineData("InaccessibleSignature", "public static class Test { private interface IHidden; private class C : IHidden; [TrackLlmCall] static int Ask<T>(T t) where T : IHidden => 3; public static object? Run() => Ask(new C()); }")]
    [InlineData("InaccessibleMethod", "public static class G<T> { [TrackLlmCall] private static string Ask(T t) => t + \"!\"; public static string Call(T t) => Ask(t); } public static class Test { public static object? Run() => G<int>.Call(3); }")]
    [InlineData("InaccessibleMethod", "public interface I { [TrackLlmCall] private string Ask() => \"i\"; public string Call() => Ask(); } public class C : I; public static class Test { public static object? Run() => ((I)new C()).Call(); }")]
    [InlineData("NoLocation", "public class B { [TrackLlmCall] public string Ask(string t) => t; } public static class Test { public static object? Run() { B? b = new(); return (b!.Ask)(\"x\"); } }")]
    public void The_call_is_refused_and_the_original_runs(string reason, string source)
    {
        Microsoft.CodeAnalysis.CSharp.CSharpCompilation compilation = Sources.Compile(source);
        Assert.StartsWith("Refused " + reason, Classified.Describe(compilation), StringComparison.Ordinal);
        Assert.All(Classified.All(compilation), call => Assert.IsType<Discovery.RefusedCall>(call));
        Assert.Empty(Generated.From(compilation).Files);
        Twice.Run(source);
    }

    [Theory]
    [InlineData("public static class B { [TrackLlmCall] public static string Ask(string t) => t; } public static class Test { public static object? Run() => nameof(B.Ask); }")]
    [InlineData("public static class B { [TrackLlmCall, BudgetIgnore(\"free\")] public static string Ask(string t) => t; } public static class Test { public static object? Run() => B.Ask(\"x\"); }")]
    [InlineData("public static class B { [TrackLlmCall] public static string Ask(string t) => t; } [BudgetIgnore(\"free\")] public static class Test { public static object? Run() => B.Ask(\"x\"); }")]
    [InlineData("public static class B { public static string Ask(string t) => t; } public static class Test { public static object? Run() { Func<string, string> f = B.Ask; return f(\"x\") + B.Ask(\"y\"); } }")]
    public void Nothing_is_said_about_code_that_is_none_of_ours(string source)
    {
        Assert.Empty(Classified.All(Sources.Compile(source)));
        Assert.Empty(Twice.Run(source).Log);
    }

    [Fact]
    public void Two_files_with_the_same_text_are_both_refused()
    {
        const string Twin = "public partial class Test { public static object? Run() => B.Ask(\"x\"); }";
        var compilation = Sources.Compile(
            Sources.Tree("public static class B { [TrackLlmCall] public static string Ask(string t) => t; }", "B.cs"),
            Sources.Tree(Twin.Replace("Test", "Tests"), "One.cs"),
            Sources.Tree(Twin.Replace("Test", "Tests"), "Two.cs"));
        Assert.Equal("Refused DuplicateFile B.Ask; Refused DuplicateFile B.Ask", Classified.Describe(compilation));
        Assert.Empty(Generated.From(compilation).Files);
    }

    [Fact]
    public void An_older_language_version_is_refused() =>
        Assert.Equal("Refused LanguageVersion B.Ask", Classified.Describe(Sources.Compile(Sources.Tree(
            "public static class B { [TrackLlmCall] public static string Ask(string t) => t; public static string Call() => Ask(\"\"); }",
            options: Sources.Options(Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp11)))));

    [Fact]
    public void A_delegating_client_hands_on_to_its_base_without_being_metered_twice()
    {
        const string Source = """
            using Microsoft.Extensions.AI;
            [TrackLlmCall]
            public class Loud(IChatClient inner) : DelegatingChatClient(inner)
            {
                public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
                    base.GetResponseAsync(messages, options, cancellationToken);
            }
            """;
        Assert.Empty(Classified.All(Sources.Compile(Source)));
    }

    [Fact]
    public void A_struct_client_would_be_boxed_so_it_is_refused()
    {
        const string Source = """
            using Microsoft.Extensions.AI;
            public struct Client : IChatClient
            {
                public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => null!;
                public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => null!;
                public object? GetService(Type serviceType, object? serviceKey = null) => null;
                public void Dispose() { }
            }
            public static class B { [TrackLlmCall] public static Task Ask(Client c) => c.GetResponseAsync([]); }
            """;
        Assert.Equal($"Refused {nameof(RefusalReason.ValueTypeReceiver)} Client.GetResponseAsync", Classified.Describe(Sources.Compile(Source)));
    }
}
