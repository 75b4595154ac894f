using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Discovery;

/// <summary>The methods that a dynamic call could mean.</summary>
internal static class DynamicTargets
{
    /// <summary>Members of the receiver's type by that name; if the receiver itself is dynamic, source methods of that name.</summary>
    public static IReadOnlyCollection<IMethodSymbol> Of(IDynamicInvocationOperation call, Compilation compilation)
    {
        if (call.Operation is not IDynamicMemberReferenceOperation member)
            return [];

        ITypeSymbol? type = member.Instance?.Type ?? member.ContainingType;
        IEnumerable<ISymbol> found = type is null or { TypeKind: TypeKind.Dynamic }
            ? compilation.GetSymbolsWithName(member.MemberName, SymbolFilter.Member)
            : Lineage(type).SelectMany(ancestor => ancestor.GetMembers(member.MemberName));
        return [.. found.OfType<IMethodSymbol>().Select(method => method.OriginalDefinition)];
    }

    private static IEnumerable<ITypeSymbol> Lineage(ITypeSymbol type)
    {
        for (ITypeSymbol? link = type; link is not null; link = link.BaseType)
            yield return link;
        foreach (INamedTypeSymbol contract in type.AllInterfaces)
            yield return contract;
    }
}
