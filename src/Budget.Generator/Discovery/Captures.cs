using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Which values may travel in a tuple to a static lambda.</summary>
internal static class Captures
{
    /// <summary>False for ref structs, pointers, and type parameters that allow them: they cannot be type arguments.</summary>
    public static bool CanBoxOrCopy(ITypeSymbol type) =>
        !type.IsRefLikeType
        && type.TypeKind is not (TypeKind.Pointer or TypeKind.FunctionPointer)
        && type is not ITypeParameterSymbol { AllowsRefLikeType: true };

    /// <summary>False also for parameters passed by reference.</summary>
    public static bool CanCapture(IParameterSymbol parameter) => parameter.RefKind == RefKind.None && CanBoxOrCopy(parameter.Type);
}
