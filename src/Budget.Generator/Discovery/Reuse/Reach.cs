using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>
/// Which files can mean some types. An expression has its type from the names in it: from the type's own, or from that of a member that is declared with it, and then the
/// expression before it has the member's type. What is meant without a name counts to the type that it is in.
/// </summary>
/// <remarks>Names are not bound, so a namesake may lead too far, and never not far enough.</remarks>
internal sealed class Reach
{
    // Beyond these it is cheaper to look at the calls than at who may have to.
    private const int MostTypes = 200;
    private const int Depth = 3;

    private readonly NameSet _names;
    private readonly NameSet _members;
    private readonly Lazy<Reach?> _types;

    private Reach(NameSet names, NameSet members, Func<Reach?> types)
    {
        _names = names;
        _members = members;
        _types = new Lazy<Reach?>(types);
    }

    /// <summary>The names that lead to one of the types by themselves.</summary>
    public NameSet Names => _names;

    /// <summary>The names of members that lead to one of the types.</summary>
    public NameSet Members => _members;

    /// <summary>The reach of types; null: everybody can mean them.</summary>
    /// <param name="types">The simple names of the types.</param>
    /// <param name="trees">All files.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static Reach? Of(IEnumerable<string> types, IReadOnlyList<SyntaxTree> trees, CancellationToken cancellationToken) => Of(types, trees, Depth, cancellationToken);

    /// <summary>True if a file may mean one of the types.</summary>
    public bool Has(SyntaxTree tree, CancellationToken cancellationToken) =>
        SpokenNames.HasAny(tree, _names, cancellationToken)
        || (SpokenNames.HasAny(tree, _members, cancellationToken) && (_types.Value is not { } types || types.Has(tree, cancellationToken)));

    /// <summary>The names that a type is spoken of by: an attribute's also without its suffix.</summary>
    public static IEnumerable<string> Spellings(string type)
    {
        const string Attribute = nameof(Attribute);
        yield return type;
        if (type.Length > Attribute.Length && type.EndsWith(Attribute, StringComparison.Ordinal))
            yield return type.Substring(0, type.Length - Attribute.Length);
    }

    private static Reach? Of(IEnumerable<string> types, IReadOnlyList<SyntaxTree> trees, int depth, CancellationToken cancellationToken)
    {
        // Types that are declared with one of them, and the types of what is meant without a name.
        var names = new HashSet<string>(StringComparer.Ordinal);
        var members = new HashSet<MemberName>();
        for (string[] news = [.. types.SelectMany(Spellings).Distinct()]; news.Length > 0;)
        {
            names.UnionWith(news);
            if (names.Count > MostTypes)
                return null;

            var next = new HashSet<string>(StringComparer.Ordinal);
            foreach (DeclaredHead head in Heads(NameSet.Once(news), trees, cancellationToken))
            {
                if (head.Name == DeclaredHead.Everywhere)
                    return null;
                if (head.Type is { } type)
                    members.Add(new MemberName(head.Name, type));
                else
                    next.UnionWith(Spellings(head.Name));
            }

            news = [.. next.Where(name => !names.Contains(name))];
        }

        // Members of these types themselves need one of them first.
        members.RemoveWhere(member => names.Contains(member.Type));
        string[] owners = [.. members.Select(member => member.Type).Where(type => type != MemberName.Anywhere).Distinct()];
        return new Reach(
            NameSet.Once([.. names, .. members.Where(member => member.Type == MemberName.Anywhere).Select(member => member.Name)]),
            NameSet.Once(members.Where(member => member.Type != MemberName.Anywhere).Select(member => member.Name)),
            () => depth == 0 ? null : Of(owners, trees, depth - 1, CancellationToken.None));
    }

    /// <summary>The pieces that say one of the names.</summary>
    private static IEnumerable<DeclaredHead> Heads(NameSet names, IReadOnlyList<SyntaxTree> trees, CancellationToken cancellationToken) =>
        from tree in trees
        where SpokenNames.HasAny(tree, names, cancellationToken)
        from head in Declarations.Of(tree, cancellationToken).Heads
        where names.Contains(head.Within) || SpokenNames.HasAny(tree, head.Span, head.NameStart, names, cancellationToken)
        select head;
}
