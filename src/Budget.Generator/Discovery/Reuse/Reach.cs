using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>
/// Whose expressions can have a type: who says the type's name, or the name of something whose declaration says it, and so on. An expression has its type from the names in it;
/// what is meant without a name counts to the type that it is in.
/// </summary>
/// <remarks>Names are not bound, so a namesake may lead too far, and never not far enough.</remarks>
internal sealed class Reach(Compilation compilation, CancellationToken cancellationToken)
{
    // Beyond that it is cheaper to look at the calls than at who may have to.
    private const int MostNames = 400;

    private readonly SyntaxTree[] _trees = [.. compilation.SyntaxTrees];

    /// <summary>The names of all that can have one of the types; null: nearly everybody can.</summary>
    public NameSet? Of(IEnumerable<string> types)
    {
        var reached = new HashSet<string>(types, StringComparer.Ordinal);
        for (string[] news = [.. reached.SelectMany(WithoutSuffix)]; news.Length > 0;)
        {
            reached.UnionWith(news);
            if (reached.Count > MostNames || Declared(NameSet.Once(news)) is not { } next)
                return null;
            news = [.. next.SelectMany(WithoutSuffix).Distinct().Where(name => !reached.Contains(name))];
        }

        return NameSet.Once(reached);
    }

    /// <summary>How many files say one of the names, up to a number.</summary>
    public int Speakers(NameSet names, int most) => _trees.Where(tree => SpokenNames.HasAny(tree, names, cancellationToken)).Take(most).Count();

    /// <summary>The names of what says one of the names; null: everybody means it.</summary>
    private HashSet<string>? Declared(NameSet names)
    {
        var declared = new HashSet<string>(StringComparer.Ordinal);
        foreach (SyntaxTree tree in _trees)
        {
            if (!SpokenNames.HasAny(tree, names, cancellationToken))
                continue;

            foreach (DeclaredHead head in Declarations.Of(tree, cancellationToken).Heads)
            {
                if (!SpokenNames.HasAny(tree, head.Span, head.NameStart, names, cancellationToken))
                    continue;
                if (head.Name == DeclaredHead.Everywhere)
                    return null;
                declared.Add(head.Name);
            }
        }

        return declared;
    }

    /// <summary>An attribute is spoken of without its suffix.</summary>
    public static IEnumerable<string> WithoutSuffix(string type)
    {
        const string Attribute = nameof(Attribute);
        yield return type;
        if (type.Length > Attribute.Length && type.EndsWith(Attribute, StringComparison.Ordinal))
            yield return type.Substring(0, type.Length - Attribute.Length);
    }
}
