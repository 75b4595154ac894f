using System.Diagnostics.CodeAnalysis;
using BudgetGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Tests.Harness;

/// <summary>The properties of a project as its build hands them to the compiler.</summary>
internal sealed class BuildProperties(string? trackAll) : AnalyzerConfigOptionsProvider
{
    public static BuildProperties None { get; } = new(null);

    public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(trackAll);

    public static BuildProperties Of(string? trackAll) => new(trackAll);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Properties(string? trackAll) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == "build_property." + KnownNames.TrackAllProperty ? trackAll : null;
            return value is not null;
        }
    }
}
