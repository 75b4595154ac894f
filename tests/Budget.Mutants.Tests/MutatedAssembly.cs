using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Mutants.Tests;

/// <summary>
/// Real sources together with their checker, as one assembly: parsed once, compiled once for each mutant with one tree replaced, and run in a load context of
/// its own that is unloaded afterwards.
/// </summary>
internal sealed class MutatedAssembly
{
    /// <summary>How all sources are read.</summary>
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview, DocumentationMode.None);

    private static readonly SyntaxTree s_usings = CSharpSyntaxTree.ParseText(
        """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http;
        global using System.Threading; global using System.Threading.Tasks; global using Xunit; global using BudgetGen.Testing;
        """,
        ParseOptions);

    private readonly IReadOnlyDictionary<string, SyntaxTree> _sources;
    private readonly CSharpCompilation _whole;
    private readonly ResourceDescription[] _resources;

    /// <param name="name">The assembly's name.</param>
    /// <param name="sources">The sources that faults are planted in, by the names that mutants call them.</param>
    /// <param name="checks">Files that check them, one of which has the checker.</param>
    /// <param name="leftOut">Assemblies that the tests themselves have, and the sources stand in for.</param>
    /// <param name="resources">What the sources embed.</param>
    public MutatedAssembly(string name, IReadOnlyDictionary<string, SyntaxTree> sources, IEnumerable<string> checks, IReadOnlySet<string> leftOut, ResourceDescription[] resources)
    {
        (_sources, _resources) = (sources, resources);
        MetadataReference[] references =
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => Path.GetFileName(path) is var file && file != "Budget.Mutants.Tests.dll" && !leftOut.Contains(file))
                .Select(static path => MetadataReference.CreateFromFile(path)),
        ];
        _whole = CSharpCompilation.Create(
            name,
            [.. sources.Values, .. checks.Select(static path => Parse(File.ReadAllText(path), path)), s_usings],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false));
    }

    /// <summary>What the checker says of the sources with a fault: the first difference, or null if it finds none.</summary>
    /// <param name="mutant">The fault; null: none.</param>
    public string? Check(Mutant? mutant)
    {
        byte[] image = Compile(mutant);
        var context = new AssemblyLoadContext(mutant?.Name ?? "unmutated", isCollectible: true);
        try
        {
            using var stream = new MemoryStream(image);
            MethodInfo run = context.LoadFromStream(stream).GetType("BudgetGen.Tests.Mutants.Checks", throwOnError: true)!.GetMethod("Run")!;
            return run.CreateDelegate<Func<string?>>()();
        }
        finally
        {
            context.Unload();
        }
    }

    private byte[] Compile(Mutant? mutant)
    {
        CSharpCompilation compilation = mutant is null ? _whole : _whole.ReplaceSyntaxTree(TreeOf(mutant), Plant(mutant));
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image, manifestResources: _resources);
        Assert.True(result.Success, $"'{mutant?.Name ?? "the sources"}' does not compile: {string.Join(Environment.NewLine, result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Take(5))}");
        return image.ToArray();
    }

    private SyntaxTree TreeOf(Mutant mutant)
    {
        Assert.True(_sources.TryGetValue(mutant.File, out SyntaxTree? tree), $"'{mutant.Name}': there is no file {mutant.File} any more.");
        return tree;
    }

    private SyntaxTree Plant(Mutant mutant)
    {
        string path = TreeOf(mutant).FilePath;
        string text = File.ReadAllText(path).ReplaceLineEndings("\n");
        int at = text.IndexOf(mutant.Find, StringComparison.Ordinal);
        Assert.True(at >= 0 && text.IndexOf(mutant.Find, at + 1, StringComparison.Ordinal) < 0, $"'{mutant.Name}': its text is not exactly once in {mutant.File}. Say what the same fault is in the sources as they are now.");
        return Parse(string.Concat(text.AsSpan(0, at), mutant.Replace, text.AsSpan(at + mutant.Find.Length)), path);
    }

    /// <summary>Reads a source.</summary>
    public static SyntaxTree Parse(string text, string path)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, ParseOptions, path);
        return text.Contains("GeneratedRegex", StringComparison.Ordinal) ? tree.WithRootAndOptions(new WithoutGenerators().Visit(tree.GetRoot()), ParseOptions) : tree;
    }

    /// <summary>A method that a generator writes in a build makes its expression itself here.</summary>
    private sealed class WithoutGenerators : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
        {
            AttributeSyntax? regex = node.AttributeLists.SelectMany(static list => list.Attributes).FirstOrDefault(static a => a.Name.ToString() == "GeneratedRegex");
            if (regex is null)
                return base.VisitMethodDeclaration(node);

            return node
                .WithAttributeLists([])
                .WithModifiers([.. node.Modifiers.Where(static m => !m.IsKind(SyntaxKind.PartialKeyword))])
                .WithExpressionBody(SyntaxFactory.ArrowExpressionClause(SyntaxFactory.ParseExpression($"new {node.ReturnType}{regex.ArgumentList}")))
                .NormalizeWhitespace();
        }
    }
}
