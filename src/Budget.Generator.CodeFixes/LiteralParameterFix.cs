using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace BudgetGen.CodeFixes;

/// <summary>BGN008: replaces a literal that is the name of a parameter by the template of its value.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LiteralParameterFix)), Shared]
public sealed class LiteralParameterFix : ReplacementFix
{
    internal const string Key = "BudgetGen.Literal";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["BGN008"];

    private protected override string EquivalenceKey => Key;
}
