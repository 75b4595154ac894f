using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Analysis;

/// <summary>What is said about a template that does not bind.</summary>
internal static class TemplateErrorText
{
    /// <summary>The end of the sentence.</summary>
    /// <param name="error">What is wrong.</param>
    /// <param name="owner">The method, type or assembly that the attribute stands on.</param>
    /// <param name="suggestion">The name that was probably meant, or null.</param>
    public static string Of(TemplateError error, ISymbol owner, string? suggestion) => error.Kind switch
    {
        TemplateErrorKind.Syntax => $"'{error.Text}' is no placeholder; write a path such as {{request.UserId}}, and {{{{ or }}}} for a literal brace",
        TemplateErrorKind.UnknownParameter when owner is not IMethodSymbol => $"there is no '{error.Text}' here, because a type or an assembly has no parameters; use literal text",
        TemplateErrorKind.UnknownParameter when suggestion is not null => $"'{MethodNames.Of(owner)}' has no parameter '{error.Text}'; did you mean '{suggestion}'?",
        TemplateErrorKind.UnknownParameter => $"'{MethodNames.Of(owner)}' has no parameter '{error.Text}'",
        TemplateErrorKind.NoReceiver => $"'{MethodNames.Of(owner)}' is static and has no 'this'",
        TemplateErrorKind.UnknownMember => $"'{error.Text}' is no property or field that can be read there",
        TemplateErrorKind.GoneMember => $"'{error.Text}' is obsolete, and using it is an error; name what takes its place",
        TemplateErrorKind.InaccessibleMember => $"'{error.Text}' is not accessible from generated code; make it internal or public",
        TemplateErrorKind.UnusableValue => $"the value of '{error.Text}' cannot become text before the call",
        TemplateErrorKind.MalformedTag => $"the tag '{error.Text}' is not of the form \"name=value\"",
        _ => $"'{error.Text}' is not understood",
    };
}
