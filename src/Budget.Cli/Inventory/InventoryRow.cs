using BudgetGen.Inventory;

namespace BudgetGen.Cli;

/// <summary>A line of a table of calls.</summary>
/// <param name="Change"><c>+</c>, <c>-</c> or <c>~</c>; empty: nothing was compared.</param>
/// <param name="Call">The call, as it is now.</param>
/// <param name="What">What changed; empty: nothing.</param>
internal readonly record struct InventoryRow(string Change, InventoryCall Call, string What)
{
    /// <summary>All calls, or those that a comparison is about: added, removed, changed.</summary>
    public static IEnumerable<InventoryRow> Of(InventoryReport report, InventoryComparison? comparison) => comparison is null
        ? report.Calls.Select(static call => new InventoryRow("", call, ""))
        : [
            .. comparison.Added.Select(static call => new InventoryRow("+", call, "")),
            .. comparison.Removed.Select(static call => new InventoryRow("-", call, "")),
            .. comparison.Changed.Select(static call => new InventoryRow("~", call.After, call.What)),
        ];
}
