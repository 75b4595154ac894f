using System.Reflection;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>A decorator tracks what is annotated as an interceptor does, and passes everything else on; each program compiles without a warning and runs.</summary>
public class DecoratorTests
{
    [Theory]
    [InlineData("sync", "[TrackLlmCall(\"m\", \"{user}\", Project = \"p\", Tags = [\"a={text}\"], MaxCost = \"0.5\")] string Ask(string user, string text);", "public string Ask(string user, string text) => text;", "bot.Ask(\"ann\", \"hi\")")]
    [InlineData("receiver", "string Region { get; } [TrackLlmCall(User = \"{this.Region}\")] int Ask(string text);", "public string Region => \"eu\"; public int Ask(string text) => text.Length;", "bot.Ask(\"hi\")")]
    [InlineData("task", "[TrackLlmCall(User = \"{user}\")] Task<string> AskAsync(string user, string text, CancellationToken token = default);", "public async Task<string> AskAsync(string user, string text, CancellationToken token) { await Task.Yield(); return text; }", "bot.AskAsync(\"ann\", \"hi\").Result")]
    [InlineData("usage", "[TrackLlmCall(\"m\")] Task<(string Text, LlmUsage Usage)> AskAsync(string text); [TrackLlmCall] ValueTask Go();", "public Task<(string Text, LlmUsage Usage)> AskAsync(string text) => Task.FromResult((text, LlmUsage.Of(1, 2))); public ValueTask Go() => default;", "bot.AskAsync(\"hi\").Result.Text + bot.Go().IsCompleted")]
    [InlineData("stream", "[TrackLlmCall(\"m\")] IAsyncEnumerable<string> EachAsync(string text); [TrackLlmCall] IEnumerable<int> Each(int n);", "public async IAsyncEnumerable<string> EachAsync(string text) { await Task.Yield(); yield return text; } public IEnumerable<int> Each(int n) { yield return n; }", "bot.EachAsync(\"hi\").ToListAsync().AsTask().Result[0] + bot.Each(3).Single()")]
    [InlineData("failure", "[TrackLlmCall] Task<string> AskAsync(string text);", "public async Task<string> AskAsync(string text) { await Task.Yield(); throw new FormatException(text); }", "Fail(() => bot.AskAsync(\"bad\").GetAwaiter().GetResult())")]
    [InlineData("by reference", "[TrackLlmCall] bool Try(in int a, ref int b, out int c, ref readonly int d, ReadOnlySpan<char> text); [TrackLlmCall] ref int At(int[] all, int at); [TrackLlmCall] Span<int> Part(Span<int> all, scoped Span<int> other);", "public bool Try(in int a, ref int b, out int c, ref readonly int d, ReadOnlySpan<char> text) { b += a; c = b + d + text.Length; return true; } public ref int At(int[] all, int at) => ref all[at]; public Span<int> Part(Span<int> all, scoped Span<int> other) => all[1..];", "All(bot)")]
    [InlineData("generic method", "[TrackLlmCall] string Ask<T, U>(T a, U? b, List<T> c) where T : class, IComparable<T>, new() where U : struct;", "public string Ask<T, U>(T a, U? b, List<T> c) where T : class, IComparable<T>, new() where U : struct => $\"{b}{c.Count}\";", "bot.Ask<Version, int>(new(), 3, [new()])")]
    [InlineData("params, defaults and dynamic", "[TrackLlmCall] string Ask(dynamic a, DayOfWeek day = DayOfWeek.Friday, params string[] more);", "public string Ask(dynamic a, DayOfWeek day, params string[] more) => $\"{a}{day}{more.Length}\";", "bot.Ask(1) + bot.Ask(\"x\", DayOfWeek.Monday, \"y\", \"z\")")]
    [InlineData("names of our own", "[TrackLlmCall(User = \"{_inner}\")] string Ask(string _inner, string inner, string scope, string @class, string LlmCall);", "public string Ask(string _inner, string inner, string scope, string @class, string LlmCall) => _inner + inner + scope + @class + LlmCall;", "bot.Ask(\"a\", \"b\", \"c\", \"d\", \"e\")")]
    [InlineData("overloads", "[TrackLlmCall(User = \"{a}\")] string Ask(string a); [TrackLlmCall(User = \"{a}\")] string Ask(int a); string Ask(bool a);", "public string Ask(string a) => a; public string Ask(int a) => a.ToString(); public string Ask(bool a) => \"b\";", "bot.Ask(\"a\") + bot.Ask(1) + bot.Ask(true)")]
    [InlineData("default implementation", "[TrackLlmCall(\"m\")] string Ask(string text) => \"default\" + text; string More(string text) => Ask(text);", "", "bot.Ask(\"hi\")")]
    public void A_tracked_member_does_what_an_interceptor_does(string form, string members, string implementation, string use)
    {
        string program = $$"""
            [Mark] public interface IBot { {{members}} }
            public class Bot : IBot { {{implementation}} }
            [Quiet] public static class Test
            {
                public static object? Run() { IBot bot = Make(new Bot()); return {{use}}; }
                static string Fail(Action act) { try { act(); return "no"; } catch (FormatException error) { return error.Message; } }
                {{(form == "by reference" ? "static string All(IBot bot) { int b = 2; int[] all = [1, 2, 3]; bool ok = bot.Try(1, ref b, out int c, in b, \"four\"); bot.At(all, 1) = 7; return $\"{ok}{b}{c}{all[1]}{bot.Part(all, default).Length}\"; }" : "")}}
                static IBot Make(IBot bot) => bot;
            }
            """;
        Ran intercepted = Run(program.Replace("[Mark]", "", StringComparison.Ordinal).Replace("[Quiet]", "", StringComparison.Ordinal));
        Ran decorated = Run(Decorated(program));
        Assert.NotEmpty(intercepted.Log);
        Assert.Equal(intercepted.Story, decorated.Story);
        Assert.Equal(intercepted.Result, decorated.Result);
    }

    [Theory]
    [InlineData("properties", "int N { get; set; } string? Text { get; } string Sink { set; } ref int R { get; } ref readonly int RR { get; }", "public int N { get; set; } public string? Text => \"t\" + _sunk; string _sunk = \"\"; public string Sink { set => _sunk = value; } int _r = 5; public ref int R => ref _r; public ref readonly int RR => ref _r;", "new Func<string>(() => { bot.N = 3; bot.Sink = \"s\"; bot.R = 8; return $\"{bot.N}{bot.Text}{bot.RR}\"; })()", "3ts8")]
    [InlineData("indexers", "string this[int i] { get; } int this[string key, in int other] { get; set; }", "public string this[int i] => \"i\" + i; int _x; public int this[string key, in int other] { get => _x; set => _x = value + other; }", "new Func<string>(() => { bot[\"k\", 2] = 5; return bot[3] + bot[\"k\", 1]; })()", "i37")]
    [InlineData("events", "event EventHandler? Done; event Action<string> Said;", "public event EventHandler? Done; public event Action<string> Said { add => value(\"added\"); remove => value(\"removed\"); } public void Fire() => Done?.Invoke(this, EventArgs.Empty);", "new Func<string>(() => { string log = \"\"; EventHandler on = (_, _) => log += \"!\"; bot.Done += on; ((Bot)s_inner!).Fire(); bot.Done -= on; ((Bot)s_inner).Fire(); bot.Said += text => log += text; return log; })()", "!added")]
    [InlineData("generic methods", "T? Same<T>(T? value); T New<T>() where T : new(); string Both<T, U>(T a, U b) where T : notnull where U : class?, T; int Size<T>(T a) where T : unmanaged; string Any<T>(T a) where T : allows ref struct;", "public T? Same<T>(T? value) => value; public T New<T>() where T : new() => new(); public string Both<T, U>(T a, U b) where T : notnull where U : class?, T => $\"{a}{b}\"; public int Size<T>(T a) where T : unmanaged => 4; public string Any<T>(T a) where T : allows ref struct => \"any\";", "bot.Same(\"s\") + bot.New<int>() + bot.Both<object, string>(1, \"2\") + bot.Size(3) + bot.Any<Span<int>>(default)", "s0124any")]
    [InlineData("by reference", "void Swap(ref int a, ref int b); bool Get(out string text); Span<char> Of(Span<char> all); int Sum(params ReadOnlySpan<int> all);", "public void Swap(ref int a, ref int b) => (a, b) = (b, a); public bool Get(out string text) { text = \"got\"; return true; } public Span<char> Of(Span<char> all) => all; public int Sum(params ReadOnlySpan<int> all) => all.Length;", "new Func<string>(() => { int a = 1, b = 2; bot.Swap(ref a, ref b); bot.Get(out string text); return $\"{a}{b}{text}{bot.Sum(1, 2, 3)}\"; })()", "21got3")]
    [InlineData("members of object", "string ToString(); int GetHashCode(); bool Equals(object? other); Type GetType();", "string IBot.ToString() => \"mine\"; int IBot.GetHashCode() => 7; bool IBot.Equals(object? other) => true; Type IBot.GetType() => typeof(int);", "bot.ToString() + bot.GetHashCode() + bot.Equals(null) + bot.GetType().Name", "mine7TrueInt32")]
    [InlineData("the class's own name", "string TrackedBot(); string inner { get; } string _inner { get; }", "public string TrackedBot() => \"t\"; public string inner => \"i\"; public string _inner => \"u\";", "bot.TrackedBot() + bot.inner + bot._inner", "tiu")]
    [InlineData("default implementations", "string Hello() => \"hello \" + Name; string Name => \"nobody\"; sealed string Fixed() => \"fixed\"; private string Own() => \"own\"; static string Shared() => \"shared\"; const int C = 1; class Nested { } static virtual string Maybe() => \"\";", "public string Name => \"bot\";", "bot.Hello() + bot.Fixed() + IBot.Shared()", "hello botfixedshared")]
    [InlineData("obsolete", "[Obsolete] string Old(); [Obsolete(\"gone\", true)] string Gone { get; } [Obsolete] event Action Quit;", "[Obsolete] public string Old() => \"old\"; [Obsolete(\"x\", true)] public string Gone => \"gone\"; [Obsolete] public event Action Quit { add { } remove { } }", "\"x\"", "x")]
    [InlineData("keywords", "string @class(string @event, int @value); string @namespace { get; }", "public string @class(string @event, int @value) => @event + @value; public string @namespace => \"n\";", "bot.@class(\"e\", 1) + bot.@namespace", "e1n")]
    public void What_is_not_tracked_is_passed_on(string form, string members, string implementation, string use, string expected)
    {
        Ran ran = Run(Decorated($$"""
            [Mark] public interface IBot { {{members}} [TrackLlmCall] string Marked() => ""; }
            public class Bot : IBot { {{implementation}} }
            [Quiet] public static class Test
            {
                static object? s_inner;
                public static object? Run() { IBot bot = Make(new Bot()); return {{use}}; }
                static IBot Make(IBot bot) { s_inner = bot; return bot; }
            }
            """).Replace("return bot; }", "return new TrackedBot(bot); }", StringComparison.Ordinal));
        Assert.True(expected == (string)ran.Result!, $"{form}: {ran.Result}");
        Assert.Empty(ran.Log);
    }

    [Fact]
    public void Inherited_members_are_passed_on_to_the_interface_that_they_are_of()
    {
        Ran ran = Run("""
            namespace App
            {
                public interface IReads<out T> { T Get(); string Name { get; } [TrackLlmCall(User = "{key}")] string Find<U>(string key, U other); }
                public interface IWrites { void Get(int n); string Name { get; set; } event Action? Get2; }
                public interface IBase { string Say(string text) => "base " + text; object Clone(); }
                [GenerateTrackedDecorator] public interface IBot<U> : IReads<List<U>>, IWrites, IBase, IDisposable, IAsyncDisposable, ICloneable where U : class { new string Clone(); string IBase.Say(string text) => "bot " + text; }
                public class Bot : IBot<string>
                {
                    public static string Log = "";
                    List<string> IReads<List<string>>.Get() => ["one"];
                    void IWrites.Get(int n) => Log += "get" + n;
                    string IReads<List<string>>.Name => "reader";
                    string IWrites.Name { get => "writer"; set => Log += value; }
                    event Action? IWrites.Get2 { add => value!(); remove { } }
                    string IReads<List<string>>.Find<U>(string key, U other) => key + other;
                    string IBot<string>.Clone() => "bot"; object IBase.Clone() => "base"; object ICloneable.Clone() => "any";
                    public void Dispose() => Log += "disposed";
                    public ValueTask DisposeAsync() { Log += "async"; return default; }
                }
            }
            [BudgetIgnore("the decorator is tested")] public static class Test
            {
                public static async Task<object?> Run()
                {
                    App.IBot<string> bot = new App.TrackedBot<string>(new App.Bot());
                    App.IReads<List<string>> reads = bot; App.IWrites writes = bot;
                    writes.Get(2); writes.Name = "N"; writes.Get2 += () => App.Bot.Log += "E";
                    string text = reads.Get()[0] + reads.Name + writes.Name + bot.Clone() + ((App.IBase)bot).Clone() + ((ICloneable)bot).Clone() + ((App.IBase)bot).Say("x") + bot.Find("k", 1);
                    bot.Dispose(); await bot.DisposeAsync();
                    return text + " " + App.Bot.Log;
                }
            }
            """);
        Assert.Equal("onereaderwriterbotbaseanybot xk1 get2NEdisposedasync", ran.Result);
        Assert.StartsWith("open IReads.Find user=k", Assert.Single(ran.Log, static line => line.StartsWith("open", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interface_of_another_assembly_is_named_on_the_assembly()
    {
        byte[] library = Emitted.Image(Sources.Compile("Library", References.WithoutRuntime, Sources.Tree("""
            namespace Lib;
            public interface IRemote { [TrackLlmCall("m", "{user}")] string Ask(string user, string text); internal string Own() => "own"; }
            public interface IStore<T> where T : class { [TrackLlmCall(User = "{key}")] T? Get(string key); }
            public static class Outer { public interface IInner { string Say(); [TrackLlmCall] void Go(); } }
            """)));
        CSharpCompilation app = Sources.Compile("App", [.. References.WithoutRuntime, StandIn.Reference, MetadataReference.CreateFromImage(library)], Sources.Tree("""
            [assembly: GenerateTrackedDecorator(typeof(Lib.IRemote))]
            [assembly: GenerateTrackedDecorator(typeof(Lib.IStore<>)), GenerateTrackedDecorator(typeof(Lib.IStore<string>), Name = "TextStore")]
            [assembly: BudgetGen.GenerateTrackedDecorator(typeof(Lib.Outer.IInner))]
            public class Remote : Lib.IRemote { public string Ask(string user, string text) => text; }
            public class Store : Lib.IStore<string> { public string? Get(string key) => key; }
            [BudgetIgnore("the decorator is tested")] public static class Test
            {
                public static object? Run()
                {
                    Lib.IRemote remote = new Lib.TrackedRemote(new Remote());
                    Lib.IStore<string> store = new Lib.TrackedStore<string>(new Lib.TextStore(new Store()));
                    return remote.Ask("ann", "hi") + store.Get("k") + typeof(Lib.TrackedOuterInner).IsPublic;
                }
            }
            """));
        Generated generated = Generated.From(app);
        Assert.Equal(4, generated.Files.Count);
        Ran ran = Emitted.Run(Emitted.Image(generated.Compilation), library);
        Assert.Equal("hikTrue", ran.Result);
        Assert.Contains("open IRemote.Ask user=ann model=m", ran.Story, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_whose_body_holds_a_metered_call_only_opens_the_scope()
    {
        const string Text = """
            [GenerateTrackedDecorator] public interface IBot { [TrackLlmCall("m")] object Ask(OpenAI.Chat.ChatClient client); }
            public class Bot : IBot { public object Ask(OpenAI.Chat.ChatClient client) => client; }
            """;
        CSharpCompilation before = Sources.Compile(Sources.Tree(Text));
        GeneratorDriver driver = Generated.Driver(Sources.Options()).RunGenerators(before);
        Assert.Contains("meters the call as a whole", Text1(driver), StringComparison.Ordinal);
        driver = driver.RunGenerators(before.ReplaceSyntaxTree(before.SyntaxTrees[0], Sources.Tree(Text.Replace("=> client;", "=> client.CompleteChat(\"x\");", StringComparison.Ordinal))));
        Assert.Contains("Opens the scope of IBot.Ask; the SDK calls inside are metered one by one", Text1(driver), StringComparison.Ordinal);

        static string Text1(GeneratorDriver driver) => driver.GetRunResult().Results.Single().GeneratedSources.Single(static source => source.HintName.StartsWith(".TrackedBot", StringComparison.Ordinal) || source.HintName.Contains("TrackedBot", StringComparison.Ordinal)).SourceText.ToString();
    }

    [Fact]
    public void A_member_that_returns_a_librarys_response_brings_its_adapter()
    {
        Generated generated = Generated.From(Sources.Compile("[GenerateTrackedDecorator] public interface IBot { [TrackLlmCall(\"m\")] Task<OpenAI.Chat.ChatCompletion> AskAsync(string text); }"));
        Assert.Equal(2, generated.Files.Count);
        Assert.Contains("OpenAIChat.Outcome(answer)", generated.Interceptors.Single(), StringComparison.Ordinal);
        Emitted.Image(generated.Compilation);
    }

    [Fact]
    public void An_edit_that_does_not_concern_a_decorator_writes_nothing_of_it()
    {
        CSharpCompilation before = Sources.Compile(
            Sources.Tree("[GenerateTrackedDecorator] public interface IBot { [TrackLlmCall] string Ask(string text); string Say(); }", "IBot.cs"), Sources.Tree("public class Other { }", "Other.cs"));
        GeneratorDriver driver = Generated.Driver(Sources.Options()).RunGenerators(before);
        driver = driver.RunGenerators(before.ReplaceSyntaxTree(before.SyntaxTrees[1], Sources.Tree("public class Other { public int N; }", "Other.cs")));
        Assert.All(
            driver.GetRunResult().Results.Single().TrackedSteps[StepNames.DecoratorFiles].SelectMany(static step => step.Outputs),
            static output => Assert.Contains(output.Reason, (IncrementalStepRunReason[])[IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged]));

        driver = driver.RunGenerators(before.ReplaceSyntaxTree(before.SyntaxTrees[0], Sources.Tree("[GenerateTrackedDecorator] public interface IBot { [TrackLlmCall] string Ask(string text); int Say(); }", "IBot.cs")));
        Assert.Equal(IncrementalStepRunReason.Modified, Assert.Single(driver.GetRunResult().Results.Single().TrackedSteps[StepNames.DecoratorFiles].SelectMany(static step => step.Outputs)).Reason);
    }

    [Theory]
    [InlineData("[GenerateTrackedDecorator] public interface IBot { static abstract string Ask(); }")]
    [InlineData("[GenerateTrackedDecorator] public interface IBot { string Name { get; init; } }")]
    [InlineData("public class C { [GenerateTrackedDecorator] private interface IBot { } }")]
    [InlineData("[GenerateTrackedDecorator(Name = \"not a name\")] public interface IBot { }")]
    [InlineData("[GenerateTrackedDecorator] public interface IBot { } public class TrackedBot { }")]
    [InlineData("[assembly: GenerateTrackedDecorator(typeof(string))]")]
    [InlineData("[assembly: GenerateTrackedDecorator]")]
    public void What_cannot_be_written_is_left_out(string source)
    {
        Generated generated = Generated.From(Sources.Compile(source));
        Assert.Empty(generated.Files);
        Assert.Empty(generated.Diagnostics);
        Emitted.Image(generated.Compilation);
    }

    [Fact]
    public void Decorators_that_are_asked_for_twice_or_share_a_name_are_written_once() => Assert.Single(Generated.From(Sources.Compile("""
        [assembly: GenerateTrackedDecorator(typeof(A.IBot))]
        namespace A { [GenerateTrackedDecorator, GenerateTrackedDecorator(Name = "TrackedBot")] public interface IBot { } [GenerateTrackedDecorator(Name = "TrackedBot")] public interface IOther { } }
        """)).Files);

    [Fact]
    public async Task Beside_the_class_stands_the_helper_for_dependency_injection()
    {
        Assembly injection = Assembly.Load("Microsoft.Extensions.DependencyInjection.Abstractions");
        CSharpCompilation program = Sources.Compile("InjectedApp", [.. References.WithoutRuntime, References.RealRuntime, MetadataReference.CreateFromFile(injection.Location)], Sources.Tree("""
            using Microsoft.Extensions.DependencyInjection;
            [GenerateTrackedDecorator] public interface IBot { [TrackLlmCall("gpt-4o-mini", "{user}")] Task<(string, LlmUsage)> AskAsync(string user, string text); }
            [GenerateTrackedDecorator] internal interface IStore<T> where T : notnull { [TrackLlmCall] void Put(T value); }
            public class Bot : IBot { public async Task<(string, LlmUsage)> AskAsync(string user, string text) { await Task.Yield(); return (text, LlmUsage.Of(100, 20)); } }
            internal class Store : IStore<int> { public void Put(int value) { } }
            public static class Test
            {
                public static async Task<object?> Run()
                {
                    await using var budget = new BudgetManager(new BudgetOptions());
                    var services = new ServiceCollection();
                    services.AddSingleton<IBot>(new Bot()).AddTrackedBot().AddKeyedSingleton<IStore<int>>("k", new Store()).AddTrackedStore<int>("k");
                    services.AddSingleton<IBot>(new Bot()).DecorateWithTracking<IBot, TrackedBot>();
                    IBot[] bots = services.Where(service => service.ServiceType == typeof(IBot)).Select(service => (IBot)service.ImplementationInstance!).ToArray();
                    using (BudgetContext.Use(manager: budget))
                        await bots[0].AskAsync("ann", "hi");    // intercepted here, and decorated twice
                    var records = await budget.Reader.GetUsageAsync(new BudgetGen.Storage.UsageQuery());
                    return string.Join(" ", records.Select(record => $"{record.User} {record.InputTokens}+{record.OutputTokens}")) + $" {bots[0].GetType()} {bots[1].GetType()} {services.Single(service => service.IsKeyedService).KeyedImplementationInstance!.GetType()}";
                }
            }
            """));
        Generated generated = Generated.From(program);
        Assert.Empty(generated.Diagnostics);
        var result = (Task<object?>)Assembly.Load(Emitted.Image(generated.Compilation)).GetType("Test")!.GetMethod("Run")!.Invoke(null, null)!;
        Assert.Equal("ann 100+20 TrackedBot TrackedBot TrackedStore`1[System.Int32]", await result);
    }

    private static string Decorated(string program) => program
        .Replace("[Mark]", "[GenerateTrackedDecorator]", StringComparison.Ordinal)
        .Replace("[Quiet]", "[BudgetIgnore(\"the decorator is tested\")]", StringComparison.Ordinal)
        .Replace("static IBot Make(IBot bot) => bot;", "static IBot Make(IBot bot) => new TrackedBot(bot);", StringComparison.Ordinal);

    private static Ran Run(string program)
    {
        Generated generated = Generated.From(Sources.Compile(program));
        Assert.Empty(generated.Diagnostics);
        return Emitted.Run(Emitted.Image(generated.Compilation, "CS0067"));
    }
}
