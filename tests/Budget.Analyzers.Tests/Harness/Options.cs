using System.Collections.Immutable;
using BudgetGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Analyzers.Tests.Harness;

/// <summary>What the compiler hands to analyzers beside the code: additional files, properties of the project, and settings from the text of an .editorconfig.</summary>
internal sealed class Options(string editorConfig, bool trackAll) : AnalyzerConfigOptionsProvider
{
    private readonly AnalyzerConfigSet _set = AnalyzerConfigSet.Create(new[] { AnalyzerConfig.Parse("root = true\n" + editorConfig, "/src/App/.editorconfig") });

    public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(
        trackAll ? ImmutableDictionary<string, string>.Empty.Add("build_property." + KnownNames.TrackAllProperty, "true") : ImmutableDictionary<string, string>.Empty);

    public static AnalyzerOptions Of(Program program) =>
        new([.. program.AdditionalFiles.Select(file => (AdditionalText)new File(file.Path, file.Text))], new Options(program.EditorConfig, program.TrackAll));

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(_set.GetOptionsForSourcePath(tree.FilePath).AnalyzerOptions);

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value!);
    }

    private sealed class File(string path, string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text, System.Text.Encoding.UTF8);

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }
}
