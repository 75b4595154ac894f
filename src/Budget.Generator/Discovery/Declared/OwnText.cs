using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Declared;

/// <summary>Which values have a text that says what they are, and not only of what type.</summary>
internal static class OwnText
{
    /// <summary>True for text, numbers, enums and types that write themselves; false for those whose <c>ToString</c> is inherited from <see cref="object"/> or made for a record.</summary>
    public static bool IsThere(ITypeSymbol type)
    {
        if (!TextConversion.IsPossible(type))
            return false;

        ITypeSymbol value = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
        if (value.TypeKind == TypeKind.Enum || value.SpecialType == SpecialType.System_String)
            return true;

        for (ITypeSymbol? link = value; link is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; link = link.BaseType)
        {
            if (link.GetMembers(nameof(ToString)).OfType<IMethodSymbol>().Any(method => method is { IsOverride: true, Parameters.IsEmpty: true, IsImplicitlyDeclared: false }) && (!link.IsRecord || !link.DeclaringSyntaxReferences.IsEmpty))
                return true;
        }

        return false;
    }
}
