using System.Collections.Immutable;
using System.Text;

namespace BudgetGen.Generator.Discovery;

/// <summary>A part of a template: literal text, or the path inside braces.</summary>
/// <param name="Text">The literal with its escapes undone, or the path such as <c>request.Tenant.Id</c>.</param>
/// <param name="IsPath">True for a path.</param>
/// <param name="Start">Where it begins in the template's text, so that a diagnostic can point at it.</param>
/// <param name="Length">How long it is there.</param>
/// <param name="Blanks">How many blanks a path begins with there.</param>
internal readonly record struct TemplatePart(string Text, bool IsPath, int Start, int Length, int Blanks = 0);

/// <summary>What is wrong with a template, and where in its text.</summary>
internal sealed record TemplateError(TemplateErrorKind Kind, string Text, int Start, int Length);

/// <summary>Why a template does not bind.</summary>
internal enum TemplateErrorKind
{
    /// <summary>A brace without its partner, or an empty or malformed path.</summary>
    Syntax,

    /// <summary>The first name of the path is no parameter of the method (on a type or an assembly there are none).</summary>
    UnknownParameter,

    /// <summary><c>this</c> in a static method.</summary>
    NoReceiver,

    /// <summary>A name in the path is no readable property or field.</summary>
    UnknownMember,

    /// <summary>A member in the path is not accessible from generated code.</summary>
    InaccessibleMember,

    /// <summary>A member in the path is obsolete, and using it is an error.</summary>
    GoneMember,

    /// <summary>The value cannot become text before the call: an <c>out</c> parameter, a pointer, a ref struct, a delegate-like or dynamic value.</summary>
    UnusableValue,

    /// <summary>A tag without <c>=</c> or without a name.</summary>
    MalformedTag,

    /// <summary>What the call returns, in a text about its request.</summary>
    ResultTooEarly,

    /// <summary>A text about the answer that does not begin with <c>result</c>.</summary>
    UnknownResult,

    /// <summary><c>result</c> of a method that returns nothing.</summary>
    NoResult,

    /// <summary>A text about an exception that does not begin with <c>error</c>, or without the exception's type.</summary>
    UnknownError,

    /// <summary>A sequence where one value is asked for.</summary>
    ManyValues,

    /// <summary>A value that is no whole number of at most 64 bits with a sign, or text where a number is asked for.</summary>
    NoNumber,

    /// <summary>A value that has no text of its own.</summary>
    NoText,

    /// <summary>Literal text where only placeholders are asked for.</summary>
    LiteralText,

    /// <summary>A value that is always there, where its presence is asked for.</summary>
    AlwaysThere,
}

/// <summary>A template taken apart: <c>"tenant-{request.Tenant.Id}"</c> is a literal and a path. Doubled braces are literal ones.</summary>
internal sealed record Template(ImmutableArray<TemplatePart> Parts, TemplateError? Error)
{
    /// <summary>True if there is nothing to bind.</summary>
    public bool IsLiteral => Error is null && Parts.All(part => !part.IsPath);

    /// <summary>The text of a literal template.</summary>
    public string LiteralText => string.Concat(Parts.Select(part => part.Text));

    /// <summary>Takes a text apart, which never throws.</summary>
    public static Template Parse(string text)
    {
        ImmutableArray<TemplatePart>.Builder parts = ImmutableArray.CreateBuilder<TemplatePart>();
        var literal = new StringBuilder();
        int literalStart = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '}')
            {
                return Broken(text, i, 1);
            }
            else if (c == '{')
            {
                int end = text.IndexOf('}', i);
                if (end < 0)
                    return Broken(text, i, text.Length - i);

                string path = text.Substring(i + 1, end - i - 1);
                if (!IsPath(path))
                    return Broken(text, i, end - i + 1);

                AddLiteral(i);
                parts.Add(new TemplatePart(path.Trim(), IsPath: true, i + 1, path.Length, path.Length - path.TrimStart().Length));
                i = end;
                literalStart = i + 1;
            }
            else
            {
                literal.Append(c);
            }
        }

        AddLiteral(text.Length);
        return new Template(parts.ToImmutable(), null);

        void AddLiteral(int end)
        {
            if (literal.Length > 0)
                parts.Add(new TemplatePart(literal.ToString(), IsPath: false, literalStart, end - literalStart));
            literal.Clear();
        }
    }

    private static Template Broken(string text, int start, int length) =>
        new([], new TemplateError(TemplateErrorKind.Syntax, text.Substring(start, length), start, length));

    private static bool IsPath(string path) =>
        path.Trim().Split('.').All(name => name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_'));
}
