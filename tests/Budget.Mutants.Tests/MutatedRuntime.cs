using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Mutants.Tests;

/// <summary>The real sources of the runtime.</summary>
internal static class MutatedRuntime
{
    /// <param name="proof">What is run with each fault.</param>
    public static MutatedAssembly With(Proof proof)
    {
        string runtime = Repository.Source("Budget.Runtime");
        var sources = new Dictionary<string, SyntaxTree>();
        foreach (string path in Repository.Files(runtime))
            Add(Path.GetRelativePath(runtime, path).Replace('\\', '/'), path);

        // The files that the runtime shares with the generator.
        foreach (string name in (string[])["ExtensionsAIChat.cs", "ExtensionsAIEmbeddings.cs"])
            Add("Tracking/" + name, Path.Combine(Repository.Source("Budget.Generator"), "Emit", "Templates", name));

        string tests = Path.Combine(Repository.Root, "tests"), checker = Path.Combine(tests, "Budget.Mutants.Tests", "Checker"), book = Path.Combine(runtime, "Pricing", "Book");
        return new MutatedAssembly(
            "Budget.Runtime.Mutant",
            sources,
            [.. proof.Tests.Select(file => Path.Combine(tests, "Budget.Runtime.Tests", file)), .. Directory.GetFiles(checker, "*.cs"), .. Repository.Files(Path.Combine(checker, proof.Folder))],
            new HashSet<string> { "Budget.Runtime.dll" },
            [.. Directory.GetFiles(book, "*.json").Select(static path => new ResourceDescription("BudgetGen.Pricing.Book." + Path.GetFileName(path), () => File.OpenRead(path), isPublic: true))]);

        void Add(string name, string path)
        {
            SyntaxTree tree = MutatedAssembly.Parse(File.ReadAllText(path), path);
            sources.Add(name, proof.ClosedRooms.Contains(name.Split('/')[0]) ? tree.WithRootAndOptions(new WithoutBodies().Visit(tree.GetRoot()), MutatedAssembly.ParseOptions) : tree);
        }
    }

    private sealed class WithoutBodies : CSharpSyntaxRewriter
    {
        private static readonly ArrowExpressionClauseSyntax s_nothing = SyntaxFactory.ArrowExpressionClause(SyntaxFactory.ParseExpression(" throw null!"));

        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) => node is { Body: null, ExpressionBody: null }
            ? node
            : node.WithModifiers([.. node.Modifiers.Where(static m => !m.IsKind(SyntaxKind.AsyncKeyword))]).WithBody(null).WithExpressionBody(s_nothing).WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken));
    }
}
