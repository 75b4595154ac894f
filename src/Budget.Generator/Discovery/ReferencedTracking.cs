using System.Runtime.CompilerServices;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>
/// Names of annotated methods in referenced assemblies. Only assemblies that reference the
/// attributes are walked, each once in its life.
/// </summary>
internal static class ReferencedTracking
{
    private static readonly ConditionalWeakTable<IAssemblySymbol, string[]> _byAssembly = new();

    /// <summary>The distinct names, sorted.</summary>
    public static EquatableArray<string> Names(Compilation compilation) =>
        compilation.SourceModule.ReferencedAssemblySymbols
            .SelectMany(assembly => _byAssembly.GetValue(assembly, static key => KnowsTheAttributes(key) && !IsOurs(key) ? [.. AnnotatedIn(key.GlobalNamespace).Distinct()] : []))
            .Distinct()
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToEquatableArray();

    /// <summary>True if an assembly can hold attributes of ours.</summary>
    public static bool KnowsTheAttributes(IAssemblySymbol assembly) =>
        assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == KnownNames.AttributesAssembly));

    /// <summary>The runtime knows the attributes, annotates nothing, and has more members than most.</summary>
    private static bool IsOurs(IAssemblySymbol assembly) => assembly.Name == KnownNames.RuntimeAssembly;

    private static IEnumerable<string> AnnotatedIn(INamespaceOrTypeSymbol container)
    {
        foreach (ISymbol member in container.GetMembers())
        {
            if (member is INamespaceOrTypeSymbol inner)
            {
                foreach (string name in AnnotatedIn(inner))
                    yield return name;
            }
            else if (member is IMethodSymbol { DeclaredAccessibility: not Accessibility.Private } method && TrackAttribute.On(method) is not null)
            {
                yield return method.Name;
            }
        }
    }
}
