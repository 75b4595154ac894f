using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.CodeFixes;

/// <summary>Whether something can be awaited in a place, and whether the code around it still compiles then.</summary>
internal static class AsyncCode
{
    /// <summary>True if the function around a statement is asynchronous.</summary>
    public static bool IsAround(StatementSyntax statement) =>
        statement.Ancestors().FirstOrDefault(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax or AccessorDeclarationSyntax) switch
        {
            AnonymousFunctionExpressionSyntax function => function.AsyncKeyword != default,
            LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.AsyncKeyword),
            MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
            GlobalStatementSyntax => true,
            _ => false,
        };

    /// <summary>Offers a change, if the member that it is made in compiles with it.</summary>
    public static async Task OfferAsync(CodeFixContext context, Source source, TextChange change, string title, string key, Diagnostic diagnostic)
    {
        Document document = context.Document.WithText(source.Text.WithChanges(change));
        if (await CompilesAsync(document, change.Span.Start, context.CancellationToken).ConfigureAwait(false))
            context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(document), key), diagnostic);
    }

    // Inside a lock, for one, nothing can be awaited.
    private static async Task<bool> CompilesAsync(Document document, int position, CancellationToken cancellationToken) =>
        await Source.ReadAsync(document, cancellationToken).ConfigureAwait(false) is { } source
        && source.Root.FindToken(position).Parent?.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
        && !source.Model.GetDiagnostics(member.Span, cancellationToken).Any(error => error.Severity == DiagnosticSeverity.Error);
}
