using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Emit;

/// <summary>Warnings that generated code silences: obsolete members warn at the user's call already; what is experimental is an error unless it is silenced.</summary>
internal static class SilencedWarnings
{
    /// <summary>What members of the client libraries can raise: for code that reads members, whose attributes nobody has looked at.</summary>
    public static IReadOnlyList<string> OfLibraries { get; } = ["CS0612", "CS0618", "MEAI001", "OPENAI001", "OPENAI002", "SCME0001"];

    /// <summary>Writes the directive for a file with these calls, if one of them can raise anything.</summary>
    public static void Write(CodeWriter writer, IReadOnlyCollection<CallSite> calls, IEnumerable<string> others)
    {
        IEnumerable<string> ids = calls.SelectMany(call => call.Target.WarningIds).Concat(others).Concat(calls.Any(ReadsMembers) ? OfLibraries : []);
        string directive = string.Join(", ", ids.Distinct().OrderBy(id => id, StringComparer.Ordinal));
        if (directive.Length > 0)
            writer.Line($"#pragma warning disable {directive}");
    }

    /// <summary>True if the generated code says more than the signature: members in templates, or types that only the adapter's call names.</summary>
    private static bool ReadsMembers(CallSite call) => call.Treatment switch
    {
        AdaptedCall adapted => adapted.TypeArguments.Contains("global::"),
        ScopedCall scoped => ReadsMembers(scoped.Bound),
        MeteredCall metered => metered.Meter is not null || ReadsMembers(metered.Bound),
        _ => true,
    };

    private static bool ReadsMembers(BoundAttribution bound) => bound.Parts.Concat(bound.Tags).Any(part => part.Text.Contains('.'));
}
