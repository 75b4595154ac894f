using System.Collections.Immutable;
using System.Composition;
using BudgetGen.Generator.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.CodeFixes;

/// <summary>BGN002: replaces an unknown name in a template by the parameter that was probably meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TemplateNameFix)), Shared]
public sealed class TemplateNameFix : CodeFixProvider
{
    internal const string Key = "BudgetGen.Name";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["BGN002"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(TemplateAnalyzer.Suggestion, out string? name) && name is not null)
                context.RegisterCodeFix(CodeAction.Create($"Change to '{name}'", token => ReplaceAsync(context.Document, diagnostic.Location.SourceSpan, name, token), Key), diagnostic);
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> ReplaceAsync(Document document, TextSpan span, string name, CancellationToken cancellationToken)
    {
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return document.WithText(text.WithChanges(new TextChange(span, name)));
    }
}
