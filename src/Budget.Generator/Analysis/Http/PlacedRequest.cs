using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Analysis.Http;

/// <summary>A request that is made by hand, where it stands, and what becomes of its cost: the rule and the inventory ask here, so that they cannot disagree.</summary>
/// <param name="Request">The request.</param>
/// <param name="Place">How the code around it is marked.</param>
/// <param name="Fate">What becomes of its cost.</param>
internal sealed record PlacedRequest(RawRequest Request, TrackedPlace Place, RequestFate Fate)
{
    /// <summary>True if its cost is in no budget, and nobody decided that.</summary>
    public bool IsEscaping => Fate is RequestFate.Untracked or RequestFate.Unmetered;

    /// <summary>The requests in a file, in the order of the text.</summary>
    public static IEnumerable<PlacedRequest> In(SyntaxTree tree, Compilation compilation, CancellationToken cancellationToken)
    {
        // Who cannot write our attributes has no way out.
        if (!Concern.AboutAttributes(compilation))
            yield break;

        // Who tracks all has the calls of client libraries metered, not requests that are made by hand.
        var classifier = CallClassifier.For(compilation, trackAll: false);
        var requests = RawRequests.Of(compilation);
        foreach (RawRequest request in requests.In(tree, cancellationToken))
        {
            // What a client with a base address is asked is found where it names its path.
            if (classifier.PlaceOf(request.Operation) is not { } place || (request.IsBase && (place.Tracking == Tracking.Tracked || requests.NamesPaths(cancellationToken))))
                continue;

            yield return new PlacedRequest(request, place, FateOf(request, place, classifier, cancellationToken));
        }
    }

    private static RequestFate FateOf(RawRequest request, TrackedPlace place, CallClassifier classifier, CancellationToken cancellationToken) => place.Tracking switch
    {
        Tracking.None => RequestFate.Untracked,
        Tracking.Ignored => RequestFate.Ignored,
        _ when place.Member is IMethodSymbol method && TrackedMethodReader.ReadTarget(method) is { } tracked && classifier.IsMeteredAsAWhole(method, tracked) => RequestFate.PartOfItsMethod,
        _ => Reports(place.Member, request.Operation.SemanticModel!, cancellationToken) ? RequestFate.Reported : RequestFate.Unmetered,
    };

    /// <summary>True if a member uses the scope, which takes reports.</summary>
    private static bool Reports(ISymbol? member, SemanticModel model, CancellationToken cancellationToken) =>
        member is not null and not IAssemblySymbol
        && member.DeclaringSyntaxReferences.Where(part => part.SyntaxTree == model.SyntaxTree).SelectMany(part => part.GetSyntax(cancellationToken).DescendantNodes().OfType<IdentifierNameSyntax>())
            .Where(name => name.Identifier.ValueText == KnownNames.LlmCallScope)
            .Any(name => model.GetSymbolInfo(name, cancellationToken).Symbol is INamedTypeSymbol type && MemberRelations.FullMetadataName(type) == KnownNames.Namespace + "." + KnownNames.LlmCallScope);
}
