using System.Collections.Immutable;
using System.Composition;
using BudgetGen.Generator;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.CodeFixes;

/// <summary>BGN007: adds <c>[TrackLlmCall]</c> with a model, which the developer fills in, so that the method is metered as a whole.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RequestModelFix)), Shared]
public sealed class RequestModelFix : CallAttributeFix
{
    internal const string Key = "BudgetGen.Track.Request";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["BGN007"];

    // Not a solution, so that no formatter writes names of models that nobody has looked at.
    private protected override ImmutableArray<FixAllScope> Scopes => [FixAllScope.Document, FixAllScope.Project];

    private protected override IEnumerable<Mark> Marks(SyntaxNode name, SemanticModel model)
    {
        // An attribute that is there already has the developer's own texts, and there may be only one.
        if (CallTarget.ForTracking(name, model) is MethodDeclarationSyntax target && model.GetDeclaredSymbol(target) is { } method && TrackAttribute.On(method) is null)
            yield return new Mark(Key, $"Meter '{method.Name}' as a whole, and name its model: [TrackLlmCall(\"model\")]", target, KnownNames.TrackLlmCallAttribute, "(\"model\")");
    }

    // What a request is says the rule itself; no call of a method is looked at.
    private protected override bool IsSettled(CallClassification classification) => true;
}
