using System.Collections.Immutable;
using System.Text;
using BudgetGen.Generator.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Analyzers.Tests.Harness;

/// <summary>A program as a project with our package would compile it, and what all our analyzers say about it.</summary>
internal sealed record Program
{
    // A project has ImplicitUsings; without them every test would begin with the same lines.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using OpenAI.Chat;
        """;

    // Most tests are not about models. The names that they use have a price.
    private const string OwnPrices = """
        { "schema": "budgetgen-prices/1", "version": "1", "prices": [
          { "id": "acme/m", "provider": "acme", "model": "m", "match": { "equals": ["model", "n"] }, "unit": "1M tokens", "price": { "input": "1" }, "source": "https://acme.example", "checked": "2026-11-01" } ] }
        """;

    /// <summary>All analyzers that we ship.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(CallAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>The files by their paths.</summary>
    public ImmutableArray<(string Path, string Text)> Files { get; init; } = [];

    public IReadOnlyList<MetadataReference> References { get; init; } = Harness.References.All;

    public LanguageVersion Language { get; init; } = LanguageVersion.Preview;

    /// <summary>The text of the project's .editorconfig.</summary>
    public string EditorConfig { get; init; } = "";

    /// <summary>Global files with settings, beside the .editorconfig.</summary>
    public ImmutableArray<(string Path, string Text)> GlobalConfigs { get; init; } = [];

    /// <summary>The project's additional files.</summary>
    public ImmutableArray<(string Path, string Text)> AdditionalFiles { get; init; } = [("/src/App/prices.json", OwnPrices)];

    /// <summary>What the project's property InterceptorsNamespaces says.</summary>
    public string InterceptorsNamespaces { get; init; } = "BudgetGen.Generated";

    /// <summary>False if the usual usings would not compile.</summary>
    public bool GlobalUsings { get; init; } = true;

    /// <summary>True if the project has BudgetTrackAll on.</summary>
    public bool TrackAll { get; init; }

    /// <summary>True if the program is broken on purpose.</summary>
    public bool HasErrors { get; init; }

    public static Program Of(string text, string path = "Program.cs") => new() { Files = [(path, text)] };

    public CSharpParseOptions ParseOptions => new CSharpParseOptions(Language).WithFeatures(InterceptorsNamespaces.Length == 0 ? [] : [new("InterceptorsNamespaces", InterceptorsNamespaces)]);

    public AnalyzerOptions Options => Harness.Options.Of(this);

    public CSharpCompilation Compile()
    {
        SyntaxTree[] trees = [.. Files.Append(("obj/App.GlobalUsings.g.cs", GlobalUsings && Language >= LanguageVersion.CSharp10 ? ImplicitUsings : "")).Select(file => Parse(file.Item2, file.Item1))];
        bool isProgram = trees.Any(tree => tree.GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax));
        CSharpCompilationOptions options = new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: Language < LanguageVersion.CSharp8 ? NullableContextOptions.Disable : NullableContextOptions.Enable,
            allowUnsafe: true)
            .WithSyntaxTreeOptionsProvider(new EditorConfig(EditorConfig, [.. GlobalConfigs]));
        var compilation = CSharpCompilation.Create("App", trees, References, options);
        if (!HasErrors)
            Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return compilation;
    }

    /// <summary>What our analyzers report, in the order of the text. Suppressed diagnostics are not among them.</summary>
    public async Task<ImmutableArray<Diagnostic>> AnalyseAsync()
    {
        ImmutableArray<Diagnostic> found = await Compile().WithAnalyzers(Analyzers, Options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. found.Where(diagnostic => !diagnostic.IsSuppressed).OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), ParseOptions, "/src/App/" + path);
}
