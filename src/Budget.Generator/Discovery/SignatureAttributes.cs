using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Attributes of a signature that its interceptor has to answer.</summary>
internal static class SignatureAttributes
{
    private static readonly string[] _obsolete = ["CS0612", "CS0618"];

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

    /// <summary>Ids of what the compiler says where a method is called and the types of its signature are named: obsolete and experimental ones. Sorted.</summary>
    public static IEnumerable<string> WarningIds(IMethodSymbol method)
    {
        IEnumerable<ISymbol> symbols = Named(method.ReturnType)
            .Concat(method.Parameters.SelectMany(parameter => Named(parameter.Type)))
            .Concat(Constraints(method.TypeParameters))
            .Append(method);
        if (method.AssociatedSymbol is { } property)
            symbols = symbols.Append(property);
        if (method.ContainingType is { } type)
            symbols = symbols.Concat(Named(type));
        return Ids(symbols);
    }

    /// <summary>The same for a type that is named.</summary>
    public static IEnumerable<string> WarningIds(INamedTypeSymbol type) => Ids(Named(type));

    /// <summary>The same for a property or field that is read.</summary>
    public static ImmutableArray<string> ReadIds(ISymbol member) => [.. Ids(member is IPropertySymbol { GetMethod: { } getter } ? [member, getter] : [member])];

    /// <summary>True if reading a property or field is an error that nobody can silence.</summary>
    public static bool IsGone(ISymbol member) =>
        member.GetAttributes().Concat((member as IPropertySymbol)?.GetMethod?.GetAttributes() ?? [])
            .Any(data => data is { AttributeClass.Name: nameof(ObsoleteAttribute), ConstructorArguments: [_, { Value: true }] });

    // What is said of an assembly is said of everything in it.
    private static IEnumerable<string> Ids(IEnumerable<ISymbol> symbols)
    {
        ISymbol[] all = [.. symbols];
        return all
            .Concat(all.Select(symbol => symbol.ContainingModule).Distinct<ISymbol>(SymbolEqualityComparer.Default))
            .Concat(all.Select(symbol => symbol.ContainingAssembly).Distinct<ISymbol>(SymbolEqualityComparer.Default))
            .Where(symbol => symbol is not null)
            .SelectMany(symbol => symbol.GetAttributes())
            .SelectMany(Ids)
            .Distinct()
            .OrderBy(id => id, StringComparer.Ordinal);
    }

    private static IEnumerable<string> Ids(AttributeData data) => data switch
    {
        { AttributeClass.Name: "ExperimentalAttribute", ConstructorArguments: [{ Value: string { Length: > 0 } id }] } => [id],
        { AttributeClass.Name: nameof(ObsoleteAttribute) } => data.NamedArguments.FirstOrDefault(argument => argument.Key == "DiagnosticId").Value.Value is string { Length: > 0 } id ? [id] : _obsolete,
        _ => [],
    };

    private static IEnumerable<ISymbol> Named(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Named(array.ElementType),
        IPointerTypeSymbol pointer => Named(pointer.PointedAtType),
        IFunctionPointerTypeSymbol pointer => pointer.Signature.Parameters.Select(parameter => parameter.Type).Append(pointer.Signature.ReturnType).SelectMany(Named),
        INamedTypeSymbol named => Named(named),
        _ => [],
    };

    /// <summary>The type with those around it, its arguments, and what it asks of its own parameters, which generated code repeats.</summary>
    private static IEnumerable<ISymbol> Named(INamedTypeSymbol named)
    {
        IEnumerable<ISymbol> inner = named.TypeArguments.SelectMany(Named).Prepend(named.OriginalDefinition);
        if (named.IsDefinition)
            inner = inner.Concat(Constraints(named.TypeParameters));
        if (named.ExtensionParameter is { } extended)
            inner = inner.Concat(Named(extended.Type));
        return named.ContainingType is { } outer ? inner.Concat(Named(outer)) : inner;
    }

    // A constraint may be about the type itself, so one is not followed into another.
    private static IEnumerable<ISymbol> Constraints(IEnumerable<ITypeParameterSymbol> parameters) =>
        parameters.SelectMany(parameter => parameter.ConstraintTypes).OfType<INamedTypeSymbol>().SelectMany(type => type.TypeArguments.OfType<INamedTypeSymbol>().Prepend(type)).Select(type => type.OriginalDefinition);

    private static bool Has(ISymbol symbol, string attribute) => symbol.GetAttributes().Any(data => data.AttributeClass?.Name == attribute);
}
