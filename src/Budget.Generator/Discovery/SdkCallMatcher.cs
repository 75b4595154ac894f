using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Recognises known SDK methods behind subclasses, wrappers and interface implementations.</summary>
internal static class SdkCallMatcher
{
    // Overloads are told apart by the simple names of their parameter types: short, and stable from one SDK version to the next.
    private static readonly SymbolDisplayFormat _simpleNames = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>What the method is to the table, or null if it is not in it.</summary>
    public static SdkMatch? Match(IMethodSymbol method)
    {
        IMethodSymbol target = Definition(method);
        foreach (IMethodSymbol candidate in MemberRelations.SelfAndWhatItFulfils(target))
        {
            if (KnownSdkCalls.Find(MemberRelations.FullMetadataName(candidate.ContainingType), candidate.Name) is not { } call)
                continue;

            // What is free and tells nothing is none of ours.
            bool isMetered = IsMetered(call, candidate, target);
            return isMetered || !call.IsFree ? new SdkMatch(call, candidate, isMetered) : null;
        }

        return null;
    }

    /// <summary>The method as it was declared: not reduced, not constructed.</summary>
    public static IMethodSymbol Definition(IMethodSymbol method) => (method.ReducedFrom ?? method).OriginalDefinition;

    private static bool IsMetered(KnownSdkCall call, IMethodSymbol known, IMethodSymbol target)
    {
        if (call.Template == SdkTemplate.None || known.IsGenericMethod)
            return false;

        // An override may narrow its return type; the adapter returns the known one.
        if (!SymbolEqualityComparer.Default.Equals(known.ReturnType, target.ReturnType))
            return false;

        return call.MeteredOverloads.Contains(Signature(known));
    }

    /// <summary>The parameter types of a method as the table has them.</summary>
    public static string Signature(IMethodSymbol method)
    {
        IEnumerable<IParameterSymbol> parameters = method.IsExtensionMethod ? method.Parameters.Skip(1) : method.Parameters;
        return string.Join(", ", parameters.Select(parameter => parameter.Type.ToDisplayString(_simpleNames)));
    }
}
