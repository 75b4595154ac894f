using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Analysis;

/// <summary>Whether there is anything to price in a call of an annotated method.</summary>
internal static class UnpricedBody
{
    /// <summary>True if nobody names a model and nothing that the method does can be an LLM call that we know. In doubt, false.</summary>
    public static bool IsSurely(IMethodSymbol method, TrackAttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken)
    {
        if (attribute.Syntax.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration || (declaration.Body is null && declaration.ExpressionBody is null))
            return false;

        var classifier = CallClassifier.For(model.Compilation, attribute.TracksAll);
        return !NamesModel(method)
            && ReturnReader.Reading(ReturnReader.Shape(method).Result).Reading != ResultReading.Response
            && !classifier.HoldsMeteredCall(method)
            && !classifier.IsDeclared(method)
            && model.GetOperation(declaration, cancellationToken) is { } body
            && !body.Descendants().Any(operation => MayMeter(operation, classifier, cancellationToken));
    }

    private static bool NamesModel(IMethodSymbol method) =>
        TrackedMethodReader.ReadTarget(method) is not { } tracked || tracked.Settings.Templates.ContainsKey(KnownNames.Model);

    private static bool MayMeter(IOperation operation, CallClassifier classifier, CancellationToken cancellationToken) =>
        classifier.Classify(operation) is not NotOurs
        || operation switch
        {
            IInvocationOperation call => IsUnknown(call.TargetMethod, classifier),
            IMethodReferenceOperation reference => IsUnknown(reference.Method, classifier),
            IObjectCreationOperation { Constructor: { } constructor } => IsUnknown(constructor, classifier),
            IPropertyReferenceOperation { Property.GetMethod: { } getter } => IsUnknown(getter, classifier),
            IDynamicInvocationOperation => true,
            _ => false,
        };

    // A delegate or an implementation that we cannot see may make tracked calls, and so may code that is tracked by its type. The scope takes reports by hand.
    private static bool IsUnknown(IMethodSymbol target, CallClassifier classifier) =>
        target.MethodKind == MethodKind.DelegateInvoke
        || MemberRelations.FullMetadataName(target.ContainingType) == KnownNames.Namespace + "." + KnownNames.LlmCallScope
        || (target.OriginalDefinition.DeclaringSyntaxReferences.Length > 0
            && (target.IsAbstract || classifier.PlaceIn(target.OriginalDefinition).Tracking == Tracking.Tracked));
}
