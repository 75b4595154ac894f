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
        foreach (IMethodSymbol seen in MemberRelations.AsSeenFrom(target))
        {
            if (KnownSdkCalls.Find(MemberRelations.FullMetadataName(seen.ContainingType), seen.Name) is not { } call)
                continue;

            // What is free and tells nothing is none of ours.
            bool isMetered = IsMetered(call, seen, target);
            return isMetered || !call.IsFree ? new SdkMatch(call, seen.OriginalDefinition, seen, isMetered) : null;
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
                return new SdkMatch(new KnownSdkCall(client.Assembly, client.Type, candidate.Name, "unknown member", SdkTemplate.None, []) { IsUnknown = true }, candidate, candidate, IsMetered: false);
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

    /// <summary>The parameter types of a method as the table has them: without the receiver, for a generic method behind its type parameters.</summary>
    public static string Signature(IMethodSymbol known)
    {
        IEnumerable<IParameterSymbol> parameters = known.IsExtensionMethod ? known.Parameters.Skip(1) : known.Parameters;
        string types = string.Join(", ", parameters.Select(parameter => parameter.Type.ToDisplayString(_simpleNames)));
        return known.IsGenericMethod ? $"<{string.Join(", ", known.TypeParameters.Select(parameter => parameter.Name))}>({types})" : types;
    }

    private static bool IsMetered(KnownSdkCall call, IMethodSymbol seen, IMethodSymbol target)
    {
        // An override may narrow its return type; the adapter returns the known one.
        return call.Template is not (SdkTemplate.None or SdkTemplate.Declared)
            && SymbolEqualityComparer.Default.Equals(seen.ReturnType, target.ReturnType)
            && call.MeteredOverloads.Contains(Signature(seen.OriginalDefinition))
            && !call.IsTooOld(seen)
            && (call.Returned is null || HandsOver(seen.ReturnType, call.Returned))
            && ImplementsAllOf(call, seen);
    }

    private static bool HandsOver(ITypeSymbol type, string name) =>
        type.Name == name || (type is INamedTypeSymbol { Name: nameof(Task), TypeArguments: [{ } result] } && result.Name == name);

    /// <summary>An adapter that implements the receiver's interface cannot do so for a newer version with more members.</summary>
    private static bool ImplementsAllOf(KnownSdkCall call, IMethodSymbol extension) =>
        call.ImplementedMembers is not { } implemented
        || extension.Parameters[0].Type.GetMembers().All(member => !member.IsAbstract || member is IMethodSymbol { AssociatedSymbol: not null } || implemented.Contains(member.Name));
}
