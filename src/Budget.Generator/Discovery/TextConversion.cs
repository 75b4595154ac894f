using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>How a value becomes text, the same in every culture.</summary>
internal static class TextConversion
{
    /// <summary>False for values that cannot be boxed or have no text: ref structs, pointers, dynamic.</summary>
    public static bool IsPossible(ITypeSymbol type) =>
        !type.IsRefLikeType
        && type.TypeKind is not (TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Dynamic or TypeKind.Error)
        && type is not ITypeParameterSymbol { AllowsRefLikeType: true };

    /// <summary>What to write after the value; empty for text.</summary>
    public static string Of(ITypeSymbol type, bool mayBeNull)
    {
        if (type.SpecialType == SpecialType.System_String)
            return "";

        ITypeSymbol value = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
        return (mayBeNull ? "?." : ".") + Call(value);
    }

    private static string Call(ITypeSymbol value)
    {
        // Enums and Guid have the same text in every culture; the overloads with a provider are obsolete or longer.
        if (value.TypeKind == TypeKind.Enum || value is { Name: nameof(Guid), ContainingNamespace.Name: nameof(System) })
            return "ToString()";

        if (HasToString(value, "IFormatProvider"))
            return "ToString(CultureInfo.InvariantCulture)";

        return HasToString(value, nameof(String), "IFormatProvider") ? "ToString(null, CultureInfo.InvariantCulture)" : "ToString()";
    }

    private static bool HasToString(ITypeSymbol type, params string[] parameters) =>
        type.GetMembers(nameof(ToString)).OfType<IMethodSymbol>().Any(method =>
            method is { IsStatic: false, DeclaredAccessibility: Accessibility.Public } && method.Parameters.Select(parameter => parameter.Type.Name).SequenceEqual(parameters));
}
