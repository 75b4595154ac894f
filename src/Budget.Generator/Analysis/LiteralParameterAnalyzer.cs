using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN008: a literal in <c>[TrackLlmCall]</c> that is the name of a parameter, whose value was probably meant.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class LiteralParameterAnalyzer() : AttributeAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN008",
        "Literal in [TrackLlmCall] that names a parameter",
        "{0} of [TrackLlmCall] is the text '{1}', the same for every call, and '{2}' has a parameter of that name; did you mean \"{3}\"?",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Without braces a text is a literal: all calls would be booked on one user, project or model with the name of a parameter.",
        helpLinkUri: HelpLinks.For("BGN008"));

    protected override IEnumerable<Diagnostic> Judge(TrackAttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken)
    {
        if (attribute.Owner is not IMethodSymbol method)
            yield break;

        foreach (AttributeText text in attribute.Texts(model, cancellationToken))
        {
            // A tag is name=value, and its name is a literal by nature.
            int start = text.Property == KnownNames.Tags ? text.Value.IndexOf('=') + 1 : 0;
            if (text.Property != KnownNames.MaxCost && Meant(text.Value.Substring(start), text.Property, method, model.Compilation) is { } meant)
                yield return Report(text, start, meant, method);
        }
    }

    /// <summary>The template that was probably meant; null if the text may well be a literal.</summary>
    private static string? Meant(string literal, string property, IMethodSymbol method, Compilation compilation)
    {
        string[] path = literal.Split('.');
        IParameterSymbol? parameter = method.Parameters.FirstOrDefault(candidate => string.Equals(candidate.Name, path[0], StringComparison.OrdinalIgnoreCase));
        if (parameter is null || (path.Length == 1 && !Holds(parameter, property)))
            return null;

        path[0] = parameter.Name;
        string template = "{" + string.Join(".", path) + "}";
        return TemplateBinder.Bind(template, method, compilation).Error is null ? template : null;
    }

    // "summarize" is an operation, and a method that summarizes may have a switch of that name: only a text is what a call could be booked on.
    private static bool Holds(IParameterSymbol parameter, string property) =>
        property is not (KnownNames.Operation or KnownNames.Tags) || parameter.Type.SpecialType == SpecialType.System_String;

    private static Diagnostic Report(AttributeText text, int start, string meant, IMethodSymbol method)
    {
        Location? inside = LiteralSpan.Of(text.Expression, text.Value, start, text.Value.Length - start);
        string literal = text.Value.Substring(start);

        // nameof(userId) is the name of the parameter as well, and never its value.
        bool isNameOf = text.Expression is InvocationExpressionSyntax && start == 0;
        string? replacement = inside is not null ? meant : isNameOf ? $"\"{meant}\"" : null;
        return Diagnostic.Create(_rule, inside ?? text.Expression.GetLocation(), Suggestion.Of(replacement), text.Property, literal, MethodNames.Of(method), meant);
    }
}
