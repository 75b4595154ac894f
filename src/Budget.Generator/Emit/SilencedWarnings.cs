using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Emit;

/// <summary>Warnings that generated code silences: obsolete members warn at the user's call already; what is experimental is an error unless it is silenced.</summary>
internal static class SilencedWarnings
{
    /// <summary>What members of the client libraries can raise: for code whose adapter reads members that are not looked at one by one.</summary>
    public static IReadOnlyList<string> OfLibraries { get; } = ["CS0612", "CS0618", "MEAI001", "OPENAI001", "OPENAI002", "SCME0001"];

    /// <summary>Writes the directive for a file with these calls, if one of them can raise anything.</summary>
    public static void Write(CodeWriter writer, IReadOnlyCollection<CallSite> calls, IEnumerable<string> others)
    {
        IEnumerable<string> ids = calls.SelectMany(call => call.Target.WarningIds).Concat(others).Concat(calls.Any(NamesMore) ? OfLibraries : []);
        string directive = string.Join(", ", ids.Distinct().OrderBy(id => id, StringComparer.Ordinal));
        if (directive.Length > 0)
            writer.Line($"#pragma warning disable {directive}");
    }

    /// <summary>True if the adapter's call names types that the signature does not.</summary>
    private static bool NamesMore(CallSite call) => call.Treatment is AdaptedCall adapted && adapted.TypeArguments.Contains("global::");
}
