namespace BudgetGen.Inventory;

/// <summary>A project as it was compiled.</summary>
/// <param name="Name">Its assembly's name.</param>
/// <param name="TargetFramework">The framework, such as <c>net10.0</c>; empty: nobody says.</param>
internal sealed record InventoryProject(string Name, string TargetFramework);

/// <summary>Every LLM call of one or several projects: what <c>llm-calls.json</c> says.</summary>
internal sealed class InventoryReport
{
    /// <summary>The version of the file's form. Fields may be added within a version; nothing else changes.</summary>
    public const int Version = 1;

    /// <summary>The name of the file that a build writes.</summary>
    public const string FileName = "llm-calls.json";

    public InventoryReport(IEnumerable<InventoryProject> projects, IEnumerable<InventoryCall> calls, CallAssumptions assumptions, string priceBook)
    {
        Projects = [.. projects.Distinct().OrderBy(project => project.Name, StringComparer.Ordinal).ThenBy(project => project.TargetFramework, StringComparer.Ordinal)];
        Calls =
        [
            .. calls.OrderBy(call => call.Project, StringComparer.Ordinal).ThenBy(call => call.File, StringComparer.Ordinal).ThenBy(call => call.Line).ThenBy(call => call.Column)
                .ThenBy(call => call.Called, StringComparer.Ordinal),
        ];
        Assumptions = assumptions;
        PriceBook = priceBook;
        Totals = new InventoryTotals(Calls);
    }

    public IReadOnlyList<InventoryProject> Projects { get; }

    /// <summary>The calls, by project, file and place.</summary>
    public IReadOnlyList<InventoryCall> Calls { get; }

    public CallAssumptions Assumptions { get; }

    /// <summary>Name and version of the book that the prices are from.</summary>
    public string PriceBook { get; }

    public InventoryTotals Totals { get; }
}
