using BudgetGen.Generator.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.CodeFixes;

/// <summary>A fix that writes what a rule thinks was meant in the place of what the diagnostic points at.</summary>
public abstract class ReplacementFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(Suggestion.Property, out string? text) && text is not null)
                context.RegisterCodeFix(CodeAction.Create($"Change to '{text}'", token => ReplaceAsync(context.Document, diagnostic.Location.SourceSpan, text, token), EquivalenceKey), diagnostic);
        }

        return Task.CompletedTask;
    }

    /// <summary>The kind of fix, the same in all files.</summary>
    private protected abstract string EquivalenceKey { get; }

    private static async Task<Document> ReplaceAsync(Document document, TextSpan span, string replacement, CancellationToken cancellationToken)
    {
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return document.WithText(text.WithChanges(new TextChange(span, replacement)));
    }
}
