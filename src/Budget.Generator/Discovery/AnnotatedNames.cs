using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Discovery;

/// <summary>
/// Names of the methods in a compilation's sources that are annotated, by the looks of it: what the generator learns from <c>ForAttributeWithMetadataName</c>, for
/// analyzers. Files are read as text first, so that hardly any is walked through.
/// </summary>
internal static class AnnotatedNames
{
    private const string Word = "TrackLlmCall";

    private static readonly ConditionalWeakTable<SyntaxTree, FileNames> _byTree = new();
    private static readonly ConditionalWeakTable<Compilation, string[]> _aliases = new();

    /// <summary>The names; some may belong to other attributes of that name.</summary>
    public static IEnumerable<string> In(Compilation compilation, CancellationToken cancellationToken)
    {
        string[] aliases = Aliases(compilation, cancellationToken);
        return compilation.SyntaxTrees.SelectMany(tree => aliases.Length == 0 ? Of(tree, cancellationToken).Methods : Methods(tree.GetRoot(cancellationToken), aliases));
    }

    /// <summary>True if anything in a compilation's sources is annotated, by the looks of it: a method, a type, the assembly.</summary>
    public static bool AnyIn(Compilation compilation, CancellationToken cancellationToken)
    {
        if (compilation.SyntaxTrees.Any(tree => Of(tree, cancellationToken).HasAttribute))
            return true;

        string[] aliases = Aliases(compilation, cancellationToken);
        return aliases.Length > 0 && compilation.SyntaxTrees.Any(tree => Attributes(tree.GetRoot(cancellationToken), aliases).Any());
    }

    /// <summary>True if an attribute may be <c>[TrackLlmCall]</c>, so that it is worth binding.</summary>
    public static bool MayBe(AttributeSyntax attribute, Compilation compilation, CancellationToken cancellationToken) =>
        Candidates.SimpleName(attribute.Name is QualifiedNameSyntax qualified ? qualified.Right : attribute.Name) is { Identifier.ValueText: var name }
        && (IsWord(name) || Aliases(compilation, cancellationToken) is { Length: > 0 } aliases && aliases.Contains(name));

    private static string[] Aliases(Compilation compilation, CancellationToken cancellationToken) =>
        _aliases.GetValue(compilation, key => [.. key.SyntaxTrees.SelectMany(tree => Of(tree, cancellationToken).Aliases).Distinct()]);

    private static FileNames Of(SyntaxTree tree, CancellationToken cancellationToken) => _byTree.GetValue(tree, key => Read(key, cancellationToken));

    private static FileNames Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        string text = tree.GetText(cancellationToken).ToString();
        if (text.IndexOf(Word, StringComparison.Ordinal) < 0 && text.IndexOf("\\u", StringComparison.OrdinalIgnoreCase) < 0)
            return FileNames.None;

        SyntaxNode root = tree.GetRoot(cancellationToken);
        return new FileNames(
            Attributes(root, []).Any(),
            [.. Methods(root, []).Distinct()],
            [.. root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                .OfType<UsingDirectiveSyntax>()
                .Where(directive => directive.Alias is not null && IsWord(directive.NamespaceOrType.GetLastToken().ValueText))
                .Select(directive => directive.Alias!.Name.Identifier.ValueText)]);
    }

    private static IEnumerable<string> Methods(SyntaxNode root, string[] aliases)
    {
        foreach (AttributeSyntax attribute in Attributes(root, aliases))
        {
            switch (attribute.Parent?.Parent)
            {
                case MethodDeclarationSyntax method:
                    yield return method.Identifier.ValueText;
                    break;
                case LocalFunctionStatementSyntax local:
                    yield return local.Identifier.ValueText;
                    break;
            }
        }
    }

    private static IEnumerable<AttributeSyntax> Attributes(SyntaxNode root, string[] aliases) => root.DescendantNodes().OfType<AttributeSyntax>()
        .Where(attribute => attribute.Name.GetLastToken().ValueText is var name && (IsWord(name) || aliases.Contains(name)));

    private static bool IsWord(string name) => name is Word or KnownNames.TrackLlmCallAttribute;

    private sealed record FileNames(bool HasAttribute, string[] Methods, string[] Aliases)
    {
        public static FileNames None { get; } = new(false, [], []);
    }
}
