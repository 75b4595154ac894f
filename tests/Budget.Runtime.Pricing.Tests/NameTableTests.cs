using System.Globalization;
using System.Text.RegularExpressions;
using BudgetGen.Testing;

namespace BudgetGen.Pricing.Tests;

/// <summary>
/// The names that people and libraries use for models, each with the price line that it must lead to. What is expected is what the makers' own naming says, and
/// not what the book answers.
/// </summary>
public sealed partial class NameTableTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_name_leads_to_its_line_or_to_none()
    {
        (string Name, string? Provider, string Line, string Kind)[] rows = [.. Rows()];
        var wrong = new List<string>();
        foreach ((string name, string? provider, string line, string kind) in rows)
        {
            PriceMatch? found = PricingRegistry.Embedded.Find(name, provider, s_at);
            (string, string) answer = found is { } match ? (match.Line.Id, match.Kind.ToString()) : ("-", "-");
            if (answer != (line, kind))
                wrong.Add($"{name} ({provider ?? "any provider"}): {line}, {kind}; the book says {answer}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(rows.Length >= 450, $"{rows.Length} names");
        Assert.True(rows.Count(static row => row.Line == "-") >= 100);
        Assert.Equal(rows.Length, rows.Distinct().Count());
        Assert.Superset(
            new HashSet<string>(["Exact", "Alias", "Dated", "Prefix", "FineTune", "Upstream", "-"]), rows.Select(static row => row.Kind).ToHashSet());

        // A line that is not there would be a misprint in the table, and its name unknown for the wrong reason.
        HashSet<string> lines = [.. PriceBook.Embedded.Lines.Select(static line => line.Id), "-"];
        Assert.All(rows, row => Assert.Contains(row.Line, lines));
    }

    /// <summary>What is unknown has no cost, and a policy for unknown models decides: never a cost of zero, never that of a neighbour.</summary>
    [Fact]
    public void What_leads_to_no_line_has_no_cost() =>
        Assert.All(Rows().Where(static row => row.Line == "-"), static row => Assert.Null(PricingRegistry.Embedded.CalculateLlmCost(row.Name, LlmUsage.Of(1_000, 1_000), row.Provider)));

    private static IEnumerable<(string Name, string? Provider, string Line, string Kind)> Rows()
    {
        foreach (string row in File.ReadLines(Path.Combine(Repository.Root, "tests", "Budget.Runtime.Pricing.Tests", "Names", "model-names.txt")))
        {
            if (row.Length == 0 || row[0] == '#')
                continue;
            string[] cells = [.. row.Split('|').Select(static cell => cell.Trim())];
            Assert.Equal(4, cells.Length);
            string name = Character().Replace(cells[0].Trim('"'), static code => ((char)int.Parse(code.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
            yield return (name, cells[1].Length == 0 ? null : cells[1], cells[2], cells[3]);
        }
    }

    [GeneratedRegex(@"\\u[0-9a-f]{4}")]
    private static partial Regex Character();
}
