using BudgetGen.Generator.Discovery.Libraries;
using BudgetGen.Generator.Model;
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
            if (KnownSdkCalls.Find(MemberRelations.FullMetadataName(candidate.ContainingType), candidate.Name) is { } call)
                return new SdkMatch(call, candidate, IsMetered(call, candidate, target));
        }

        return Unknown(target);
    }

    /// <summary>A member that the table does not have, of a client that it knows: a newer version's, which is never passed over in silence.</summary>
    private static SdkMatch? Unknown(IMethodSymbol target)
    {
        foreach (IMethodSymbol candidate in MemberRelations.SelfAndWhatItFulfils(target))
        {
            if (KnownClients.Assemblies.Contains(candidate.ContainingAssembly?.Name ?? "")
                && IsRequest(candidate)
                && KnownClients.Find(MemberRelations.FullMetadataName(candidate.ContainingType)) is { } client
                && !client.Free.Contains(candidate.Name))
            {
                return new SdkMatch(new KnownSdkCall(client.Assembly, client.Type, candidate.Name, "unknown member", SdkTemplate.None, []) { IsUnknown = true }, candidate, IsMetered: false);
            }
        }

        return null;
    }

    /// <summary>True if a method can send something: it returns a task or a stream.</summary>
    private static bool IsRequest(IMethodSymbol method) =>
        method is { DeclaredAccessibility: Accessibility.Public, MethodKind: MethodKind.Ordinary }
        && ReturnReader.Shape(method).Shape is ReturnShape.Task or ReturnShape.TaskOfResult or ReturnShape.ValueTask or ReturnShape.ValueTaskOfResult or ReturnShape.AsyncStream;

    /// <summary>The method as it was declared: not reduced, not constructed.</summary>
    public static IMethodSymbol Definition(IMethodSymbol method) => (method.ReducedFrom ?? method).OriginalDefinition;

    private static bool IsMetered(KnownSdkCall call, IMethodSymbol known, IMethodSymbol target)
    {
        if (call.Template is SdkTemplate.None or SdkTemplate.Declared || known.IsGenericMethod)
            return false;

        // An override may narrow its return type; the adapter returns the known one.
        if (!SymbolEqualityComparer.Default.Equals(known.ReturnType, target.ReturnType))
            return false;

        IEnumerable<IParameterSymbol> parameters = known.IsExtensionMethod ? known.Parameters.Skip(1) : known.Parameters;
        string signature = string.Join(", ", parameters.Select(parameter => parameter.Type.ToDisplayString(_simpleNames)));
        return call.MeteredOverloads.Contains(signature);
    }
}
