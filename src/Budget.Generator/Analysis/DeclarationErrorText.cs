using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Discovery.Declared;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Analysis;

/// <summary>What is said about a text of <c>[LlmMethod]</c> that does not bind.</summary>
internal static class DeclarationErrorText
{
    /// <summary>The name that was probably meant where a path begins; null: nobody can say.</summary>
    public static string? Nearest(TemplateError error, BoundDeclaration bound) => error.Kind switch
    {
        TemplateErrorKind.UnknownParameter => NearestName.Among(bound.Target.Parameters.Select(parameter => parameter.Name), error.Text),
        TemplateErrorKind.UnknownResult => NearestName.Among(["result"], error.Text),
        TemplateErrorKind.UnknownError when bound.ErrorType is not null => NearestName.Among(["error"], error.Text),
        _ => null,
    };

    /// <summary>The end of the sentence.</summary>
    public static string Of(TemplateError error, BoundDeclaration bound) => error.Kind switch
    {
        TemplateErrorKind.UnknownParameter => TemplateErrorText.Of(error, bound.Target, Nearest(error, bound)),
        TemplateErrorKind.ResultTooEarly => "'result' is not known before the call; a text about the request begins with a parameter or 'this'",
        TemplateErrorKind.UnknownResult => $"a text about the answer begins with 'result', not with '{error.Text}'",
        TemplateErrorKind.NoResult => $"'{MethodNames.Of(bound.Target)}' returns nothing",
        TemplateErrorKind.UnknownError when bound.ErrorType is null => "set ErrorType to the exception that has the status, which has to be accessible here",
        TemplateErrorKind.UnknownError => $"a text about the exception begins with 'error', not with '{error.Text}'",
        TemplateErrorKind.ManyValues => $"there are many of '{error.Text}', and one value is asked for",
        TemplateErrorKind.NoNumber => $"'{error.Text}' is no whole number that fits; write one placeholder, or several with + or * between them",
        TemplateErrorKind.NoText => $"the value of '{error.Text}' has no text of its own; name the member that is the text",
        TemplateErrorKind.LiteralText => $"'{error.Text.Trim()}' is literal text; write placeholders with blanks between them",
        TemplateErrorKind.AlwaysThere => $"'{error.Text}' is always there; name a bool, or something that is null until the end",
        _ => TemplateErrorText.Of(error, bound.Target, suggestion: null),
    };
}
