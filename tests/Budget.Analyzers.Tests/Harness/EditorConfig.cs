using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests.Harness;

/// <summary>Severities from the text of an .editorconfig, as the compiler reads them.</summary>
/// <param name="text">The project's own .editorconfig.</param>
/// <param name="globals">Global files beside it, with their paths.</param>
internal sealed class EditorConfig(string text, params (string Path, string Text)[] globals) : SyntaxTreeOptionsProvider
{
    private readonly AnalyzerConfigSet _set = AnalyzerConfigSet.Create(
        (List<AnalyzerConfig>)[AnalyzerConfig.Parse("root = true\n" + text, "/src/App/.editorconfig"), .. globals.Select(file => AnalyzerConfig.Parse(file.Text, file.Path))]);

    public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

    public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
        _set.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

    public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
        _set.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
}
