namespace BudgetGen.Generator.Diagnostics;

/// <summary>Where each diagnostic has its page.</summary>
internal static class HelpLinks
{
    private const string Pages = "https://github.com/budgetgen/budgetgen/blob/main/docs/diagnostics/";

    /// <summary>The page of a diagnostic.</summary>
    public static string For(string id) => Pages + id + ".md";
}
