using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Discovery;

/// <summary>
/// Which methods need no metering of their own, because an SDK call in their body, or in the body of a source method that overrides or implements them, is metered.
/// </summary>
internal static class MeteredBodies
{
    /// <summary>The ids of the method around a metered SDK call and of everything that it overrides or implements; none outside of methods.</summary>
    public static IEnumerable<string> Around(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        call.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } declaration && model.GetDeclaredSymbol(declaration, cancellationToken) is IMethodSymbol method
            ? MemberRelations.SelfAndWhatItFulfils(method).Select(MemberIds.Of)
            : [];

    /// <summary>The ids of all of them in a compilation. SDK calls are found by name first, so that hardly anything is bound.</summary>
    public static HashSet<string> In(Compilation compilation, CallClassifier classifier, CancellationToken cancellationToken)
    {
        var names = NameSet.Of(classifier.SdkNames);
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            foreach (InvocationExpressionSyntax call in Candidates.In(tree, names, cancellationToken))
            {
                SemanticModel model = SemanticModels.Of(compilation, tree);
                if (classifier.Classify(call, model, cancellationToken) is TrackedSdkCall)
                    members.UnionWith(Around(call, model, cancellationToken));
            }
        }

        return members;
    }
}
