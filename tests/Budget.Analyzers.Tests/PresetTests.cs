using System.Diagnostics;
using System.Text.Json;
using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>One property chooses the severities of all rules, and a project's own settings win over it.</summary>
public class PresetTests
{
    private const string Untracked = "class C { void M(ChatClient c) => c.CompleteChat(\"x\"); }";
    private const string Unbounded = "[BudgetGen.TrackLlmCall] class C { object M(ChatClient c) => c.CompleteChat(\"x\"); }";

    [Theory]
    [InlineData("Strict", Untracked, "BGN001", DiagnosticSeverity.Error)]
    [InlineData("Strict", Unbounded, "BGN012", DiagnosticSeverity.Warning)]
    [InlineData("AllErrors", Unbounded, "BGN012", DiagnosticSeverity.Error)]
    public async Task A_preset_sets_the_severity(string preset, string code, string id, DiagnosticSeverity severity)
    {
        Diagnostic found = Assert.Single(await (Program.Of(code) with { GlobalConfigs = [Preset(preset)] }).AnalyseAsync());
        Assert.Equal((id, severity), (found.Id, found.Severity));
    }

    [Fact]
    public async Task None_is_silence() => Assert.Empty(await (Program.Of(Untracked) with { GlobalConfigs = [Preset("None")] }).AnalyseAsync());

    [Theory]
    [InlineData("Strict", "warning", DiagnosticSeverity.Warning)]
    [InlineData("AllErrors", "suggestion", DiagnosticSeverity.Info)]
    [InlineData("None", "error", DiagnosticSeverity.Error)]
    public async Task An_editorconfig_of_the_project_wins(string preset, string own, DiagnosticSeverity severity)
    {
        Program program = Program.Of(Untracked) with { GlobalConfigs = [Preset(preset)], EditorConfig = $"[*.cs]\ndotnet_diagnostic.BGN001.severity = {own}" };
        Assert.Equal(severity, Assert.Single(await program.AnalyseAsync()).Severity);
    }

    [Theory]
    [InlineData("/src/App/.globalconfig", "is_global = true")]
    [InlineData("/src/App/rules.txt", "is_global = true")]
    public async Task A_globalconfig_of_the_project_wins(string path, string head)
    {
        Program program = Program.Of(Untracked) with { GlobalConfigs = [Preset("AllErrors"), (path, head + "\ndotnet_diagnostic.BGN001.severity = suggestion")] };
        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await program.AnalyseAsync()).Severity);
    }

    [Theory]
    [InlineData("strict", "BudgetAnalysis.Strict.globalconfig")]
    [InlineData("Strict", "BudgetAnalysis.Strict.globalconfig")]
    [InlineData("all-errors", "BudgetAnalysis.AllErrors.globalconfig")]
    [InlineData("AllErrors", "BudgetAnalysis.AllErrors.globalconfig")]
    [InlineData("none", "BudgetAnalysis.None.globalconfig")]
    [InlineData("default", null)]
    [InlineData("", null)]
    public void The_property_chooses_the_file(string value, string? file)
    {
        string[] files = [.. Ask(value, "-getItem:EditorConfigFiles").GetProperty("Items").GetProperty("EditorConfigFiles").EnumerateArray().Select(item => item.GetProperty("FullPath").GetString()!)];
        string[] ours = [.. files.Where(path => Path.GetFileName(path).StartsWith("BudgetAnalysis", StringComparison.Ordinal))];
        Assert.Equal(file is null ? [] : [file], ours.Select(Path.GetFileName));
        Assert.All(ours, path => Assert.True(File.Exists(path), path));
    }

    /// <summary>The lines of a preset.</summary>
    internal static IEnumerable<string> Lines(string preset) => File.ReadLines(PathOf(preset));

    private static (string, string) Preset(string name) => ("/packages/budgetgen/" + Path.GetFileName(PathOf(name)), File.ReadAllText(PathOf(name)));

    private static string PathOf(string preset) => Path.Combine(CatalogueTests.Root, "src", "Budget.Generator", "buildTransitive", $"BudgetAnalysis.{preset}.globalconfig");

    /// <summary>Evaluates a project that imports our targets; nothing is built or restored.</summary>
    private static JsonElement Ask(string value, string question)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("budgetgen-preset-");
        try
        {
            string project = Path.Combine(directory.FullName, "App.csproj");
            File.WriteAllText(project, $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework><BudgetAnalysis>{value}</BudgetAnalysis></PropertyGroup>
                  <Import Project="{Path.Combine(CatalogueTests.Root, "src", "Budget.Generator", "buildTransitive", "BudgetGen.targets")}" />
                </Project>
                """);
            using var msbuild = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", project, "-nologo", question, "-nodeReuse:false"]) { RedirectStandardOutput = true, WorkingDirectory = directory.FullName })!;
            string answer = msbuild.StandardOutput.ReadToEnd();
            msbuild.WaitForExit();
            Assert.True(msbuild.ExitCode == 0, answer);
            return JsonDocument.Parse(answer).RootElement.Clone();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
