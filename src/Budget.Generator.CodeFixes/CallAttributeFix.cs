using System.Collections.Immutable;
using BudgetGen.Generator.Analysis.Http;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.CodeFixes;

/// <summary>A fix that marks the code around a call with an attribute. It is offered only if the call is then no longer reported.</summary>
public abstract class CallAttributeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (all, document, diagnostics) =>
        await ApplyAsync(document, diagnostics, all.CodeActionEquivalenceKey!, all.CancellationToken).ConfigureAwait(false) is { } changes
            ? document.WithText(changes.Text)
            : document, Scopes);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Source.ReadAsync(context.Document, context.CancellationToken).ConfigureAwait(false) is not { } source)
            return;

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            foreach (Mark mark in Marks(source.NameAt(diagnostic), source.Model))
            {
                if (await ApplyAsync(context.Document, [diagnostic], mark.Key, context.CancellationToken).ConfigureAwait(false) is not { } changed)
                    continue;

                Document document = context.Document.WithText(changed.Text);
                if (await IsSettledAsync(document, changed.Moved(diagnostic.Location.SourceSpan), context.CancellationToken).ConfigureAwait(false))
                    context.RegisterCodeFix(CodeAction.Create(mark.Title, _ => Task.FromResult(document), mark.Key), diagnostic);
            }
        }
    }

    /// <summary>Where "fix all" may reach.</summary>
    private protected virtual ImmutableArray<FixAllScope> Scopes => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    /// <summary>The attributes that could settle a call, the best first.</summary>
    /// <param name="name">The name of the called method, where it is called.</param>
    /// <param name="model">The file's model.</param>
    private protected abstract IEnumerable<Mark> Marks(SyntaxNode name, SemanticModel model);

    /// <summary>True if a call is what it should be after the fix.</summary>
    private protected abstract bool IsSettled(CallClassification classification);

    private async Task<ChangedText?> ApplyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, string key, CancellationToken cancellationToken)
    {
        if (await Source.ReadAsync(document, cancellationToken).ConfigureAwait(false) is not { } source)
            return null;

        var insertion = new AttributeInsertion(source.Model, source.Root, source.Text);
        foreach (Diagnostic diagnostic in diagnostics)
        {
            // In "fix all" a method without a parameter for the user gets the next best mark.
            List<Mark> marks = [.. Marks(source.NameAt(diagnostic), source.Model)];
            if ((marks.Find(mark => mark.Key == key) ?? marks.FirstOrDefault()) is { } mark)
                insertion.Add(mark.Target, mark.Attribute, mark.Arguments);
        }

        return insertion.Changes() is { Count: > 0 } changes ? new ChangedText(source.Text.WithChanges(changes), changes) : null;
    }

    private async Task<bool> IsSettledAsync(Document document, TextSpan name, CancellationToken cancellationToken)
    {
        if (await Source.ReadAsync(document, cancellationToken).ConfigureAwait(false) is not { } source)
            return false;

        // Of a request that is made by hand the rule itself says whether it still is one that nobody tracks.
        if (PlacedRequest.In(source.Root.SyntaxTree, source.Model.Compilation, cancellationToken).Any(placed => placed.IsEscaping && placed.Request.Place.Span == name))
            return false;

        SyntaxNode node = source.Root.FindNode(name, getInnermostNodeForTie: true);
        IOperation? operation = CallTarget.IsPlainCall(node, out InvocationExpressionSyntax? call)
            ? source.Model.GetOperation(call!, cancellationToken)
            : source.Model.GetOperation(node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? access : node, cancellationToken);
        return operation is not null && IsSettled(CallClassifier.For(source.Model.Compilation, document.Project.AnalyzerOptions).Classify(operation));
    }
}
