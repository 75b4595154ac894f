using System.Collections.Immutable;
using System.Composition;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.CodeFixes;

/// <summary>BGN003 on a method group: writes a lambda, which holds a call that can be intercepted.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MethodGroupFix)), Shared]
public sealed class MethodGroupFix : CodeFixProvider
{
    internal const string Key = "BudgetGen.Lambda";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["BGN003"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Source.ReadAsync(context.Document, context.CancellationToken).ConfigureAwait(false) is not { } source)
            return;

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (LambdaForm.Of(source.NameAt(diagnostic), source.Model) is not { } form)
                continue;

            foreach (string lambda in form.Texts())
            {
                Document document = context.Document.WithText(source.Text.WithChanges(new TextChange(form.MethodGroup.Span, lambda)));
                if (await IsSoundAsync(document, form, lambda, context.CancellationToken).ConfigureAwait(false))
                {
                    context.RegisterCodeFix(CodeAction.Create($"Call '{form.Method.Name}' in a lambda", _ => Task.FromResult(document), Key), diagnostic);
                    break;
                }
            }
        }
    }

    /// <summary>True if the lambda compiles, becomes the same delegate, and the call in it is tracked.</summary>
    private static async Task<bool> IsSoundAsync(Document document, LambdaForm form, string lambda, CancellationToken cancellationToken)
    {
        if (await Source.ReadAsync(document, cancellationToken).ConfigureAwait(false) is not { } source)
            return false;

        var span = new TextSpan(form.MethodGroup.SpanStart, lambda.Length);
        if (source.Root.FindNode(span, getInnermostNodeForTie: true).DescendantNodesAndSelf().OfType<LambdaExpressionSyntax>().FirstOrDefault() is not { Body: InvocationExpressionSyntax call } written
            || written.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member)
        {
            return false;
        }

        return source.Model.GetOperation(written, cancellationToken)?.Parent is IDelegateCreationOperation { Type: { } type }
            && type.ToDisplayString() == form.Delegate
            && source.Model.GetOperation(call, cancellationToken) is IInvocationOperation operation
            && CallClassifier.For(source.Model.Compilation, document.Project.AnalyzerOptions).Classify(operation) is TrackedMethodCall or TrackedSdkCall
            && !source.Model.GetDiagnostics(member.Span, cancellationToken).Any(error => error.Severity == DiagnosticSeverity.Error);
    }
}
