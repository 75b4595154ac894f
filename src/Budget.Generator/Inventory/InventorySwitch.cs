using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Inventory;

/// <summary>
/// Whether the inventory is wanted. A build says so with a file of analyzer configuration that it adds for itself: editors do not see it, so that no keystroke costs anything,
/// and the file that lists a project's properties stays the same for both.
/// </summary>
/// <param name="IsOn">True in builds.</param>
/// <param name="TargetFramework">The framework that is built for; empty: nobody says.</param>
internal sealed record InventorySwitch(bool IsOn, string TargetFramework)
{
    /// <summary>The key in that file.</summary>
    public const string Key = "budgetgen_inventory";

    /// <summary>Reads the options.</summary>
    public static InventorySwitch Of(AnalyzerConfigOptions options) => new(
        options.TryGetValue(Key, out string? value) && value == "true",
        options.TryGetValue("build_property.targetframework", out string? framework) ? framework : "");
}
