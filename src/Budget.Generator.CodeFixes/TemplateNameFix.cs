using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace BudgetGen.CodeFixes;

/// <summary>BGN002, BGN040 and BGN041: replaces an unknown name in a template, or of a method, by the one that was probably meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TemplateNameFix)), Shared]
public sealed class TemplateNameFix : ReplacementFix
{
    internal const string Key = "BudgetGen.Name";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["BGN002", "BGN040", "BGN041"];

    private protected override string EquivalenceKey => Key;
}
