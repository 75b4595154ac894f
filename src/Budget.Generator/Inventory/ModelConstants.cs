using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Inventory;

/// <summary>Models that a library names by an enumeration, such as Anthropic's <c>Model.ClaudeSonnet4_5</c>: the name that is sent, as far as the book knows it.</summary>
internal static class ModelConstants
{
    private static readonly Regex _border = new("(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])|_", RegexOptions.CultureInvariant);

    /// <summary>The model; null: it is no such constant, or the book does not know the name that it seems to stand for.</summary>
    public static string? NameOf(IOperation value) =>
        value is IFieldReferenceOperation { Field: { ContainingType: { TypeKind: TypeKind.Enum, Name: "Model", ContainingAssembly.Name: "Anthropic" } } field }
        && Spell(field.Name) is var name && PriceTable.Embedded.Find(name, "anthropic") is not null
            ? name
            : null;

    /// <summary>A member's name as models are spelled.</summary>
    public static string Spell(string member) => _border.Replace(member, "-").ToLowerInvariant();
}
