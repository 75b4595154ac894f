using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.CodeFixes;

/// <summary>BGN014: awaits a call that was started and forgotten, where the code around it is asynchronous.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitFix)), Shared]
public sealed class AwaitFix : CodeFixProvider
{
    internal const string Key = "BudgetGen.Await";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["BGN014"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Source.ReadAsync(context.Document, context.CancellationToken).ConfigureAwait(false) is not { } source)
            return;

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (Change(source.NameAt(diagnostic)) is { } change)
                await AsyncCode.OfferAsync(context, source, change, "Await the call", Key, diagnostic).ConfigureAwait(false);
        }
    }

    /// <summary>Writes <c>await</c> before the call, in the place of <c>_ =</c> if it stands there; null if nothing can be awaited there.</summary>
    private static TextChange? Change(SyntaxNode name)
    {
        if (name.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } statement || !AsyncCode.IsAround(statement))
            return null;

        ExpressionSyntax value = statement.Expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard ? discard.Right : statement.Expression;
        return value is InvocationExpressionSyntax ? new TextChange(TextSpan.FromBounds(statement.Expression.SpanStart, value.SpanStart), "await ") : null;
    }
}
