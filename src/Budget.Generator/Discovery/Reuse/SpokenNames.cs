using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>Whether a file says a name, be it in a comment: searched for in its text, which is quicker than in its tokens.</summary>
internal static class SpokenNames
{
    // Searching for one name goes over a text faster than looking at each of its words.
    private const int Few = 12;

    private static readonly ConditionalWeakTable<SyntaxTree, object> _escaped = new();

    /// <summary>True if the file may say the name anywhere but in these places.</summary>
    public static bool Has(SyntaxTree tree, string name, TextSpan[] elsewhere, CancellationToken cancellationToken)
    {
        string text = tree.GetText(cancellationToken).ToString();
        return name.Length == 0 || HidesNames(tree, text, cancellationToken) || Has(text, name, elsewhere);
    }

    /// <summary>True if the file may say one of the names.</summary>
    public static bool HasAny(SyntaxTree tree, NameSet names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
            return false;

        string text = tree.GetText(cancellationToken).ToString();
        return HidesNames(tree, text, cancellationToken) || (names.Count <= Few ? names.Any(name => Has(text, name, [])) : Words(text, 0, text.Length, -1, names));
    }

    /// <summary>True if a piece of a file, but for the word at one place, says one of the names.</summary>
    public static bool HasAny(SyntaxTree tree, TextSpan span, int but, NameSet names, CancellationToken cancellationToken)
    {
        string text = tree.GetText(cancellationToken).ToString();
        return HidesNames(tree, text, cancellationToken) || Words(text, span.Start, span.End, but, names);
    }

    /// <summary>True if something in a text, be it a name or a literal, is written as a code point.</summary>
    public static bool HasEscapes(string text)
    {
        for (int at = text.IndexOf('\\'); at >= 0 && at + 1 < text.Length; at = text.IndexOf('\\', at + 1))
        {
            if (text[at + 1] is 'u' or 'U')
                return true;
        }

        return false;
    }

    private static bool Has(string text, string name, TextSpan[] elsewhere)
    {
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (!IsPart(text, at - 1) && !IsPart(text, at + name.Length) && !Array.Exists(elsewhere, span => span.Contains(at)))
                return true;
        }

        return false;
    }

    private static bool Words(string text, int start, int end, int but, NameSet names)
    {
        for (int i = start; i < end; i++)
        {
            if (!IsPart(text, i))
                continue;

            int from = i;
            while (i < end && IsPart(text, i))
                i++;
            if (from != but && names.Contains(text, from, i - from))
                return true;
        }

        return false;
    }

    /// <summary>True if some name is written with an escape: the text does not show which.</summary>
    private static bool HidesNames(SyntaxTree tree, string text, CancellationToken cancellationToken) =>
        HasEscapes(text)
        && (bool)_escaped.GetValue(tree, key => key.GetRoot(cancellationToken).DescendantTokens().Any(static token => token.IsKind(SyntaxKind.IdentifierToken) && token.Text.IndexOf('\\') >= 0));

    private static bool IsPart(string text, int at) => at >= 0 && at < text.Length && SyntaxFacts.IsIdentifierPartCharacter(text[at]);
}
