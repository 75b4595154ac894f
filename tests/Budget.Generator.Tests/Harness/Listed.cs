using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using BudgetGen.Generator.Inventory;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Tests.Harness;

/// <summary>The inventory of a compilation, as a build gets it.</summary>
internal static class Listed
{
    /// <summary>The generator as a build runs it, or as an editor does.</summary>
    public static GeneratorRunResult Run(CSharpCompilation compilation, bool inBuild = true, string root = Sources.Root)
    {
        GeneratorDriver driver = Driver(compilation, inBuild, root).RunGenerators(compilation);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.Empty(result.Diagnostics);
        return result;
    }

    public static GeneratorDriver Driver(CSharpCompilation compilation, bool inBuild, string root = Sources.Root) => Generated
        .Driver((CSharpParseOptions)compilation.SyntaxTrees[0].Options)
        .WithUpdatedAnalyzerConfigOptions(new Options(inBuild, root));

    /// <summary>The text of <c>llm-calls.json</c>.</summary>
    public static string Json(CSharpCompilation compilation, string root = Sources.Root) => Text(Run(compilation, root: root), InventorySource.JsonHint);

    /// <summary>The text of <c>llm-calls.sarif</c>.</summary>
    public static string Sarif(CSharpCompilation compilation) => Text(Run(compilation), InventorySource.SarifHint);

    /// <summary>The calls of a program.</summary>
    public static JsonElement[] Calls(params SyntaxTree[] trees) =>
        [.. JsonDocument.Parse(Json(Sources.Compile(trees))).RootElement.GetProperty("calls").EnumerateArray()];

    /// <summary>As the build does it: lines of comments and directives are left out.</summary>
    private static string Text(GeneratorRunResult result, string hint) => string.Join(
        '\n', result.GeneratedSources.Single(source => source.HintName == hint).SourceText.ToString().Split('\n').Where(line => !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith('#')));

    private sealed class Options(bool inBuild, string root) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(new Dictionary<string, string>
        {
            ["build_property.projectdir"] = root,
            ["build_property.targetframework"] = "net10.0",
            [inBuild ? InventorySwitch.Key : "nothing"] = "true",
        }.ToImmutableDictionary());

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
