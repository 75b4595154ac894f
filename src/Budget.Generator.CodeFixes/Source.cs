using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.CodeFixes;

/// <summary>A file as fixes need it.</summary>
internal sealed record Source(SemanticModel Model, CompilationUnitSyntax Root, SourceText Text)
{
    public static async Task<Source?> ReadAsync(Document document, CancellationToken cancellationToken) =>
        await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
        && await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is CompilationUnitSyntax root
            ? new Source(model, root, await document.GetTextAsync(cancellationToken).ConfigureAwait(false))
            : null;

    /// <summary>The name that a diagnostic about a call points at.</summary>
    public SyntaxNode NameAt(Diagnostic diagnostic) => Root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
}
