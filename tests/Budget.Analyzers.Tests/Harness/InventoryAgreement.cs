using System.Collections.Immutable;
using BudgetGen.Generator.Inventory;
using BudgetGen.Generator.Model;
using BudgetGen.Inventory;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests.Harness;

/// <summary>What the inventory says of the calls that rules report: the same calls, at the same places, by the same ids.</summary>
internal static class InventoryAgreement
{
    private static readonly string[] _rules = ["BGN001", "BGN003", "BGN004", "BGN006", "BGN007"];

    /// <param name="program">The program, without what generators wrote.</param>
    /// <param name="diagnostics">What the rules report about it, and about what generators wrote.</param>
    public static void Check(Program program, ImmutableArray<Diagnostic> diagnostics)
    {
        Compilation compilation = program.Compile();
        InventoryReport report = InventoryReader.Read(compilation, new ProjectOptions("/src/App/", program.TrackAll), "net10.0", TestContext.Current.CancellationToken);
        IEnumerable<string> listed = report.Calls.Where(call => call.Diagnostic is not null).Select(call => $"{call.Diagnostic} {call.File}({call.Line},{call.Column})");
        IEnumerable<string> reported = diagnostics
            .Where(diagnostic => _rules.Contains(diagnostic.Id) && diagnostic.Location.SourceTree!.FilePath.StartsWith("/src/App/", StringComparison.Ordinal))
            .Select(diagnostic => (diagnostic.Id, File: diagnostic.Location.SourceTree!.FilePath["/src/App/".Length..], Start: diagnostic.Location.GetLineSpan().StartLinePosition))
            .Select(diagnostic => $"{diagnostic.Id} {diagnostic.File}({diagnostic.Start.Line + 1},{diagnostic.Start.Character + 1})");
        Assert.Equal(reported.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        Assert.All(report.Calls, static call => Assert.Equal(call.Diagnostic is null, call.Status is CallStatus.Tracked or CallStatus.Ignored));
    }
}
