using System.Collections.Immutable;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN005: a <c>[TrackLlmCall]</c> that cannot work where it stands, or that meters nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class AttributeTargetAnalyzer() : AttributeAnalyzer(_rule)
{
    /// <summary>The diagnostic's property that says that the attribute does nothing at all, and may go.</summary>
    public const string Idle = "Idle";

    private static readonly ImmutableDictionary<string, string?> _idle = ImmutableDictionary<string, string?>.Empty.Add(Idle, null);

    private static readonly DiagnosticDescriptor _rule = new(
        "BGN005",
        "[TrackLlmCall] has no effect here",
        "[TrackLlmCall] on '{0}' does not work as it stands: {1}; {2}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The attribute promises a budget that nothing can keep: no call of the member can be intercepted, or there is nothing to price.",
        helpLinkUri: HelpLinks.For("BGN005"));

    protected override IEnumerable<Diagnostic> Judge(TrackAttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken)
    {
        if (Ignored(attribute.Owner) is var (reason, way))
        {
            yield return Report(reason, way, _idle);
        }
        else if (attribute.Owner is IMethodSymbol method)
        {
            if ((WrongKind(method) ?? NeverIntercepted(method, attribute, model) ?? NoBody(method)) is var (why, remedy))
                yield return Report(why, remedy, _idle);

            // Calls of the implementation itself are tracked.
            else if (HiddenBehindContract(method, model) is var (whyHidden, remedyOfHidden))
                yield return Report(whyHidden, remedyOfHidden, null);
            else if (NothingToPrice(method, attribute, model, cancellationToken) is var (whyNothing, remedyOfNothing))
                yield return Report(whyNothing, remedyOfNothing, _idle);
        }

        Diagnostic Report(string why, string remedy, ImmutableDictionary<string, string?>? properties) => Diagnostic.Create(_rule, attribute.Syntax.GetLocation(), properties, Name(attribute.Owner), why, remedy);
    }

    private static (string, string)? Ignored(ISymbol owner) =>
        TrackAttribute.IsIgnored(owner) ? ("[BudgetIgnore] stands beside it and wins", "remove one of the two") : null;

    private static (string, string)? WrongKind(IMethodSymbol method)
    {
        string? kind = method.MethodKind switch
        {
            MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation => null,
            MethodKind.LocalFunction => "a local function",
            MethodKind.LambdaMethod => "a lambda",
            MethodKind.PropertyGet or MethodKind.PropertySet => "a property accessor",
            MethodKind.EventAdd or MethodKind.EventRemove => "an event accessor",
            MethodKind.Constructor or MethodKind.StaticConstructor => "a constructor",
            MethodKind.Destructor => "a finalizer",
            _ => "an operator",
        };
        return kind is null ? null : ($"calls of {kind} cannot be intercepted", "use an ordinary method");
    }

    private static (string, string)? NeverIntercepted(IMethodSymbol method, TrackAttributeSyntax attribute, SemanticModel model) =>
        CallClassifier.For(model.Compilation, attribute.TracksAll).RefusalOfEveryCall(method) is { } refusal ? (RefusalText.Why(refusal), RefusalText.Remedy(refusal)) : null;

    // The compiler removes the calls of such a method.
    private static (string, string)? NoBody(IMethodSymbol method) =>
        method is { IsPartialDefinition: true, PartialImplementationPart: null, ReturnsVoid: true } ? ("the partial method has no body, so its calls are removed", "give it a body") : null;

    // Interception goes by the member that is called. What reads no argument of the call is known inside the body without it.
    private static (string, string)? HiddenBehindContract(IMethodSymbol method, SemanticModel model)
    {
        if (TrackAttribute.On(method) is not { } attribute || !ReadsArguments(attribute, method, model.Compilation))
            return null;

        List<IMethodSymbol> contracts = [.. MemberRelations.SelfAndWhatItFulfils(method).Skip(1)];
        if (contracts.FirstOrDefault(member => member.DeclaringSyntaxReferences.Length > 0 && TrackAttribute.On(member) is null) is not { } contract)
            return null;

        string name = MethodNames.Of(contract);
        return ($"calls through '{name}' are not tracked, because the attribute is not there", $"put it on '{name}'");
    }

    private static bool ReadsArguments(TrackAttribute attribute, IMethodSymbol method, Compilation compilation)
    {
        TrackSettings settings = TrackSettings.Merge([(attribute, method)]);
        return settings.Templates.Values.Any(template => TemplateBinder.Bind(template.Text, method, compilation) is { Error: null, IsLiteral: false })
            || settings.Tags.Any(tag => TemplateBinder.BindTag(tag.Text, method, method, compilation, out _) is { Error: null, IsLiteral: false });
    }

    private static (string, string)? NothingToPrice(IMethodSymbol method, TrackAttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken) =>
        UnpricedBody.IsSurely(method, attribute, model, cancellationToken)
            ? ("its body holds no LLM call that is known and no model is named, so there is nothing to price", "name the model, as in [TrackLlmCall(\"gpt-4o-mini\")]")
            : null;

    private static string Name(ISymbol owner) => owner switch
    {
        IMethodSymbol { MethodKind: MethodKind.LambdaMethod } => "lambda",
        IMethodSymbol { AssociatedSymbol: { } member } => MethodNames.Of(member),
        _ => MethodNames.Of(owner),
    };
}
