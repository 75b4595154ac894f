using BudgetGen.Generator.Emit;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Discovery;

/// <summary>Hands out names that are distinct in one interceptor and hide nothing that its body uses.</summary>
internal sealed class NameScope
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The wished name, or the nearest one that is free; without <c>@</c>.</summary>
    public string Take(string wish)
    {
        string name = wish.Length == 0 ? "value" : wish;
        for (int number = 2; ReservedNames.Contains(name) || !_taken.Add(name); number++)
            name = wish + "_" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);

        return name;
    }

    /// <summary>The name as it is written in C#: keywords get an <c>@</c>.</summary>
    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
