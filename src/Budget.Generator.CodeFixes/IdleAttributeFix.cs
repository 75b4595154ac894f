using System.Collections.Immutable;
using System.Composition;
using BudgetGen.Generator.Analysis;
using BudgetGen.Generator.Analysis.Http;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.CodeFixes;

/// <summary>BGN005: removes a <c>[TrackLlmCall]</c> that does nothing. It is not offered if a call would go without a budget then.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(IdleAttributeFix)), Shared]
public sealed class IdleAttributeFix : CodeFixProvider
{
    internal const string Key = "BudgetGen.Remove";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["BGN005"];

    // None: whether an attribute does nothing was checked with the others in their places, and `dotnet format` is to take away no promise by itself.
    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create((_, document, _) => Task.FromResult<Document?>(document), []);

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Source.ReadAsync(context.Document, context.CancellationToken).ConfigureAwait(false) is not { } source)
            return;

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.ContainsKey(AttributeTargetAnalyzer.Idle) || source.NameAt(diagnostic).FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute)
                continue;

            Document document = context.Document.WithText(source.Text.Replace(Removed(attribute, source.Text), ""));
            if (await EscapingAsync(document, context.CancellationToken).ConfigureAwait(false) <= await EscapingAsync(context.Document, context.CancellationToken).ConfigureAwait(false))
                context.RegisterCodeFix(CodeAction.Create("Remove [TrackLlmCall], which does nothing here", _ => Task.FromResult(document), Key), diagnostic);
        }
    }

    /// <summary>The attribute with its comma; or its brackets, with the line if nothing else stands on it.</summary>
    private static TextSpan Removed(AttributeSyntax attribute, SourceText text)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        int index = list.Attributes.IndexOf(attribute);
        if (index > 0)
            return TextSpan.FromBounds(list.Attributes[index - 1].Span.End, attribute.Span.End);
        if (list.Attributes.Count > 1)
            return TextSpan.FromBounds(attribute.SpanStart, list.Attributes[1].SpanStart);

        TextLine first = text.Lines.GetLineFromPosition(list.SpanStart), last = text.Lines.GetLineFromPosition(list.Span.End);
        int end = list.Span.End;
        while (end < last.End && char.IsWhiteSpace(text[end]))
            end++;
        bool isAlone = end == last.End && string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(first.Start, list.SpanStart)));
        return isAlone ? TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak) : TextSpan.FromBounds(list.SpanStart, end);
    }

    /// <summary>How many calls and requests of the project are in no budget.</summary>
    private static async Task<int> EscapingAsync(Document document, CancellationToken cancellationToken)
    {
        if (await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is not { } compilation)
            return int.MaxValue;

        var uses = CallUses.Of(compilation, TrackAll.IsOn(document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider));
        return compilation.SyntaxTrees.Sum(tree => uses.In(tree, cancellationToken).Count(use => use.Classification() is UntrackedSdkCall) + PlacedRequest.In(tree, compilation, cancellationToken).Count(placed => placed.IsEscaping));
    }
}
