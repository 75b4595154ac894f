using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Analysis;

/// <summary>Whether a compilation can hold anything that a rule is about; if not, the rule costs nothing.</summary>
internal static class Concern
{
    /// <summary>True if attributes can be written here.</summary>
    public static bool AboutAttributes(Compilation compilation) =>
        compilation.ReferencedAssemblyNames.Any(assembly => assembly.Name == KnownNames.AttributesAssembly);

    /// <summary>True if attributes can be written or a client library can be called.</summary>
    public static bool AboutCalls(Compilation compilation) => AboutAttributes(compilation) || SdkMethodNames.All(compilation).Count > 0;
}
