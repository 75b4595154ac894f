using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Mutants.Tests;

/// <summary>
/// The real sources of the runtime together with the checker, as one assembly: parsed once, compiled once for each mutant with one tree replaced, and run in a load context of
/// its own that is unloaded afterwards.
/// </summary>
internal sealed class MutatedRuntime
{
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Preview, DocumentationMode.None);
    private static readonly SyntaxTree s_usings = CSharpSyntaxTree.ParseText(
        """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http;
        global using System.Threading; global using System.Threading.Tasks; global using Xunit; global using BudgetGen.Testing;
        """,
        s_parse);

    private readonly Dictionary<string, SyntaxTree> _sources = [];
    private readonly CSharpCompilation _whole;
    private readonly ResourceDescription[] _resources;

    /// <param name="proof">What is run with each fault.</param>
    public MutatedRuntime(Proof proof)
    {
        string runtime = Repository.Source("Budget.Runtime");
        foreach (string path in Repository.Files(runtime))
        {
            string name = Path.GetRelativePath(runtime, path).Replace('\\', '/');
            SyntaxTree tree = Parse(File.ReadAllText(path), path);
            _sources.Add(name, proof.ClosedRooms.Contains(name.Split('/')[0]) ? Closed(tree) : tree);
        }

        // The files that the runtime shares with the generator.
        foreach (string name in (string[])["ExtensionsAIChat.cs", "ExtensionsAIEmbeddings.cs"])
        {
            string shared = Path.Combine(Repository.Source("Budget.Generator"), "Emit", "Templates", name);
            SyntaxTree template = Parse(File.ReadAllText(shared), shared);
            _sources.Add("Tracking/" + name, proof.ClosedRooms.Contains("Tracking") ? Closed(template) : template);
        }

        string tests = Path.Combine(Repository.Root, "tests");
        string checker = Path.Combine(tests, "Budget.Mutants.Tests", "Checker");
        IEnumerable<string> checks = [.. proof.Tests.Select(file => Path.Combine(tests, "Budget.Runtime.Tests", file)), .. Directory.GetFiles(checker, "*.cs"), .. Repository.Files(Path.Combine(checker, proof.Folder))];
        MetadataReference[] references =
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(static path => Path.GetFileName(path) is not ("Budget.Runtime.dll" or "Budget.Mutants.Tests.dll"))
                .Select(static path => MetadataReference.CreateFromFile(path)),
        ];
        _whole = CSharpCompilation.Create(
            "Budget.Runtime.Mutant",
            [.. _sources.Values, .. checks.Select(static path => Parse(File.ReadAllText(path), path)), s_usings],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false));
        string book = Path.Combine(runtime, "Pricing", "Book");
        _resources = [.. Directory.GetFiles(book, "*.json").Select(static path => new ResourceDescription("BudgetGen.Pricing.Book." + Path.GetFileName(path), () => File.OpenRead(path), isPublic: true))];
    }

    /// <summary>What the checker says of the runtime with a fault: the first difference, or null if it finds none.</summary>
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

    private static SyntaxTree Closed(SyntaxTree tree) => tree.WithRootAndOptions(new WithoutBodies().Visit(tree.GetRoot()), s_parse);

    private static SyntaxTree Parse(string text, string path)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, s_parse, path);
        return text.Contains("GeneratedRegex", StringComparison.Ordinal) ? tree.WithRootAndOptions(new WithoutGenerators().Visit(tree.GetRoot()), s_parse) : tree;
    }

    private sealed class WithoutBodies : CSharpSyntaxRewriter
    {
        private static readonly ArrowExpressionClauseSyntax s_nothing = SyntaxFactory.ArrowExpressionClause(SyntaxFactory.ParseExpression(" throw null!"));

        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) => node is { Body: null, ExpressionBody: null }
            ? node
            : node.WithModifiers([.. node.Modifiers.Where(static m => !m.IsKind(SyntaxKind.AsyncKeyword))]).WithBody(null).WithExpressionBody(s_nothing).WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken));
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
