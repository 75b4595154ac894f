using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Which names of SDK methods are worth a look: those of the libraries that the compilation references.</summary>
internal static class SdkMethodNames
{
    /// <summary>Names of methods that can be metered, sorted.</summary>
    public static IReadOnlyCollection<string> Metered(Compilation compilation) =>
        Of(compilation, KnownSdkCalls.All.Where(call => call.Template != SdkTemplate.None));

    /// <summary>Names of all methods in the table, sorted.</summary>
    public static IReadOnlyCollection<string> All(Compilation compilation) => Of(compilation, KnownSdkCalls.All);

    private static IReadOnlyCollection<string> Of(Compilation compilation, IEnumerable<KnownSdkCall> calls)
    {
        var referenced = new HashSet<string>(compilation.ReferencedAssemblyNames.Select(assembly => assembly.Name), StringComparer.Ordinal) { compilation.AssemblyName ?? "" };
        return [.. calls.Where(call => referenced.Contains(call.Assembly)).Select(call => call.Method).Distinct().OrderBy(name => name, StringComparer.Ordinal)];
    }
}
