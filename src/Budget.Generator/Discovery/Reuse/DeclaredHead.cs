using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>A piece of text that declares something: who means the name, means what the piece says.</summary>
/// <param name="Name">The type or member; the type of what is meant without a name; or <see cref="Everywhere"/>.</param>
/// <param name="Type">The simple name of the member's type; <see cref="MemberName.Anywhere"/> for what extends other types; null for a type.</param>
/// <param name="Span">Where the piece stands.</param>
/// <param name="NameStart">Where in it the name stands, which is no word of what it says; -1 if it does not.</param>
internal readonly record struct DeclaredHead(string Name, string? Type, TextSpan Span, int NameStart)
{
    /// <summary>
    /// The type around a type, and around an extension method: what is said of it, by an attribute, is said of these as well, and nobody need say its name. Empty if there is none.
    /// </summary>
    public string Within { get; init; } = "";

    /// <summary>The name of what everybody means.</summary>
    public const string Everywhere = "";
}
