using System.Collections.Immutable;
using System.Text;
using BudgetGen.Generator.Emit;

namespace BudgetGen.Generator.Discovery;

/// <summary>A literal, or member access on a parameter or on the receiver.</summary>
/// <param name="Literal">The text of a literal, otherwise null.</param>
/// <param name="Root">Ordinal of the parameter, or <see cref="Receiver"/>.</param>
/// <param name="Members">Null-safe member access after the root, such as <c>?.Tenant?.Id</c>.</param>
/// <param name="ToText">What turns the value into text, such as <c>.ToString(CultureInfo.InvariantCulture)</c>; empty if it is text.</param>
internal sealed record BoundPart(string? Literal, int Root, string Members, string ToText)
{
    public const int Receiver = -1;

    /// <summary>Ids of what the compiler says of the members that are read.</summary>
    public ImmutableArray<string> WarningIds { get; init; } = [];
}

/// <summary>A template resolved against a method: a literal, or an expression over its parameters; or what is wrong with it.</summary>
internal sealed record BoundTemplate(ImmutableArray<BoundPart> Parts, TemplateError? Error)
{
    /// <summary>True if it needs no argument of the call.</summary>
    public bool IsLiteral => Error is null && Parts.All(part => part.Literal is not null);

    /// <summary>The text of a literal template.</summary>
    public string LiteralText => string.Concat(Parts.Select(part => part.Literal));

    /// <summary>Ids of what the compiler says of the members that it reads.</summary>
    public IEnumerable<string> WarningIds => Parts.SelectMany(part => part.WarningIds);

    /// <summary>Ordinals of the parameters that it reads.</summary>
    public IEnumerable<int> Roots => Parts.Where(part => part.Literal is null).Select(part => part.Root);

    /// <summary>The template as a C# expression of type <c>string?</c>.</summary>
    /// <param name="rootName">The name of a parameter by its ordinal, or of the receiver.</param>
    public string ToExpression(Func<int, string> rootName)
    {
        if (IsLiteral)
            return Literals.Quote(LiteralText);

        if (Parts.Length == 1)
            return rootName(Parts[0].Root) + Parts[0].Members + Parts[0].ToText;

        var text = new StringBuilder("$\"");
        foreach (BoundPart part in Parts)
        {
            if (part.Literal is not null)
                text.Append(Literals.Escape(part.Literal).Replace("{", "{{").Replace("}", "}}"));
            else
                text.Append('{').Append(rootName(part.Root)).Append(part.Members).Append('}');
        }

        text.Append('"');
        return Parts.All(part => part.ToText.Length == 0) ? text.ToString() : $"string.Create(CultureInfo.InvariantCulture, {text})";
    }
}
