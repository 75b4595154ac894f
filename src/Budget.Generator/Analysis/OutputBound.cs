using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Analysis;

/// <summary>How much output a request may ask for, as far as its own code shows.</summary>
internal static class OutputBound
{
    private static readonly string[] _names = ["MaxOutputTokenCount", "MaxOutputTokens", "MaxTokens"];

    /// <summary>The property that should have been set; null: the request is bounded, or nobody can tell.</summary>
    public static string? MissingIn(IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter?.Type is { } type && PropertyOf(type) is { IsRequired: false } property)
                return IsSurelyUnbounded(argument, property, call) ? $"{property.ContainingType.Name}.{property.Name}" : null;
        }

        // An overload without options, where another one has them.
        return call.TargetMethod.ContainingType.GetMembers(call.TargetMethod.Name)
            .OfType<IMethodSymbol>()
            .SelectMany(method => method.Parameters)
            .Select(parameter => PropertyOf(parameter.Type))
            .FirstOrDefault(property => property is { IsRequired: false }) is { } other && !call.TargetMethod.Parameters.Any(parameter => PropertyOf(parameter.Type) is not null)
            ? $"{other.ContainingType.Name}.{other.Name}"
            : null;
    }

    private static IPropertySymbol? PropertyOf(ITypeSymbol type)
    {
        for (ITypeSymbol? link = type; link is { SpecialType: SpecialType.None }; link = link.BaseType)
        {
            foreach (string name in _names)
            {
                if (link.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault(property => property.SetMethod is not null) is { } property)
                    return property;
            }
        }

        return null;
    }

    private static bool IsSurelyUnbounded(IArgumentOperation argument, IPropertySymbol property, IInvocationOperation call)
    {
        IOperation value = Unwrap(argument.Value);
        return argument.ArgumentKind == ArgumentKind.DefaultValue
            || value is IDefaultValueOperation or ILiteralOperation { ConstantValue: { HasValue: true, Value: null } }
            || (value is IObjectCreationOperation creation && !MayBound(creation, property))
            || (value is ILocalReferenceOperation local && IsUnboundedLocal(local.Local, property, call));
    }

    private static bool IsUnboundedLocal(ILocalSymbol local, IPropertySymbol property, IInvocationOperation call)
    {
        IOperation root = call;
        while (root.Parent is { } parent)
            root = parent;

        bool isMade = false;
        foreach (IOperation operation in root.Descendants())
        {
            if (operation is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
                isMade = declarator.Initializer is { } initializer && Unwrap(initializer.Value) is IObjectCreationOperation creation && !MayBound(creation, property);
            else if (operation is ILocalReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Local, local) && !IsHarmless(use, property))
                return false;
        }

        return isMade;
    }

    // Another property that is read or set, or the argument of a call of a library: nobody sets the bound there.
    private static bool IsHarmless(ILocalReferenceOperation use, IPropertySymbol property) => use.Parent switch
    {
        IPropertyReferenceOperation { Property: var other } => !SymbolEqualityComparer.Default.Equals(other, property) && !Hides(other),
        IArgumentOperation { Parent: IInvocationOperation call } => call.TargetMethod.ContainingAssembly?.Name == property.ContainingAssembly.Name,
        IConversionOperation { Parent: IArgumentOperation { Parent: IInvocationOperation call } } => call.TargetMethod.ContainingAssembly?.Name == property.ContainingAssembly.Name,
        _ => false,
    };

    private static bool MayBound(IObjectCreationOperation creation, IPropertySymbol property) =>
        creation.Arguments.Any(argument => argument.Value.Type is { } type && PropertyOf(type) is not null)
        || creation.Initializer?.Initializers.OfType<IAssignmentOperation>().Any(assignment =>
            assignment.Target is IPropertyReferenceOperation { Property: var set } && (SymbolEqualityComparer.Default.Equals(set, property) || Hides(set))) == true;

    // Raw options may say anything.
    private static bool Hides(IPropertySymbol property) => property.Name is "RawRepresentationFactory" or "AdditionalProperties" or "Patch";

    private static IOperation Unwrap(IOperation value) => value is IConversionOperation { IsImplicit: true } conversion ? Unwrap(conversion.Operand) : value;
}
