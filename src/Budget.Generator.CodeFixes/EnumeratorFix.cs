using System.Collections.Immutable;
using System.Composition;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.CodeFixes;

/// <summary>BGN013 on an enumerator that nobody disposes of: declares it with <c>await using</c> or <c>using</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EnumeratorFix)), Shared]
public sealed class EnumeratorFix : CodeFixProvider
{
    internal const string Key = "BudgetGen.Using";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["BGN013"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Source.ReadAsync(context.Document, context.CancellationToken).ConfigureAwait(false) is not { } source)
            return;

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (!CallTarget.IsPlainCall(source.NameAt(diagnostic), out InvocationExpressionSyntax? stream) || Enumerators(stream!, source.Model) is not [{ } enumerator] || Keyword(enumerator) is not { } keyword)
                continue;

            var change = new TextChange(new TextSpan(enumerator.Declaration.SpanStart, 0), keyword);
            await AsyncCode.OfferAsync(context, source, change, $"Dispose of the enumerator: '{keyword}{enumerator.Declaration.Variables[0].Identifier.ValueText}'", Key, diagnostic).ConfigureAwait(false);
        }
    }

    /// <summary>The declarations of a stream's enumerators: of the call itself, or of the local that holds it.</summary>
    private static List<LocalDeclarationStatementSyntax> Enumerators(InvocationExpressionSyntax stream, SemanticModel model)
    {
        IEnumerable<SyntaxNode> streams = [stream];
        if (stream.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } && model.GetDeclaredSymbol(declarator) is ILocalSymbol local && declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member)
        {
            streams = (member is GlobalStatementSyntax { Parent: { } file } ? file : member).DescendantNodes().OfType<IdentifierNameSyntax>()
                .Where(name => name.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, local));
        }

        return [.. streams.Select(DeclarationOf).OfType<LocalDeclarationStatementSyntax>()];
    }

    private static LocalDeclarationStatementSyntax? DeclarationOf(SyntaxNode stream) =>
        stream.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAsyncEnumerator" or "GetEnumerator", Parent: InvocationExpressionSyntax call } access && access.Expression == stream
        && call.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } statement } } }
            ? statement
            : null;

    private static string? Keyword(LocalDeclarationStatementSyntax enumerator) =>
        enumerator.Declaration.Variables[0].Initializer is { Value: InvocationExpressionSyntax call } && Candidates.SimpleName(call.Expression) is { Identifier.ValueText: "GetEnumerator" }
            ? "using "
            : AsyncCode.IsAround(enumerator) ? "await using " : null;
}
