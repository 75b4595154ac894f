using System.Runtime.CompilerServices;
using BudgetGen.Generator.Discovery.Reuse;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Discovery;

/// <summary>
/// Where one of our attributes stands in a compilation's sources, by the looks of it: some uses may be of other attributes with that name. Files are read as text first and
/// what was found is kept for as long as a file stays as it is, so an edit costs a fraction of what the compiler's own search for attributes takes.
/// </summary>
internal sealed class AttributeUses
{
    // Without aliases and with them.
    private readonly FoundByNames<FileUses> _found = new(Read);
    private readonly ConditionalWeakTable<Compilation, NameSet> _spellings = new();
    private readonly NameSet _ownSpellings;

    private AttributeUses(string name) => _ownSpellings = NameSet.Of(Reach.Spellings(name));

    /// <summary>Uses of <c>[TrackLlmCall]</c>.</summary>
    public static AttributeUses Tracking { get; } = new(KnownNames.TrackLlmCallAttribute);

    /// <summary>Uses of <c>[GenerateTrackedDecorator]</c>.</summary>
    public static AttributeUses Decorating { get; } = new(KnownNames.GenerateTrackedDecoratorAttribute);

    /// <summary>Uses of <c>[BudgetIgnore]</c>.</summary>
    public static AttributeUses Ignoring { get; } = new(KnownNames.BudgetIgnoreAttribute);

    /// <summary>Uses of <c>[LlmMethod]</c>.</summary>
    public static AttributeUses Declaring { get; } = new(KnownNames.LlmMethodAttribute);

    /// <summary>All uses, file by file and in the order of the text.</summary>
    public IEnumerable<AttributeSyntax> In(Compilation compilation, CancellationToken cancellationToken)
    {
        NameSet spellings = Spellings(compilation, cancellationToken);
        return compilation.SyntaxTrees.SelectMany(tree => _found.In(tree, spellings, cancellationToken).Attributes);
    }

    /// <summary>True if an attribute may be this one, so that it is worth binding.</summary>
    public bool MayBe(AttributeSyntax attribute, Compilation compilation, CancellationToken cancellationToken) =>
        Candidates.SimpleName(attribute.Name is QualifiedNameSyntax qualified ? qualified.Right : attribute.Name) is { Identifier.ValueText: var name }
        && Spellings(compilation, cancellationToken).Contains(name);

    /// <summary>What it is called in a compilation: by its own name, and by aliases of it and of these, in whatever file they are.</summary>
    private NameSet Spellings(Compilation compilation, CancellationToken cancellationToken)
    {
        if (_spellings.TryGetValue(compilation, out NameSet? known))
            return known;

        NameSet spellings = _ownSpellings;
        for (string[] aliases = Aliases(); aliases.Length > 0; aliases = Aliases())
            spellings = NameSet.Of(spellings.Concat(aliases));
        return _spellings.GetValue(compilation, _ => spellings);

        string[] Aliases() => [.. compilation.SyntaxTrees.SelectMany(tree => _found.In(tree, spellings, cancellationToken).Aliases).Where(alias => !spellings.Contains(alias))];
    }

    private static FileUses Read(SyntaxTree tree, NameSet spellings, CancellationToken cancellationToken)
    {
        string text = tree.GetText(cancellationToken).ToString();
        if (!spellings.Any(name => text.IndexOf(name, StringComparison.Ordinal) >= 0) && !WordText.MayHideNames(text))
            return FileUses.None;

        SyntaxNode?[] owners = [.. Candidates.Uses(tree, spellings, cancellationToken).Select(OwnerOf)];
        return new FileUses(
            [.. owners.OfType<AttributeSyntax>()],
            [.. owners.OfType<UsingDirectiveSyntax>().Where(directive => directive.Alias is not null).SelectMany(directive => Reach.Spellings(directive.Alias!.Name.Identifier.ValueText))]);
    }

    /// <summary>What a name is the last part of the name of.</summary>
    private static SyntaxNode? OwnerOf(SimpleNameSyntax name)
    {
        SyntaxNode whole = name;
        while (whole.Parent is QualifiedNameSyntax qualified && qualified.Right == whole || whole.Parent is AliasQualifiedNameSyntax alias && alias.Name == whole)
            whole = whole.Parent;
        return whole.Parent;
    }

    private sealed record FileUses(AttributeSyntax[] Attributes, string[] Aliases)
    {
        public static FileUses None { get; } = new([], []);
    }
}
