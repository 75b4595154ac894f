using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>Every call form that the compiler can intercept: it runs as before, and it is metered.</summary>
public class CallFormTests
{
    private const string Bot = """
        public class Bot
        {
            public string Name = "bot";
            [TrackLlmCall(User = "{user}")] public string Ask(string user, string text) => $"{Name}:{user}:{text}";
            [TrackLlmCall] public void Tell(string text) => Name += text;
            [TrackLlmCall] public static string AskStatic(string text) => text + "!";
            [TrackLlmCall] public Task TellAsync(string text) { Name += text; return Task.CompletedTask; }
            [TrackLlmCall] public async Task<string> AskAsync(string text) { await Task.Yield(); return text + "?"; }
            [TrackLlmCall] public ValueTask TellValueAsync(string text) { Name += text; return default; }
            [TrackLlmCall] public async ValueTask<string> AskValueAsync(string text) { await Task.Yield(); return text + "?"; }
            [TrackLlmCall] public async IAsyncEnumerable<string> StreamAsync(string text) { yield return text; await Task.Yield(); yield return "bb"; }
            [TrackLlmCall] public IEnumerable<string> Stream(string text) { yield return text; yield return "bb"; }
        }
        """;

    [Theory]
    [InlineData("return new Bot().Ask(\"alice\", \"hello\");", "open Bot.Ask user=alice|begin Bot.Ask prompt=5 scope=Bot.Ask|end text 15|close Bot.Ask")]
    [InlineData("return new Bot().Ask(text: \"hello\", user: \"alice\");", "open Bot.Ask user=alice|begin Bot.Ask prompt=5 scope=Bot.Ask|end text 15|close Bot.Ask")]
    [InlineData("var bot = new Bot(); bot.Tell(\"x\"); return bot.Name;", "open Bot.Tell|begin Bot.Tell prompt=1 scope=Bot.Tell|end unknown|close Bot.Tell")]
    [InlineData("return Bot.AskStatic(\"x\");", "open Bot.AskStatic|begin Bot.AskStatic prompt=1 scope=Bot.AskStatic|end text 2|close Bot.AskStatic")]
    [InlineData("return AskStatic(\"x\");", "open Bot.AskStatic|begin Bot.AskStatic prompt=1 scope=Bot.AskStatic|end text 2|close Bot.AskStatic")]
    [InlineData("Bot? bot = new(); Bot? none = null; return bot?.Ask(\"a\", \"b\") + none?.Ask(\"a\", \"b\") + bot!.Name;", "open Bot.Ask user=a|begin Bot.Ask prompt=1 scope=Bot.Ask|end text 7|close Bot.Ask")]
    [InlineData("var b = new Bot(); return (b).Ask(\"a\", b.Ask(\"c\", \"d\"));", "open Bot.Ask user=c|begin Bot.Ask prompt=1 scope=Bot.Ask|end text 7|close Bot.Ask|open Bot.Ask user=a|begin Bot.Ask prompt=7 scope=Bot.Ask|end text 13|close Bot.Ask")]
    [InlineData("Func<string> f = () => new Bot().Ask(\"a\", \"b\"); string G() => f(); return G();", "open Bot.Ask user=a|begin Bot.Ask prompt=1 scope=Bot.Ask|end text 7|close Bot.Ask")]
    [InlineData("return string.Concat(new Bot().Stream(\"a\"));", "open Bot.Stream|close Bot.Stream|flow Bot.Stream|begin Bot.Stream prompt=1 scope=none|end text 3")]
    public void A_synchronous_call_is_metered(string body, string story)
    {
        Ran ran = Twice.Run($"using static Bot; {Bot} public static class Test {{ public static object? Run() {{ {body} }} }}");
        Assert.Equal(story.Replace('|', '\n'), ran.Story);
    }

    [Theory]
    [InlineData("var bot = new Bot(); await bot.TellAsync(\"x\"); return bot.Name;", "open Bot.TellAsync|begin Bot.TellAsync prompt=1 scope=Bot.TellAsync|close Bot.TellAsync|end unknown", "end unknown")]
    [InlineData("return await new Bot().AskAsync(\"x\");", "open Bot.AskAsync|begin Bot.AskAsync prompt=1 scope=Bot.AskAsync|close Bot.AskAsync", "end text 2")]
    [InlineData("var bot = new Bot(); await bot.TellValueAsync(\"x\"); return bot.Name;", "open Bot.TellValueAsync|begin Bot.TellValueAsync prompt=1 scope=Bot.TellValueAsync", "end unknown")]
    [InlineData("return await new Bot().AskValueAsync(\"x\");", "open Bot.AskValueAsync|begin Bot.AskValueAsync prompt=1 scope=Bot.AskValueAsync|close Bot.AskValueAsync", "end text 2")]
    [InlineData("string all = \"\"; await foreach (string s in new Bot().StreamAsync(\"x\")) all += s; return all;", "open Bot.StreamAsync|close Bot.StreamAsync|flow Bot.StreamAsync|begin Bot.StreamAsync prompt=1 scope=Bot.StreamAsync", "end text 3")]
    public void An_asynchronous_call_is_metered(string body, string beginning, string end)
    {
        Ran ran = Twice.Run($"{Bot} public static class Test {{ public static async Task<object?> Run() {{ {body} }} }}");
        Assert.Contains(end, ran.Log);
        string[] expected = [.. beginning.Split('|').Where(line => line != end)];
        Assert.Equal(expected, ran.Log.Where(expected.Contains));
    }

    [Fact]
    public void Exceptions_keep_their_type_and_fail_the_call()
    {
        const string Source = """
            public class Bot { [TrackLlmCall] public string Ask(string text) => throw new FormatException("original " + text); }
            public static class Test { public static object? Run() { try { return new Bot().Ask("x"); } catch (FormatException e) { return e.Message; } } }
            """;
        Assert.Equal("open Bot.Ask\nbegin Bot.Ask prompt=1 scope=Bot.Ask\nfail FormatException\nclose Bot.Ask", Twice.Run(Source).Story);
    }

    [Fact]
    public void An_annotated_method_with_sdk_calls_only_opens_the_scope()
    {
        const string Source = """
            using Microsoft.Extensions.AI;
            public sealed class Echo : IChatClient
            {
                public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
                    Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "echo " + messages.Last().Text)) { Usage = new() { InputTokenCount = 3, OutputTokenCount = 4 } });
                public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
                { yield return new ChatResponseUpdate(ChatRole.Assistant, "s"); await Task.Yield(); }
                public object? GetService(Type serviceType, object? serviceKey = null) => null;
                public void Dispose() { }
            }
            public class Bot(IChatClient client, Echo echo)
            {
                [TrackLlmCall(User = "{user}")]
                public async Task<string> AskAsync(string user, string text)
                {
                    ChatResponse first = await client.GetResponseAsync(text);
                    ChatResponse second = await echo.GetResponseAsync([new(ChatRole.User, "direct")]);
                    string all = first.Text + second.Text;
                    await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("x")) all += update.Text;
                    return all;
                }
            }
            public static class Test { public static async Task<object?> Run() => await new Bot(new Echo(), new Echo()).AskAsync("alice", "hi"); }
            """;
        Ran ran = Twice.Run(Source);
        Assert.Equal("open Bot.AskAsync user=alice", ran.Log[0]);
        Assert.Contains("begin Bot.AskAsync prompt=2 scope=Bot.AskAsync", ran.Log);
        Assert.Contains("begin Bot.AskAsync prompt=6 scope=Bot.AskAsync", ran.Log);
        Assert.Equal(2, ran.Log.Count(line => line == "end usage 3+4"));
        Assert.Equal(3, ran.Log.Count(line => line.StartsWith("begin", StringComparison.Ordinal)));
    }

    /// <summary>Each program has a class Test whose Run exercises one row of the table of supported forms.</summary>
    [Theory]
    [InlineData("extension", "public static class X { [TrackLlmCall] public static string Ask(this string text, int n) => text + n; } public static class Test { public static object? Run() => \"a\".Ask(1) + X.Ask(\"b\", 2); }", 2)]
    [InlineData("implicit this", "public class B { [TrackLlmCall] public string Ask(string t) => t; public string Twice() => Ask(\"a\") + this.Ask(\"b\"); } public static class Test { public static object? Run() => new B().Twice(); }", 2)]
    [InlineData("generic method and type", "public class B<T> where T : class, new() { [TrackLlmCall] public string Ask<TKey>(T value, TKey key) where TKey : notnull => value.ToString() + key; } public static class Test { public static object? Run() => new B<List<int>>().Ask(new(), 5) + new B<object>().Ask(new(), new { A = 1 }); }", 2)]
    [InlineData("nested generics with clashing names", "#pragma warning disable CS0693\npublic class Outer<T> { public class Inner<U> { [TrackLlmCall] public string Ask<T2>(T a, U b, T2 c) => $\"{a}{b}{c}\"; } [TrackLlmCall] public static string Same<T>(T x) => x!.ToString()!; } public static class Test { public static object? Run() => new Outer<int>.Inner<string>().Ask(1, \"b\", 'c') + Outer<int>.Same(\"x\"); }", 2)]
    [InlineData("allows ref struct", "public static class B { [TrackLlmCall] public static int Ask<T>(T value) where T : allows ref struct => 7; } public static class Test { public static object? Run() => B.Ask<ReadOnlySpan<char>>(\"abc\"); }", 1)]
    [InlineData("interface", "public interface IBot { [TrackLlmCall] string Ask(string t); } public class B : IBot { public string Ask(string t) => t + 1; } public static class Test { public static object? Run() { IBot bot = new B(); return bot.Ask(\"a\") + new B().Ask(\"b\"); } }", 2)]
    [InlineData("default interface method", "public interface IBot { [TrackLlmCall] string Ask(string t) => t + \"default\"; } public class B : IBot; public static class Test { public static object? Run() => ((IBot)new B()).Ask(\"a\"); }", 1)]
    [InlineData("override", "public abstract class A { [TrackLlmCall] public abstract string Ask(string t); } public class B : A { public override string Ask(string t) => t + 1; } public static class Test { public static object? Run() { A a = new B(); return a.Ask(\"a\") + new B().Ask(\"b\"); } }", 2)]
    [InlineData("class-constrained type parameter", "public interface IBot { [TrackLlmCall] string Ask(string t); } public class B : IBot { public string Ask(string t) => t + 1; } public static class Test { static string Call<T>(T bot) where T : class, IBot => bot.Ask(\"a\"); public static object? Run() => Call(new B()); }", 1)]
    [InlineData("struct keeps its mutation", "public struct S { public int N; [TrackLlmCall] public int Ask(int n) => N += n; [TrackLlmCall] public readonly int Peek() => N; } public static class Test { public static object? Run() { S s = default; s.Ask(1); int r = s.Ask(2) + s.Peek() + new S().Ask(5); return (s.N, r); } }", 4)]
    [InlineData("readonly struct", "public readonly struct S(int n) { [TrackLlmCall] public int Ask(int m) => n + m; } public static class Test { public static object? Run() { S s = new(3); S? q = s; return s.Ask(1) + new S(4).Ask(2) + q?.Ask(3); } }", 3)]
    [InlineData("ref struct", "public ref struct S { public int N; [TrackLlmCall] public int Ask(int n) => N += n; [TrackLlmCall] public Task<int> AskAsync(int n) { N += n; return Task.FromResult(N); } } public static class Test { public static object? Run() { S s = default; s.Ask(1); int x = s.AskAsync(4).Result; return s.Ask(2) + x; } }", 3)]
    [InlineData("ref, out and in", "public static class B { [TrackLlmCall] public static bool Ask(ref int a, out string b, in int c, ref readonly int d) { a += c + d; b = \"out\" + a; return true; } } public static class Test { public static object? Run() { int a = 1, c = 2; bool r = B.Ask(ref a, out string b, in c, in c); return (a, b, r); } }", 1)]
    [InlineData("params", "public static class B { [TrackLlmCall] public static int Array(params string[] t) => t.Length; [TrackLlmCall] public static int Span(params ReadOnlySpan<int> t) => t.Length; [TrackLlmCall] public static int Seq(params IEnumerable<int> t) => t.Count(); } public static class Test { public static object? Run() => (B.Array(\"a\", \"b\"), B.Span(1, 2, 3), B.Seq(1)); }", 3)]
    [InlineData("defaults, named and caller info", "public static class B { [TrackLlmCall] public static string Ask(int a, int b = 7, [System.Runtime.CompilerServices.CallerMemberName] string member = \"\") => $\"{a}{b}{member}\"; } public static class Test { public static object? Run() => B.Ask(1) + B.Ask(b: 2, a: 3); }", 2)]
    [InlineData("ref return", "public class B { int _n = 1; public int N => _n; [TrackLlmCall] public ref int Ask() => ref _n; [TrackLlmCall] public ref readonly int Peek() => ref _n; } public static class Test { public static object? Run() { var b = new B(); b.Ask() = 9; ref readonly int p = ref b.Peek(); return (b.N, p); } }", 2)]
    [InlineData("span arguments and returns", "public static class B { [TrackLlmCall] public static Span<int> Ask(Span<int> s) => s[1..]; [TrackLlmCall] public static int Len(scoped ReadOnlySpan<char> s) => s.Length; } public static class Test { public static object? Run() { Span<int> s = [1, 2]; return B.Ask(s)[0] + B.Len(\"abc\"); } }", 2)]
    [InlineData("pointers", "public static class B { [TrackLlmCall] public static unsafe int Ask(int* p) => *p; } public static class Test { public static unsafe object? Run() { int x = 5; return B.Ask(&x); } }", 1)]
    [InlineData("tuples and their names", "public static class B { [TrackLlmCall] public static (string Text, int Count) Ask((int A, int B) t) => (\"x\", t.A + t.B); } public static class Test { public static object? Run() => B.Ask((1, 2)).Count; }", 1)]
    [InlineData("usage in a tuple", "public static class B { [TrackLlmCall] public static async Task<(string Text, LlmUsage Usage)> Ask(string t) { await Task.Yield(); return (t, LlmUsage.Of(3, 4)); } } public static class Test { public static async Task<object?> Run() => (await B.Ask(\"q\")).Text; }", 1)]
    [InlineData("dynamic", "public class B { [TrackLlmCall] public dynamic Ask(dynamic x, List<dynamic> y) => x; } public static class Test { public static object? Run() => (object)new B().Ask((object)\"a\", new()); }", 1)]
    [InlineData("initialisers and constructor arguments", "public class B { [TrackLlmCall] public static string Ask(string t) => t; } public class C(string s) { public string S = s; } public class D() : C(B.Ask(\"d\")) { public string F = B.Ask(\"f\"); public string P { get; } = B.Ask(\"p\"); } public static class Test { public static object? Run() { var d = new D(); return d.S + d.F + d.P; } }", 3)]
    [InlineData("partial method", "public partial class B { [TrackLlmCall] public partial string Ask(string t); public partial string Ask(string t) => t + 1; } public static class Test { public static object? Run() => new B().Ask(\"p\"); }", 1)]
    [InlineData("keywords and clashing names", "public class B { [TrackLlmCall] public string @class(string @string, int scope, int call, int error, int b, int Item1, int LlmCall, int Task) => @string + scope + call + error + b + Item1 + LlmCall + Task; } public static class Test { public static object? Run() => new B().@class(\"s\", 1, 2, 3, 4, 5, 6, 7); }", 1)]
    [InlineData("seventeen parameters", "public static class B { [TrackLlmCall] public static int Ask(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n, int o, int p, int q) => a + q; } public static class Test { public static object? Run() => B.Ask(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17); }", 1)]
    [InlineData("stream with a span argument", "public static class B { [TrackLlmCall] public static IEnumerable<string> Ask(ReadOnlySpan<char> s) => [s.ToString(), \"x\"]; } public static class Test { public static object? Run() => string.Concat(B.Ask(\"ab\")); }", 1)]
    public void It_runs_as_before_and_is_metered(string form, string source, int calls)
    {
        Ran ran = Twice.Run(source);
        Assert.True(calls == ran.Log.Count(line => line.StartsWith("open", StringComparison.Ordinal)), form + "\n" + ran.Story);
        Assert.Equal(calls, ran.Log.Count(line => line.StartsWith("begin", StringComparison.Ordinal)));
        Assert.Equal(calls, ran.Log.Count(line => line.StartsWith("end", StringComparison.Ordinal)));
    }

    [Fact]
    public void Top_level_statements_are_intercepted()
    {
        var compilation = Sources.Compile("Console.Write(B.Ask(\"t\")); public static class B { [TrackLlmCall] public static string Ask(string t) => t; }");
        var generated = Generated.From(compilation);
        Assert.Contains("// 1 of 1 LLM call sites", generated.Text, StringComparison.Ordinal);
        Emitted.Image(generated.Compilation);
    }

    [Fact]
    public void A_project_with_language_version_12_works()
    {
        Ran ran = Twice.Run("""
            public class Customer { public string? Plan { get; set; } }
            public class B { [TrackLlmCall("m", "u-{id}", Tags = ["a=b", "plan={customer.Plan}"])] public async Task<string> Ask(int id, Customer customer, string text) { await Task.Yield(); return text; } }
            public static class Test { public static async Task<object?> Run() => await new B().Ask(7, new Customer { Plan = "gold" }, "text"); }
            """, LanguageVersion.CSharp12);
        Assert.Equal("open B.Ask user=u-7 model=m tags=a=b, plan=gold", ran.Log[0]);
    }
}
