using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Decorators;

/// <summary>The class that is to be written: where it stands, and its type parameters, which keep the interface's names.</summary>
/// <param name="Namespace">The interface's namespace; empty for the global one.</param>
/// <param name="Name">The class's simple name.</param>
/// <param name="TypeParameters">Those of the interface and of the types around it, from the outside in; none for a closed type.</param>
internal sealed record DecoratorShape(string Namespace, string Name, IReadOnlyList<ITypeParameterSymbol> TypeParameters)
{
    /// <summary>Prints types as the class's head says them.</summary>
    public TypePrinter Types { get; } = new(new Dictionary<ITypeParameterSymbol, string>(SymbolEqualityComparer.Default));

    /// <summary>The type parameters in angle brackets, or empty.</summary>
    public string TypeParameterList => TypeParameters.Count == 0 ? "" : $"<{string.Join(", ", TypeParameters.Select(parameter => NameScope.Escape(parameter.Name)))}>";

    public static DecoratorShape Of(INamedTypeSymbol contract, string name)
    {
        var types = new Stack<INamedTypeSymbol>();
        for (INamedTypeSymbol? type = contract; type is not null && SymbolEqualityComparer.Default.Equals(type, type.OriginalDefinition); type = type.ContainingType)
            types.Push(type);
        string space = contract.ContainingNamespace is { IsGlobalNamespace: false } found ? found.ToDisplayString() : "";
        return new DecoratorShape(space, name, [.. types.SelectMany(type => type.TypeParameters)]);
    }
}
