using System.Collections.Immutable;
using System.Composition;
using BudgetGen.Generator;
using BudgetGen.Generator.Analysis;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace BudgetGen.CodeFixes;

/// <summary>BGN001, BGN006 and BGN007: adds <c>[BudgetIgnore]</c>, whose reason the developer fills in.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BudgetIgnoreFix)), Shared]
public sealed class BudgetIgnoreFix : CallAttributeFix
{
    internal const string Key = "BudgetGen.Ignore";

    private const string Arguments = "(\"" + IgnoreReasonAnalyzer.Placeholder + "\")";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["BGN001", "BGN006", "BGN007"];

    // Not a solution: `dotnet format` applies the first fix that can do that, without being asked which, and nobody's calls are to be left without a budget by a formatter.
    private protected override ImmutableArray<FixAllScope> Scopes => [FixAllScope.Document, FixAllScope.Project];

    private protected override IEnumerable<Mark> Marks(SyntaxNode name, SemanticModel model)
    {
        if (CallTarget.ForIgnoring(name, model) is { } target && model.GetDeclaredSymbol(target) is { } symbol)
            yield return new Mark(Key, $"Leave '{MethodNames.Of(symbol)}' without a budget: [BudgetIgnore(\"reason\")]", target, KnownNames.BudgetIgnoreAttribute, Arguments);
    }

    private protected override bool IsSettled(CallClassification classification) => classification is NotOurs;
}
