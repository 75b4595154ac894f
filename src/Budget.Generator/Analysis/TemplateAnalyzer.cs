using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN002: a text in <c>[TrackLlmCall]</c> that does not bind.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class TemplateAnalyzer() : AttributeAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN002",
        "Text in [TrackLlmCall] does not bind",
        "{0} of [TrackLlmCall] does not bind: {1}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A template that does not bind would book the call on nobody, on no project or without its cap.",
        helpLinkUri: HelpLinks.For("BGN002"));

    protected override IEnumerable<Diagnostic> Judge(TrackAttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (AttributeText text in attribute.Texts(model, cancellationToken))
        {
            if (text.Property == KnownNames.MaxCost)
            {
                if (TrackSettings.ParseUsd(text.Value) is null)
                    yield return Diagnostic.Create(_rule, text.Expression.GetLocation(), text.Property, $"'{text.Value}' is no amount in USD; write decimal text such as \"0.05\", with at most nine decimals");
            }
            else if (Error(text, attribute.Owner as IMethodSymbol, model.Compilation) is { } error)
            {
                yield return Report(text, error, attribute.Owner);
            }
        }
    }

    private static TemplateError? Error(AttributeText text, IMethodSymbol? owner, Compilation compilation) =>
        text.Property == KnownNames.Tags
            ? TemplateBinder.BindTag(text.Value, owner, owner, compilation, out _).Error
            : TemplateBinder.Bind(text.Value, owner, compilation).Error;

    private static Diagnostic Report(AttributeText text, TemplateError error, ISymbol owner)
    {
        string? suggestion = error.Kind == TemplateErrorKind.UnknownParameter && owner is IMethodSymbol method
            ? NearestName.Among(method.Parameters.Where(parameter => parameter.RefKind != RefKind.Out).Select(parameter => parameter.Name), error.Text)
            : null;
        (int start, int length) = NameSpan(text.Value, error);
        Location? inside = LiteralSpan.Of(text.Expression, text.Value, start, length);
        return Diagnostic.Create(_rule, inside ?? text.Expression.GetLocation(), Suggestion.Of(inside is null ? null : suggestion), text.Property, TemplateErrorText.Of(error, owner, suggestion));
    }

    /// <summary>The unknown name alone where it begins the path; otherwise all that is wrong.</summary>
    private static (int Start, int Length) NameSpan(string value, TemplateError error)
    {
        if (error.Kind is not (TemplateErrorKind.UnknownParameter or TemplateErrorKind.NoReceiver))
            return (error.Start, error.Length);

        int start = value.IndexOf(error.Text, error.Start, StringComparison.Ordinal);
        return start < 0 ? (error.Start, error.Length) : (start, error.Text.Length);
    }
}
