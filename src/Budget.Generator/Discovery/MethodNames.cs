using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Members as people write them: <c>Type.Method</c>.</summary>
internal static class MethodNames
{
    /// <summary>The member's name with its type's.</summary>
    public static string Of(ISymbol member)
    {
        if (member is INamedTypeSymbol type)
            return OfType(type);

        string name = member switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } => "new",
            IMethodSymbol { Name: "<Main>$" } => "Main",
            IMethodSymbol { ExplicitInterfaceImplementations.IsEmpty: false } method => method.ExplicitInterfaceImplementations[0].Name,
            _ => member.Name,
        };

        return member.ContainingType is { } containing ? OfType(containing) + "." + name : name;
    }

    private static string OfType(INamedTypeSymbol type) =>
        type switch
        {
            { IsExtension: true, ContainingType: { } holder } => OfType(holder),
            { ContainingType: { } outer } => OfType(outer) + "." + type.Name,
            _ => type.Name,
        };
}
