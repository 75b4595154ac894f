using System.Diagnostics.CodeAnalysis;
using BudgetGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Analyzers.Tests.Harness;

/// <summary>The properties of a project as its build hands them to the compiler.</summary>
internal sealed class BuildProperties(bool trackAll) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(trackAll);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Properties(bool trackAll) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = trackAll && key == "build_property." + KnownNames.TrackAllProperty ? "true" : null;
            return value is not null;
        }
    }
}
