using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Discovery;

/// <summary>
/// The property <c>BudgetTrackAll</c> of a project: every known SDK call in it is tracked as if <c>[assembly: TrackLlmCall]</c> stood there. Generator, rules and fixes read it here and
/// nowhere else, and none of them gets a classifier without saying it.
/// </summary>
internal static class TrackAll
{
    private const string Key = "build_property." + KnownNames.TrackAllProperty;

    /// <summary>True if the project has it on.</summary>
    public static bool IsOn(AnalyzerConfigOptionsProvider options) =>
        options.GlobalOptions.TryGetValue(Key, out string? value) && string.Equals(value.Trim(), "true", StringComparison.OrdinalIgnoreCase);
}
