using System.Runtime.CompilerServices;
using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace BudgetGen.Analyzers.Tests;

/// <summary>Every rule has its page, its row in the release notes, its link and its tests.</summary>
public class CatalogueTests
{
    internal static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    private static readonly DiagnosticDescriptor[] _rules =
        [.. Program.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).DistinctBy(rule => rule.Id).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    public static TheoryData<string> Ids => [.. _rules.Select(rule => rule.Id)];

    [Fact]
    public void The_rules_are_these() => Assert.Equal(["BGN001", "BGN002", "BGN003", "BGN004", "BGN005", "BGN006", "BGN007", "BGN008", "BGN009", "BGN010", "BGN011", "BGN012", "BGN013", "BGN014", "BGN015", "BGN016", "BGN017", "BGN018", "BGN020", "BGN030", "BGN031", "BGN032", "BGN040", "BGN041", "BGN042", "BGN043", "BGN900"], _rules.Select(rule => rule.Id));

    [Fact]
    public void No_two_rules_share_an_id() =>
        Assert.All(Program.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).GroupBy(rule => rule.Id), same => Assert.Single(same.Distinct()));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_link_to_its_page(string id)
    {
        DiagnosticDescriptor rule = Rule(id);
        Assert.Equal($"https://github.com/budgetgen/budgetgen/blob/main/docs/diagnostics/{id}.md", rule.HelpLinkUri);
        Assert.Equal("BudgetGen", rule.Category);
        Assert.True(rule.IsEnabledByDefault);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_page_with_its_title_its_severity_and_all_sections(string id)
    {
        DiagnosticDescriptor rule = Rule(id);
        string[] lines = File.ReadAllLines(Path.Combine(Root, "docs", "diagnostics", id + ".md"));
        Assert.Equal($"# {id}: {rule.Title}", lines[0]);
        Assert.Contains($"| Severity | {SeverityName(rule.DefaultSeverity)} |", lines);
        Assert.Equal(
            ["## What it means", "## Why it matters", "## Example", "## How to fix it", "## Configure or suppress", "## Limits"],
            lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.StartsWith($"dotnet_diagnostic.{id}.severity", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_says_whether_there_is_a_code_fix(string id)
    {
        bool hasFix = Fixes.Any(fix => fix.FixableDiagnosticIds.Contains(id));
        string line = File.ReadLines(Path.Combine(Root, "docs", "diagnostics", id + ".md")).Single(text => text.StartsWith("| Code fix |", StringComparison.Ordinal));
        Assert.Equal(hasFix, line != "| Code fix | none |");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_row_among_the_releases(string id)
    {
        DiagnosticDescriptor rule = Rule(id);
        string[][] rows =
        [
            .. new[] { "AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md" }
                .SelectMany(file => File.ReadAllLines(Path.Combine(Root, "src", "Budget.Generator", file)))
                .Where(line => line.StartsWith(id, StringComparison.Ordinal))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries)),
        ];
        Assert.Equal([id, rule.Category, rule.DefaultSeverity.ToString(), rule.Title.ToString(System.Globalization.CultureInfo.InvariantCulture)], Assert.Single(rows));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_tests(string id) => Assert.NotNull(typeof(CatalogueTests).Assembly.GetType($"{typeof(CatalogueTests).Namespace}.{id}Tests"));

    [Fact]
    public void Each_page_is_the_page_of_a_rule() =>
        Assert.Equal(_rules.Select(rule => rule.Id), Directory.GetFiles(Path.Combine(Root, "docs", "diagnostics"), "*.md").Select(Path.GetFileNameWithoutExtension).Where(page => page != "README").Order(StringComparer.Ordinal));

    [Fact]
    public void The_overview_has_each_rule_with_its_title_its_severity_and_its_severity_in_each_preset() => Assert.Equal(
        _rules.Select(rule => $"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {SeverityName(rule.DefaultSeverity)} | {Preset("Strict")[rule.Id]} | {Preset("AllErrors")[rule.Id]} | {Preset("None")[rule.Id]} | {(Fixes.Any(fix => fix.FixableDiagnosticIds.Contains(rule.Id)) ? "yes" : "")} |"),
        File.ReadLines(Path.Combine(Root, "docs", "diagnostics", "README.md")).Where(line => line.StartsWith("| [BGN", StringComparison.Ordinal)));

    [Theory]
    [InlineData("Strict")]
    [InlineData("AllErrors")]
    [InlineData("None")]
    public void Each_preset_has_each_rule(string preset) => Assert.Equal(_rules.Select(rule => rule.Id), Preset(preset).Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Fixes_are_exported_settle_rules_that_exist_and_can_settle_all_at_once() => Assert.All(Fixes, fix =>
    {
        Assert.Equal([LanguageNames.CSharp], fix.GetType().GetCustomAttributes(typeof(ExportCodeFixProviderAttribute), false).Cast<ExportCodeFixProviderAttribute>().Single().Languages);
        Assert.Subset(_rules.Select(rule => rule.Id).ToHashSet(), fix.FixableDiagnosticIds.ToHashSet());
        Assert.NotNull(fix.GetFixAllProvider());
    });

    private static CodeFixProvider[] Fixes =>
        [.. typeof(TrackLlmCallFix).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider))).Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    // As .editorconfig writes them.
    private static string SeverityName(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "suggestion",
    };

    private static Dictionary<string, string> Preset(string name) => PresetTests.Lines(name)
        .Where(line => line.StartsWith("dotnet_diagnostic.", StringComparison.Ordinal))
        .Select(line => line["dotnet_diagnostic.".Length..].Split(".severity = "))
        .ToDictionary(parts => parts[0], parts => parts[1]);

    private static DiagnosticDescriptor Rule(string id) => _rules.Single(rule => rule.Id == id);

    private static string Here([CallerFilePath] string path = "") => path;
}
