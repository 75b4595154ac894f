using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>Signatures that break a careless interceptor: each emits without a warning and runs as before.</summary>
public class SignatureTests
{
    [Theory]
    [InlineData("scoped", "public ref struct R { public Span<int> S; } public static class B { [TrackLlmCall] public static Span<int> Ask(Span<int> a, scoped Span<int> b, scoped ref R c, ref R d) => a; } public static class Test { public static object? Run() { Span<int> a = new[] { 1 }; R r = default; Span<int> b = stackalloc int[1]; R q = default; return B.Ask(a, b, ref q, ref r)[0]; } }")]
    [InlineData("UnscopedRef", "public struct S { int _n; [System.Diagnostics.CodeAnalysis.UnscopedRef, TrackLlmCall] public ref int Ask() => ref _n; public int N => _n; } public static class B { [TrackLlmCall] public static ref int Ask([System.Diagnostics.CodeAnalysis.UnscopedRef] out int n) { n = 4; return ref n; } } public static class Test { public static object? Run() { S s = default; s.Ask() = 5; ref int r = ref B.Ask(out int n); return s.N + r; } }")]
    [InlineData("read-only references of virtual members", "public interface I { [TrackLlmCall] int Ask(in int a, ref readonly int b); } public class B : I { public virtual int Ask(in int a, ref readonly int b) => a + b; } public class C : B { [TrackLlmCall] public override int Ask(in int a, ref readonly int b) => a - b; } public static class Test { public static object? Run() { int b = 2; I i = new B(); return i.Ask(1, in b) * 10 + new C().Ask(7, in b); } }")]
    [InlineData("obsolete", "public static class B { [Obsolete(\"old\"), TrackLlmCall] public static string Old(string t) => t; [Obsolete(\"gone\", true), TrackLlmCall] public static string Gone(string t) => t; } public static class Test { [Obsolete] public static object? Run() => B.Old(\"a\") + B.Gone(\"b\"); }")]
    [InlineData("experimental", "[System.Diagnostics.CodeAnalysis.Experimental(\"MINE001\")] public class New { } public static class B { [System.Diagnostics.CodeAnalysis.Experimental(\"MINE002\"), TrackLlmCall] public static string Ask(New n) => \"n\"; }\n#pragma warning disable MINE001, MINE002\npublic static class Test { public static object? Run() => B.Ask(new New()); }")]
    [InlineData("an obsolete type inside of others", "\n#pragma warning disable CS0612\n[Obsolete] public class Old { } public static class B { [TrackLlmCall] public static string Ask(List<Old[]> o) => \"o\"; } public static class Test { public static object? Run() => B.Ask([]); }")]
    [InlineData("an obsolete constraint", "\n#pragma warning disable CS0618\n[Obsolete(\"old\")] public class Old { } public static class B { [TrackLlmCall] public static string Ask<T>(T o) where T : Old => \"o\"; } public static class Test { public static object? Run() => B.Ask(new Old()); }")]
    [InlineData("obsolete under an id of its own", "\n#pragma warning disable MINE003\n[Obsolete(\"old\", DiagnosticId = \"MINE003\")] public class Old { public class Inner { } } public static class B { [TrackLlmCall] public static string Ask(Old.Inner o) => \"o\"; } public static class Test { public static object? Run() => B.Ask(new()); }")]
    [InlineData("an obsolete member in a template", "public class R { [Obsolete] public string Id => \"i\"; } public static class B { [TrackLlmCall(User = \"{r.Id}\")] public static string Ask(R r) => \"r\"; } public static class Test { public static object? Run() => B.Ask(new()); }")]
    [InlineData("an experimental member in a template", "public class R { [System.Diagnostics.CodeAnalysis.Experimental(\"MINE004\")] public S Inner => new(); } public class S { [System.Diagnostics.CodeAnalysis.Experimental(\"MINE005\")] public string Id = \"i\"; } public static class B { [TrackLlmCall(User = \"{r.Inner.Id}\", Tags = [\"a=x{r.Inner.Id}\"])] public static string Ask(R r) => \"r\"; } public static class Test { public static object? Run() => B.Ask(new()); }")]
    [InlineData("an obsolete member under an id of its own in a template", "public class R { [Obsolete(\"old\", DiagnosticId = \"MINE006\")] public string Id => \"i\"; } public static class B { [TrackLlmCall(User = \"{r.Id}\")] public static string Ask(R r) => \"r\"; } public static class Test { public static object? Run() => B.Ask(new()); }")]
    [InlineData("experimental members in a declaration", "#pragma warning disable MINE009\n[assembly: LlmMethod(typeof(Acme), nameof(Acme.Ask), Model = \"m\", Prompt = \"{r.Lines.Text}\", InputTokens = \"{result.In}\", OutputTokens = \"{result.Out}\", ErrorType = typeof(Bad), Status = \"{error.Code}\")] public class R { public List<Line> Lines = []; } public class Line { [System.Diagnostics.CodeAnalysis.Experimental(\"MINE007\")] public string Text => \"t\"; } [System.Diagnostics.CodeAnalysis.Experimental(\"MINE009\")] public class Bad : Exception { public int Code => 1; } public class A { [System.Diagnostics.CodeAnalysis.Experimental(\"MINE008\")] public int In => 1; public int Out => 2; } public class Acme { public A Ask(R r) => new(); } public static class Test { [TrackLlmCall] public static object? Go() => new Acme().Ask(new()).Out; public static object? Run() => Go(); }")]
    [InlineData("an experimental member of a library in a template", "public static class B { [TrackLlmCall(Project = \"{o.Seed}\")] public static string Ask(OpenAI.Chat.ChatCompletionOptions o) => \"o\"; } public static class Test { public static object? Run() => B.Ask(new()); }")]
    [InlineData("nullable", "public class B { [TrackLlmCall] public string? Ask<T>(T? a, List<string?> b, string?[]? c, Func<string?, T>? d) where T : class? => a?.ToString(); [TrackLlmCall] public Task<T?> AskAsync<T>(T? a) => Task.FromResult(a); } public static class Test { public static object? Run() => new B().Ask<string?>(\"x\", [], null, null) + new B().AskAsync<string>(null).Result; }")]
    [InlineData("oblivious", "#nullable disable\npublic class B { [TrackLlmCall] public string Ask<T>(T a, List<string> b) where T : class => b?.ToString(); }\n#nullable enable\npublic static class Test { public static object? Run() => new B().Ask<string>(null!, null!); }")]
    [InlineData("oblivious caller", "public class B { [TrackLlmCall] public string? Ask(string? a, string b) => a; }\n#nullable disable\npublic static class Test { public static object Run() => new B().Ask(null, null); }")]
    [InlineData("constraints", "public class B { [TrackLlmCall] public string Ask<T1, T2, T3, T4, T5, T6>(T1 a, T2 b, T3 c, T4 d, T5 e) where T1 : struct where T2 : class? where T3 : notnull where T4 : unmanaged where T5 : IComparable<T5?>, new() where T6 : T3 => $\"{a}{b}{c}{d}{e}\"; } public static class Test { public static object? Run() => new B().Ask<int, string, object, byte, int, string>(1, \"b\", 'c', 2, 3); }")]
    [InlineData("clashing type parameters", "#pragma warning disable CS0693\npublic class G<T> { public class H<T> { [TrackLlmCall] public string Ask<T>(T x) => typeof(T).Name + x; } }\npublic static class Test { public static object? Run() => new G<int>.H<string>().Ask('c'); }")]
    [InlineData("type parameters that hide types", "public static class B { [TrackLlmCall] public static async Task<string> Ask<Task, LlmCall, String>(Task a, LlmCall b, String c) { await System.Threading.Tasks.Task.Yield(); return $\"{a}{b}{c}\"; } } public static class Test { public static object? Run() => B.Ask(1, 2, 3).Result; }")]
    [InlineData("function pointers", "public static unsafe class B { [TrackLlmCall] public static int Ask(delegate*<int, int> f, int n) => f(n); } public static unsafe class Test { static int Twice(int n) => n * 2; public static object? Run() => B.Ask(&Twice, 4); }")]
    [InlineData("attributes that refine nullability", "public class B { [TrackLlmCall] public bool Ask(string? a, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? b, [System.Diagnostics.CodeAnalysis.DisallowNull] string? c) { b = a; return a != null; } } public static class Test { public static object? Run() => new B().Ask(\"x\", out string? b, \"c\") ? b.Length : 0; }")]
    public void The_interceptor_fits(string signature, string source)
    {
        Ran ran = Twice.Run(source);
        Assert.True(ran.Log.Any(line => line.StartsWith("open", StringComparison.Ordinal)), signature);
    }

    [Fact]
    public void It_fits_methods_of_an_assembly_that_is_experimental_as_a_whole()
    {
        byte[] library = Emitted.Image(Sources.Compile("Library", References.WithoutRuntime, Sources.Tree("""
            [assembly: System.Diagnostics.CodeAnalysis.Experimental("MINE010")]
            namespace Lib;
            public class Question { public string Id => "i"; }
            public class Bot { [TrackLlmCall(User = "{question.Id}")] public string Ask(Question question) => "b"; }
            """)));
        CSharpCompilation application = Sources.Compile(
            "App",
            References.WithoutRuntime.Append(StandIn.Reference).Append(MetadataReference.CreateFromImage(library)),
            Sources.Tree("#pragma warning disable MINE010\npublic static class Test { public static object? Run() => new Lib.Bot().Ask(new()); }"));
        Ran ran = Twice.Run(application, library);
        Assert.Contains("open Bot.Ask user=i", ran.Log);
    }

    [Theory]
    [InlineData("Task", "class")]
    [InlineData("String", "class")]
    [InlineData("LlmCall", "class")]
    [InlineData("LlmScopeLease", "class")]
    [InlineData("CallAttribution", "class")]
    [InlineData("System", "class")]
    [InlineData("BudgetGen", "class")]
    [InlineData("Exception", "class")]
    [InlineData("CancellationToken", "struct")]
    [InlineData("OpenAIChat", "class")]
    [InlineData("ProgramCalls", "class")]
    [InlineData("Ask", "class")]
    [InlineData("AskSite", "class")]
    [InlineData("Item1", "class")]
    [InlineData("record", "class")]
    [InlineData("InterceptsLocationAttribute", "class")]
    public void A_user_type_may_have_any_name(string name, string kind) => Twice.Run($$"""
        using Sys = global::System;
        namespace Evil
        {
            public {{kind}} @{{name}}
            {
                public string? Id => "7";
                [global::BudgetGen.TrackLlmCall(User = "{this.Id}", Project = "{other.Id}-{n}")] public string Ask_(@{{name}} other, int n) => "n" + n;
                [global::BudgetGen.TrackLlmCall] public static Sys.Threading.Tasks.Task<string> Say(Sys.Collections.Generic.List<@{{name}}> all, string text, Sys.Threading.CancellationToken token) => Sys.Threading.Tasks.Task.FromResult(text);
                [global::BudgetGen.TrackLlmCall] public static int Ref(ref int n) => n;
            }
        }
        public static class Test
        {
            public static object? Run()
            {
                int n = 3;
                return new Evil.@{{name}}().Ask_(new(), 1) + Evil.@{{name}}.Say([], "x", default).Result + Evil.@{{name}}.Ref(ref n);
            }
        }
        """.Replace("public class @record", "#pragma warning disable CS8860, CS8981\npublic class @record"));

    [Fact]
    public void A_user_type_in_the_global_namespace_may_have_any_name() => Twice.Run("""
        public class LlmOutcome; public class LlmRequest; public class Usd; public class IAsyncEnumerable<T>; public class ValueTask; public class CultureInfo;
        public class B
        {
            [TrackLlmCall(User = "{id}", MaxCost = "1.5")] public LlmOutcome Ask(int id, LlmRequest r, Usd u, IAsyncEnumerable<int>? a, ValueTask? t, CultureInfo? c) => new();
        }
        public static class Test { public static object? Run() => new B().Ask(7, new(), new(), null, null, null).GetType().FullName; }
        """);
}
