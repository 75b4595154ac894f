namespace BudgetGen.Generator.Diagnostics;

/// <summary>The category of all our rules, so that one .editorconfig line can set the severity of all of them.</summary>
internal static class RuleCategory
{
    public const string BudgetGen = "BudgetGen";
}
