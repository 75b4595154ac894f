using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Which base and interface members a method stands for. An attribute on those is not on the method itself.</summary>
internal static class MemberRelations
{
    /// <summary>The method, the methods it overrides, and the interface members it implements, nearest first; all as original definitions.</summary>
    public static IEnumerable<IMethodSymbol> SelfAndWhatItFulfils(IMethodSymbol method) => AsSeenFrom(method).Select(member => member.OriginalDefinition);

    /// <summary>The same members with the type arguments that they have for this method.</summary>
    public static IEnumerable<IMethodSymbol> AsSeenFrom(IMethodSymbol method)
    {
        var overrides = new List<ISymbol>();
        for (IMethodSymbol? link = method; link is not null; link = link.OverriddenMethod)
        {
            overrides.Add(link.OriginalDefinition);
            yield return WithArgumentsOf(method, link);
        }

        foreach (IMethodSymbol member in ImplementedInterfaceMembers(method, overrides))
            yield return WithArgumentsOf(method, member);
    }

    /// <summary>True if the method is, overrides or implements <paramref name="member"/>.</summary>
    public static bool Fulfils(IMethodSymbol method, IMethodSymbol member) =>
        SelfAndWhatItFulfils(method).Contains(member.OriginalDefinition, SymbolEqualityComparer.Default);

    /// <summary>Full metadata name without assembly: <c>Namespace.Outer+Inner`1</c>.</summary>
    public static string FullMetadataName(INamedTypeSymbol? type)
    {
        if (type is null)
            return "";

        if (type.ContainingType is { } outer)
            return FullMetadataName(outer) + "+" + type.MetadataName;

        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + type.MetadataName : type.MetadataName;
    }

    // A generic member has type parameters of its own; what fulfils it puts its own in their places.
    private static IMethodSymbol WithArgumentsOf(IMethodSymbol method, IMethodSymbol member) =>
        member.IsGenericMethod && !ReferenceEquals(member, method) ? member.OriginalDefinition.Arity == method.Arity ? member.ConstructedFrom.Construct([.. method.TypeArguments]) : member : member;

    private static IEnumerable<IMethodSymbol> ImplementedInterfaceMembers(IMethodSymbol method, List<ISymbol> overrides)
    {
        foreach (IMethodSymbol member in method.ExplicitInterfaceImplementations)
            yield return member;

        if (method.IsStatic || method.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type || method.DeclaredAccessibility != Accessibility.Public)
            yield break;

        foreach (INamedTypeSymbol contract in type.AllInterfaces)
        {
            foreach (IMethodSymbol member in contract.GetMembers(method.Name).OfType<IMethodSymbol>())
            {
                if (type.FindImplementationForInterfaceMember(member) is { } implementation
                    && overrides.Contains(implementation.OriginalDefinition, SymbolEqualityComparer.Default))
                {
                    yield return member;
                }
            }
        }
    }
}
