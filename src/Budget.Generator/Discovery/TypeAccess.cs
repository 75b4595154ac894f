using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Whether generated code in the same assembly may name the types of a signature.</summary>
internal static class TypeAccess
{
    /// <summary>A type in the method's signature, its containing types or its constraints that generated code cannot name, or null.</summary>
    public static ITypeSymbol? FirstInaccessible(IMethodSymbol method, Compilation compilation) =>
        SignatureTypes(method).Select(type => Inaccessible(type, compilation)).FirstOrDefault(type => type is not null);

    /// <summary>The type, or one in it, that generated code cannot name, or null.</summary>
    public static ITypeSymbol? FirstInaccessible(ITypeSymbol type, Compilation compilation) => Inaccessible(type, compilation);

    /// <summary>All types that an interceptor of the method has to spell out.</summary>
    private static IEnumerable<ITypeSymbol> SignatureTypes(IMethodSymbol method)
    {
        yield return method.ReturnType;
        foreach (IParameterSymbol parameter in method.Parameters)
            yield return parameter.Type;
        foreach (ITypeSymbol constraint in method.TypeParameters.SelectMany(parameter => parameter.ConstraintTypes))
            yield return constraint;

        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.ExtensionParameter is { } receiver)
                yield return receiver.Type;
            if (!type.IsExtension)
                yield return type;
            foreach (ITypeSymbol constraint in type.TypeParameters.SelectMany(parameter => parameter.ConstraintTypes))
                yield return constraint;
        }
    }

    private static ITypeSymbol? Inaccessible(ITypeSymbol type, Compilation compilation) => type switch
    {
        IArrayTypeSymbol array => Inaccessible(array.ElementType, compilation),
        IPointerTypeSymbol pointer => Inaccessible(pointer.PointedAtType, compilation),
        IFunctionPointerTypeSymbol function => InaccessibleIn([function.Signature.ReturnType, .. function.Signature.Parameters.Select(parameter => parameter.Type)], compilation),
        INamedTypeSymbol named when IsHidden(named, compilation) => named,
        INamedTypeSymbol named => InaccessibleIn(named.TypeArguments, compilation),
        _ => null,
    };

    private static ITypeSymbol? InaccessibleIn(IEnumerable<ITypeSymbol> types, Compilation compilation) =>
        types.Select(type => Inaccessible(type, compilation)).FirstOrDefault(type => type is not null);

    private static bool IsHidden(INamedTypeSymbol type, Compilation compilation)
    {
        for (INamedTypeSymbol? outer = type; outer is not null; outer = outer.ContainingType)
        {
            if (outer.IsFileLocal)
                return true;
        }

        return !compilation.IsSymbolAccessibleWithin(type.OriginalDefinition, compilation.Assembly);
    }
}
