using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Declared;

/// <summary>Which types are sequences of values, and of what.</summary>
internal static class Sequences
{
    /// <summary>The type of the elements; null for text and for what is no sequence, or one of several kinds.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_String } => null,
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } bare => bare.TypeArguments[0],
        { IsRefLikeType: true } => null,
        INamedTypeSymbol or ITypeParameterSymbol => Single(type),
        _ => null,
    };

    /// <summary>True for a type that says no more than that there is a sequence.</summary>
    public static bool IsBare(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T;

    /// <summary>True for bytes in memory, which are one value and no sequence of numbers.</summary>
    public static bool IsBytes(ITypeSymbol type) => LengthOf(type) is not null;

    /// <summary>The member that says how many bytes there are; null for what is no bytes in memory.</summary>
    public static string? LengthOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } => "Length",
        INamedTypeSymbol { Name: "ReadOnlyMemory" or "Memory" or "ArraySegment", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } memory
            when memory.Arity == 1 && memory.TypeArguments[0].SpecialType == SpecialType.System_Byte => memory.Name == "ArraySegment" ? "Count" : "Length",
        _ => null,
    };

    private static ITypeSymbol? Single(ITypeSymbol type)
    {
        ITypeSymbol? element = null;
        IEnumerable<INamedTypeSymbol> contracts = type is ITypeParameterSymbol parameter
            ? parameter.ConstraintTypes.OfType<INamedTypeSymbol>().SelectMany(constraint => constraint.AllInterfaces.Prepend(constraint))
            : type.AllInterfaces;
        foreach (INamedTypeSymbol contract in contracts)
        {
            if (!IsBare(contract))
                continue;
            if (element is not null && !SymbolEqualityComparer.Default.Equals(element, contract.TypeArguments[0]))
                return null;
            element = contract.TypeArguments[0];
        }

        return element;
    }
}
