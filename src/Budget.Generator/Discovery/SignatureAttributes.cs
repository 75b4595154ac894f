using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Attributes of a signature that its interceptor has to answer.</summary>
internal static class SignatureAttributes
{
    /// <summary>True for <c>[UnscopedRef]</c>; dropping it is CS9156.</summary>
    public static bool IsUnscoped(ISymbol symbol) => Has(symbol, "UnscopedRefAttribute");

    /// <summary>True if the member or a type around it is obsolete.</summary>
    public static bool IsObsolete(ISymbol member)
    {
        for (ISymbol? symbol = member; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (Has(symbol, nameof(ObsoleteAttribute)))
                return true;
        }

        return false;
    }

    /// <summary>Diagnostic ids of <c>[Experimental]</c> on the method and on the types that it names, sorted.</summary>
    public static IEnumerable<string> ExperimentalIds(IMethodSymbol method)
    {
        IEnumerable<ISymbol> symbols = Named(method.ReturnType).Concat(method.Parameters.SelectMany(parameter => Named(parameter.Type))).Append(method);
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
            symbols = symbols.Append(type);

        return symbols
            .SelectMany(symbol => symbol.GetAttributes())
            .Where(data => data.AttributeClass?.Name == "ExperimentalAttribute" && data.ConstructorArguments.Length == 1)
            .Select(data => data.ConstructorArguments[0].Value as string ?? "")
            .Where(id => id.Length > 0)
            .Distinct()
            .OrderBy(id => id, StringComparer.Ordinal);
    }

    private static IEnumerable<ISymbol> Named(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Named(array.ElementType),
        IPointerTypeSymbol pointer => Named(pointer.PointedAtType),
        INamedTypeSymbol named => named.TypeArguments.SelectMany(Named).Prepend(named.OriginalDefinition),
        _ => [],
    };

    private static bool Has(ISymbol symbol, string attribute) => symbol.GetAttributes().Any(data => data.AttributeClass?.Name == attribute);
}
