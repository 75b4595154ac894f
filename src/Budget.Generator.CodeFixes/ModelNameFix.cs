using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace BudgetGen.CodeFixes;

/// <summary>BGN009: replaces an unknown model by the known one with the nearest name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ModelNameFix)), Shared]
public sealed class ModelNameFix : ReplacementFix
{
    internal const string Key = "BudgetGen.Model";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["BGN009"];

    private protected override string EquivalenceKey => Key;
}
