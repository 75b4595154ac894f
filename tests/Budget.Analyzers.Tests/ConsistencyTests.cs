using System.Collections.Immutable;
using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.Generator;
using BudgetGen.Generator.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Analyzers.Tests;

/// <summary>
/// For every call that costs money, one of three things is true: the generator intercepts it, an analyzer reports it, or somebody has marked it as ignored.
/// In the programs below each such call says which, right behind its name: I, R or X.
/// </summary>
public class ConsistencyTests
{
    private static readonly string[] _paid =
    [
        "Ask", "AskAsync", "Each", "Count", "CompleteChat", "CompleteChatAsync", "CompleteChatStreamingAsync", "GetResponseAsync", "GetStreamingResponseAsync", "Create", "CreateStreaming", "GenerateEmbedding",
        "GenerateAsync", "GenerateVectorAsync", "GenerateAndZipAsync",
    ];

    private static readonly string[] _callRules = ["BGN001", "BGN003", "BGN004", "BGN006"];

    private const string Frame = """
        using BudgetGen;
        interface IBot { [TrackLlmCall("m", "{user}")] string Ask(string user); }
        class Bot : IBot { public virtual string Ask(string user) => user; [TrackLlmCall("m")] public Task<string> AskAsync(string text) => Task.FromResult(text); }
        struct Quick : IBot { public string Ask(string user) => user; }
        abstract class Base { [TrackLlmCall("m")] public abstract ValueTask<int> Count(int n); [TrackLlmCall("m")] protected virtual string Ask(string x) => x; }
        static class Extensions { [TrackLlmCall("m")] public static async IAsyncEnumerable<string> Each(this Bot bot, string text) { await Task.Yield(); yield return text; } }
        """;

    [Theory]
    [InlineData("class C { void M(Bot b, IBot i, Quick q) { b.Ask/*I*/(\"x\"); i.Ask/*I*/(\"x\"); b.AskAsync/*I*/(\"x\"); b?.AskAsync/*I*/(\"x\"); b!.Ask/*I*/(\"x\"); } }")]
    [InlineData("class C { string M(Quick q) => q.Ask/*I*/(\"x\"); }")]
    [InlineData("class C { object M(Bot b) => b.Each/*I*/(\"x\"); object N(Bot b) => Extensions.Each/*I*/(b, \"x\"); }")]
    [InlineData("class C { object M(Bot b) { Func<string> f = () => b.Ask/*I*/(\"x\"); string L() => b.Ask/*I*/(\"y\"); return L() + f(); } object X = new Bot().AskAsync/*I*/(\"x\"); }")]
    [InlineData("class C { string M<T>(T b) where T : class, IBot => b.Ask/*I*/(\"x\"); string N<T>(T b) where T : struct, IBot => b.Ask/*R*/(\"x\"); string O<T>(T b) where T : IBot => b.Ask/*R*/(\"x\"); }")]
    [InlineData("class D : Base { public override ValueTask<int> Count(int n) => new(n); protected override string Ask(string x) => base.Ask/*R*/(x) + Ask/*I*/(x); object M(Base b) => b.Count/*I*/(1); object N(D d) => d.Count/*I*/(1); }")]
    [InlineData("class C { Func<string, string> M(Bot b) => b.Ask/*R*/; string N(Bot b, dynamic d) => b.Ask/*R*/(d); string O(dynamic d) => d.Ask/*R*/(\"x\"); Bot _b = new(); string P() => (this._b.Ask/*R*/)(\"x\"); string Q => nameof(Bot.Ask/*X*/); }")]
    [InlineData("class C { System.Linq.Expressions.Expression<Func<Bot, string>> M() => b => b.Ask/*R*/(\"x\"); }")]
    [InlineData("class C { [BudgetIgnore(\"why\")] string M(Bot b) { Func<string, string> f = b.Ask/*X*/; return b.Ask/*X*/(f(\"x\")); } }")]
    [InlineData("class C { private class P { } [TrackLlmCall(\"m\")] string Ask(P? p) => \"\"; string M() => Ask/*R*/(null); }")]
    [InlineData("class C { private class P { } [TrackLlmCall(\"m\")] string Ask(int p) => \"\"; string M() => Ask/*I*/(1); }")]
    [InlineData("class C<T> { [TrackLlmCall(\"m\")] private T Ask(T x) => x; T M(T x) => Ask/*I*/(x); static class N { [TrackLlmCall(\"m\")] static string Ask() => \"\"; static string M() => Ask/*R*/(); } }")]
    [InlineData("class C { [TrackLlmCall(\"m\")] string Ask() => \"\"; string M() =>\n// Ask once\nAsk/*I*/(); }")]
    [InlineData("class C { void M() { Ask/*R*/(); [TrackLlmCall(\"m\")] string Ask() => \"\"; } }")]
    [InlineData("interface IS<T> where T : IS<T> { [TrackLlmCall(\"m\")] static abstract string Ask(); } class C { string M<T>() where T : IS<T> => T.Ask/*R*/(); }")]
    [InlineData("class C { [TrackLlmCall] object M(ChatClient c) => c.CompleteChat/*I*/(\"x\"); object N(ChatClient c) => c.CompleteChat/*R*/(\"x\"); [BudgetIgnore(\"why\")] object O(ChatClient c) => c.CompleteChat/*X*/(\"x\"); }")]
    [InlineData("[TrackLlmCall] class C { object A(ChatClient c) => c.CompleteChatStreamingAsync/*I*/(\"x\"); Func<ChatMessage[], object> M(ChatClient c) => c.CompleteChat/*R*/; object N(ChatClient c, dynamic d) => c.CompleteChat/*R*/(d); object O(ChatClient c) => c.CompleteChat/*I*/((System.ClientModel.BinaryContent)null!); }")]
    [InlineData("[TrackLlmCall] class C { object A(Anthropic.AnthropicClient c) => c.Messages.Create/*I*/(null!); object B(Anthropic.AnthropicClient c) => c.Beta.Messages.Create/*I*/(null!); object D(Anthropic.AnthropicClient c) => c.Messages.CreateStreaming/*I*/(null!); }")]
    [InlineData("[TrackLlmCall] class C { object A(Microsoft.Extensions.AI.IChatClient c) => c.GetResponseAsync/*I*/([]); object B(Microsoft.Extensions.AI.IChatClient c) => Microsoft.Extensions.AI.ChatClientExtensions.GetStreamingResponseAsync/*I*/(c, \"x\"); }")]
    [InlineData("[TrackLlmCall] class C { object A(OpenAI.Embeddings.EmbeddingClient c) => c.GenerateEmbedding/*I*/(\"x\"); } class D { object A(OpenAI.Embeddings.EmbeddingClient c) => c.GenerateEmbedding/*R*/(\"x\"); }")]
    [InlineData("[TrackLlmCall] class C(Microsoft.Extensions.AI.IChatClient i) : Microsoft.Extensions.AI.DelegatingChatClient(i) { public override Task<Microsoft.Extensions.AI.ChatResponse> GetResponseAsync(IEnumerable<Microsoft.Extensions.AI.ChatMessage> m, Microsoft.Extensions.AI.ChatOptions? o = null, CancellationToken t = default) => base.GetResponseAsync/*X*/(m, o, t); object M() => GetResponseAsync/*I*/([]); }")]
    public Task Each_paid_call_is_intercepted_or_reported_or_ignored_on_purpose(string text) => Check([("Program.cs", Frame), ("Case.cs", "using BudgetGen;\n" + text)], []);

    [Theory]
    [InlineData("class C { object M(ChatClient c) => c.CompleteChat/*I*/(\"x\"); [BudgetIgnore(\"why\")] object N(ChatClient c) => c.CompleteChat/*X*/(\"x\"); Func<ChatMessage[], object> O(ChatClient c) => c.CompleteChat/*R*/; }")]
    [InlineData("[BudgetIgnore(\"why\")] class C { object M(ChatClient c) => c.CompleteChat/*X*/(\"x\"); [TrackLlmCall] object N(ChatClient c) => c.CompleteChat/*I*/(\"x\"); }")]
    [InlineData("class C { object M(OpenAI.Embeddings.EmbeddingClient c) => c.GenerateEmbedding/*I*/(\"x\"); object N(ChatClient c, dynamic d) => c.CompleteChat/*R*/(d); object F = new ChatClient(\"m\", \"k\").CompleteChat/*I*/(\"x\"); }")]
    [InlineData("class C { object M(Bot b, Microsoft.Extensions.AI.IChatClient c) { b.Ask/*I*/(\"x\"); return c.GetResponseAsync/*I*/([]); } [TrackLlmCall] string Ask(ChatClient c) => Help(c); string Help(ChatClient c) => c.CompleteChat/*I*/(\"x\").Value.Id; string R(ChatClient c) => Ask/*I*/(c); }")]
    public Task Also_where_the_project_tracks_all(string text) => Check([("Program.cs", Frame), ("Case.cs", "using BudgetGen;\n" + text)], [], trackAll: true);

    [Fact]
    public Task Also_where_a_client_meters_itself() => Check(
        [("Program.cs", """
            using BudgetGen;
            using Microsoft.Extensions.AI;
            class C { object M(TrackedChatClient c) => c.GetResponseAsync/*X*/([]); object N(TrackedChatClient c) => c.GetStreamingResponseAsync/*X*/("x"); object O(IChatClient c) => c.GetResponseAsync/*R*/([]); }
            [TrackLlmCall] class D { object M(TrackedChatClient c) => ChatClientExtensions.GetResponseAsync/*X*/(c, "x"); object N(IChatClient c) => c.WithBudget().GetResponseAsync/*X*/("x"); object O(IChatClient c) => c.GetResponseAsync/*I*/([]); }
            """)], []);

    [Fact]
    public Task Also_where_a_generator_of_vectors_meters_itself() => Check(
        [("Program.cs", """
            using BudgetGen;
            using Microsoft.Extensions.AI;
            class C { object M(TrackedEmbeddingGenerator<string, Embedding<float>> g) => g.GenerateAsync/*X*/(["x"]); object N(TrackedEmbeddingGenerator<string, Embedding<float>> g) => g.GenerateVectorAsync/*X*/("x"); object O(IEmbeddingGenerator<string, Embedding<float>> g) => g.GenerateVectorAsync/*R*/("x"); }
            [TrackLlmCall] class D { object M<T>(TrackedEmbeddingGenerator<T, Embedding<float>> g, T x) => EmbeddingGeneratorExtensions.GenerateAsync/*X*/(g, x); object N(IEmbeddingGenerator<string, Embedding<float>> g) => g.WithBudget().GenerateAndZipAsync/*X*/(["x"]); object O(IEmbeddingGenerator<string, Embedding<float>> g) => g.GenerateVectorAsync/*I*/("x"); }
            """)], []);

    [Fact]
    public Task Also_behind_a_decorator() => Check(
        [("Program.cs", """
            using BudgetGen;
            [GenerateTrackedDecorator] public interface IAsks<T> { [TrackLlmCall("m", "{user}")] T Ask(string user); int Count(int n); string Name { get; } }
            class C { string M(IAsks<string> asks) => asks.Ask/*I*/("x"); }
            """)], []);

    [Fact]
    public async Task What_a_decorator_passes_on_is_not_reported()
    {
        Program program = Program.Of("[assembly: BudgetGen.GenerateTrackedDecorator(typeof(Microsoft.Extensions.AI.IChatClient), Name = \"Idle\")]");
        CSharpGeneratorDriver.Create([new BudgetGenerator().AsSourceGenerator()], parseOptions: program.ParseOptions).RunGeneratorsAndUpdateCompilation(program.Compile(), out Compilation compilation, out _);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        Assert.NotNull(compilation.GetTypeByMetadataName("Microsoft.Extensions.AI.Idle"));
        ImmutableArray<Diagnostic> diagnostics = await compilation.WithAnalyzers(Program.Analyzers, program.Options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["BGN032"], diagnostics.Select(static diagnostic => diagnostic.Id));
    }

    [Fact]
    public Task Also_in_top_level_statements() =>
        Check([("Bot.cs", Frame), ("Program.cs", "new Bot().Ask/*I*/(\"x\"); new ChatClient(\"m\", \"k\").CompleteChat/*R*/(\"x\");")], []);

    [Fact]
    public Task Also_in_files_with_the_same_text() => Check(
        [("Bot.cs", Frame), ("One.cs", "file class C { string M(Bot b) => b.Ask/*R*/(\"x\"); }"), ("Two.cs", "file class C { string M(Bot b) => b.Ask/*R*/(\"x\"); }")], []);

    [Fact]
    public Task Also_in_code_that_another_generator_wrote() => Check(
        [("Bot.cs", Frame), ("Page.cs", "partial class Page { string M(Bot b) => b.Ask/*I*/(\"x\"); }")],
        [("Page_razor.g.cs", """
            partial class Page
            {
                string N(Bot b) => b.Ask/*R*/("x");
                object O(ChatClient c) => c.CompleteChat/*R*/("x");
                [BudgetGen.TrackLlmCall] object P(ChatClient c) => c.CompleteChat/*R*/("x");
            }
            """)]);

    [Fact]
    public Task A_file_that_only_looks_generated_is_intercepted() =>
        Check([("Bot.cs", Frame), ("Page.g.cs", "// <auto-generated/>\nclass Page { string M(Bot b) => b.Ask/*I*/(\"x\"); }")], []);

    private static async Task Check((string, string)[] files, (string Path, string Text)[] written, bool trackAll = false)
    {
        Program program = new() { Files = [.. files], TrackAll = trackAll };
        CSharpGeneratorDriver.Create([new BudgetGenerator().AsSourceGenerator()], parseOptions: program.ParseOptions, optionsProvider: program.Options.AnalyzerConfigOptionsProvider)
            .RunGeneratorsAndUpdateCompilation(program.Compile(), out Compilation compilation, out ImmutableArray<Diagnostic> faults);
        Assert.Empty(faults);
        compilation = compilation.AddSyntaxTrees(written.Select(file => CSharpSyntaxTree.ParseText(file.Text, program.ParseOptions, "/obj/generated/" + file.Path, System.Text.Encoding.UTF8)));
        Assert.Empty(compilation.Emit(Stream.Null).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        ImmutableArray<Diagnostic> diagnostics = await compilation.WithAnalyzers(Program.Analyzers, program.Options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == "BGN900");
        ILookup<Location, string> reports = diagnostics.Where(diagnostic => _callRules.Contains(diagnostic.Id)).ToLookup(diagnostic => diagnostic.Location, diagnostic => diagnostic.Id);
        int paid = 0;
        foreach ((SimpleNameSyntax name, bool isIntercepted) in Uses(compilation))
        {
            paid++;
            string fate = (isIntercepted, reports[name.GetLocation()].Count()) switch
            {
                (true, 0) => "I",
                (false, 1) => "R",
                (false, 0) => "X",
                var (intercepted, count) => $"intercepted: {intercepted}, reported: {count}",
            };
            Assert.Equal($"{name} {name.Identifier.TrailingTrivia}", $"{name} /*{fate}*/");
        }

        Assert.Equal(diagnostics.Count(diagnostic => _callRules.Contains(diagnostic.Id)), Uses(compilation).Sum(use => reports[use.Name.GetLocation()].Count()));
        Assert.NotEqual(0, paid);
        InventoryAgreement.Check(program, diagnostics);
    }

    /// <summary>Every use of a paid name in the files that are not ours, and whether the compiler puts an interceptor in its place.</summary>
    private static IEnumerable<(SimpleNameSyntax Name, bool IsIntercepted)> Uses(Compilation compilation) =>
        from tree in compilation.SyntaxTrees
        where tree.GetRoot().DescendantNodes().OfType<NamespaceDeclarationSyntax>().All(space => !space.Name.ToString().StartsWith("BudgetGen.Generated", StringComparison.Ordinal))
        let model = compilation.GetSemanticModel(tree)
        from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        where _paid.Contains(name.Identifier.ValueText)
        let call = name.FirstAncestorOrSelf<InvocationExpressionSyntax>(invocation => model.GetOperation(invocation) is { } operation && CallLocation.Of(operation) == name.GetLocation())
        select (name, call is not null && model.GetOperation(call) is IInvocationOperation { TargetMethod.MethodKind: MethodKind.Ordinary or MethodKind.ReducedExtension } && model.GetInterceptorMethod(call) is not null);
}
