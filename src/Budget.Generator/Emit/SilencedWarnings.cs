namespace BudgetGen.Generator.Emit;

/// <summary>Warnings that generated code silences.</summary>
internal static class SilencedWarnings
{
    /// <summary>Their ids: obsolete members warn at the user's call already; SDK members that are experimental are errors unless they are silenced.</summary>
    public static IReadOnlyList<string> All { get; } = ["CS0612", "CS0618", "CS1591", "MEAI001", "OPENAI001", "OPENAI002", "SCME0001"];
}
