using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using BudgetGen.Generator.Analysis;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Tests;

/// <summary>Texts that try to be code, in <c>[LlmMethod]</c> and in the names of decorators: what is generated compiles, and a text is a value, a path that binds, or a diagnostic.</summary>
public class HostileDeclarationTests
{
    private const int InBatch = 250;

    private static readonly string[] s_parts =
        ["Model", "Provider", "Prompt", "Attachments", "MaxOutputTokens", "Choices", "InputTokens", "OutputTokens", "CachedTokens", "CacheWriteTokens", "ReasoningTokens", "Text", "ResponseModel", "ResponseId", "Finished", "Status", "type", "method"];

    private static readonly string[] s_paths =
        ["{result.In}", "{result.In} + {result.Out}", "{result.In} * {result.Out}", "{result.Text}", "{result.Done}", "{error.Status}", "{text.Length} * {user.Length}", "{text}", "{user}", " + ", " * ", "12", "{all.Count}", "{result.Raw}", "{result.Count}", "{all}", "{result." + HostileText.Marker + "}", "{result.In + " + HostileText.Marker + "()}"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_text_of_a_declaration_is_a_value_a_path_or_a_diagnostic(int seed)
    {
        var random = new Random(seed);
        (string Part, string Text)[] texts =
        [
            .. Enumerable.Range(0, InBatch).Select(_ => random.GetItems(s_parts, 1)[0]).Select(part => (part, random.Next(3) == 0 ? random.GetItems(s_paths, 1)[0] : HostileText.Of(random, s_paths))),
        ];
        CSharpCompilation compilation = Sources.Compile("App", [.. References.WithoutRuntime, References.RealRuntime], Sources.Tree(Declarations(texts)));
        Generated generated = Generated.From(compilation);
        Assert.Empty(generated.Diagnostics);
        Emitted.Image(generated.Compilation);
        SyntaxNode root = CSharpSyntaxTree.ParseText(generated.Interceptors.Single(), Sources.Options()).GetRoot();
        HostileText.AssertNoCode(root, static name => name.Contains(HostileText.Marker, StringComparison.Ordinal));

        ILookup<int, string> faults = await FaultsAsync(compilation);
        var written = root.DescendantNodes().OfType<MethodDeclarationSyntax>().Select(static method => method.Identifier.ValueText).ToHashSet();
        var literals = root.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.StringLiteralToken)).Select(static token => token.ValueText).ToHashSet();
        for (int i = 0; i < texts.Length; i++)
        {
            (string part, string text) = texts[i];
            bool isMetered = written.Contains($"M{i}InAll");
            Assert.True(isMetered != faults[i].Any(), $"{part} {SymbolDisplay.FormatLiteral(text, quote: true)}: metered {isMetered}, reported {string.Join(", ", faults[i])}");
            if (isMetered && part is "Model" or "Provider" && !text.AsSpan().ContainsAny('{', '}') && !string.IsNullOrWhiteSpace(text))
                Assert.Contains(text, literals);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_name_of_a_decorator_is_a_name_or_a_diagnostic(int seed)
    {
        var random = new Random(seed);
        string[] known =
        [
            "record", "required", "file", "scoped", "extension", "field", "var", "dynamic", "nint", "partial", "where", "await", "async", "yield", "global", "notnull", "unmanaged", "managed", "value", "get", "when", "with",
            "class", "_", "__arglist", "I0", "Ask", "Good", "Gööd", "G\u200bood", "@Good", "Good<T>", "N.Good", "Good\u0301", HostileText.Marker,
        ];
        string[] names = [.. known, .. Enumerable.Range(0, InBatch).Select(_ => HostileText.Of(random))];
        var program = new StringBuilder();
        for (int i = 0; i < names.Length; i++)
            program.Append(CultureInfo.InvariantCulture, $"namespace N{i} {{ [GenerateTrackedDecorator(Name = {SymbolDisplay.FormatLiteral(names[i], quote: true)})] public interface I{i} {{ [TrackLlmCall(\"m\")] string Ask(string text); }} }}\n");
        CSharpCompilation compilation = Sources.Compile(program.ToString());
        Generated generated = Generated.From(compilation);
        Assert.Empty(generated.Diagnostics);

        // Whoever chooses such a name hears from the compiler that the language may take it.
        Emitted.Image(generated.Compilation, "CS8981");

        ImmutableArray<Diagnostic> diagnostics = await compilation.WithAnalyzers([new DecoratorAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.All(diagnostics, static diagnostic => Assert.Equal("BGN031", diagnostic.Id));
        SyntaxNode source = await compilation.SyntaxTrees[0].GetRootAsync(TestContext.Current.CancellationToken);
        var faulty = diagnostics.Select(diagnostic => Number(source.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<InterfaceDeclarationSyntax>()!.Identifier.ValueText)).ToHashSet();
        for (int i = 0; i < names.Length; i++)
        {
            // An identifier has no formatting characters in what it means.
            INamedTypeSymbol[] classes = [.. generated.Compilation.GetTypeByMetadataName($"N{i}.I{i}")!.ContainingNamespace.GetTypeMembers().Where(static type => type.TypeKind == TypeKind.Class)];
            Assert.Equal(faulty.Contains(i) ? [] : [names[i].Replace("\u200b", "", StringComparison.Ordinal)], classes.Select(static type => type.Name));
        }

        Assert.Contains(Array.IndexOf(names, "class"), faulty);
        Assert.DoesNotContain(Array.IndexOf(names, "Good"), faulty);
    }

    private static string Declarations((string Part, string Text)[] texts)
    {
        StringBuilder declarations = new(), methods = new(), calls = new();
        for (int i = 0; i < texts.Length; i++)
        {
            (string part, string text) = texts[i];
            string literal = SymbolDisplay.FormatLiteral(text, quote: true);
            (string target, string property) = part switch
            {
                "type" => ($"{literal}, \"M{i}\"", ""),
                "method" => ($"typeof(Client), {literal}", ""),
                _ => ($"typeof(Client), \"M{i}\"", $", {part} = {literal}"),
            };
            string model = part == "Model" ? "" : ", Model = \"m\"";
            declarations.Append(CultureInfo.InvariantCulture, $"[assembly: LlmMethod({target}{model}{property}, ErrorType = typeof(Refusal))]\n");
            methods.Append(CultureInfo.InvariantCulture, $"    public Answer M{i}(string user, string text, List<string> all) => new();\n");
            calls.Append(CultureInfo.InvariantCulture, $"        c.M{i}(\"a\", \"b\", []);\n");
        }

        return $$"""
            {{declarations}}
            public class Answer { public int In, Out; public string? Text; public bool? Done; public ReadOnlyMemory<byte> Raw; public int Count; }
            public class Refusal : Exception { public int Status; }
            public class Client
            {
            {{methods}}}
            [TrackLlmCall] public class Caller
            {
                public void All(Client c)
                {
            {{calls}}    }
            }
            """;
    }

    /// <summary>What the rules report, by the number of the declaration. Advice on what is not said is none.</summary>
    private static async Task<ILookup<int, string>> FaultsAsync(CSharpCompilation compilation)
    {
        ImmutableArray<DiagnosticAnalyzer> rules = [new DeclaredTargetAnalyzer(), new DeclaredTemplateAnalyzer(), new DeclaredEffectAnalyzer()];
        ImmutableArray<Diagnostic> diagnostics = await compilation.WithAnalyzers(rules).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        SyntaxNode root = await compilation.SyntaxTrees[0].GetRootAsync(TestContext.Current.CancellationToken);
        AttributeListSyntax[] attributes = [.. ((CompilationUnitSyntax)root).AttributeLists];
        Assert.All(diagnostics, static diagnostic => Assert.Contains(diagnostic.Id, (string[])["BGN040", "BGN041", "BGN042"]));
        return diagnostics.ToLookup(diagnostic => Array.IndexOf(attributes, root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeListSyntax>()), static diagnostic => diagnostic.ToString());
    }

    private static int Number(string name) => int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);
}
