using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>Whether a file says a name, be it in a comment: searched for in its text, which is quicker than in its tokens.</summary>
internal static class SpokenNames
{
    /// <summary>True if the file may say the name anywhere but in these places.</summary>
    public static bool Has(SyntaxTree tree, string name, TextSpan[] elsewhere, CancellationToken cancellationToken)
    {
        var words = SpokenWords.Of(tree, cancellationToken);
        return name.Length == 0 || words.HideNames || (words.MayHave(WordText.Hash(name, 0, name.Length)) && Has(words.Text, name, elsewhere));
    }

    /// <summary>True if the file may say one of the names.</summary>
    public static bool HasAny(SyntaxTree tree, NameSet names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
            return false;

        var words = SpokenWords.Of(tree, cancellationToken);
        return words.HideNames || names.HasMissingName || (Array.Exists(names.Hashes, words.MayHave) && Words(words.Text, 0, words.Text.Length, -1, names));
    }

    /// <summary>True if a piece of a file, but for the word at one place, says one of the names.</summary>
    public static bool HasAny(SyntaxTree tree, TextSpan span, int but, NameSet names, CancellationToken cancellationToken)
    {
        var words = SpokenWords.Of(tree, cancellationToken);
        return words.HideNames || Words(words.Text, span.Start, span.End, but, names);
    }

    private static bool Has(string text, string name, TextSpan[] elsewhere)
    {
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (!WordText.IsPart(text, at - 1) && !WordText.IsPart(text, at + name.Length) && !Array.Exists(elsewhere, span => span.Contains(at)))
                return true;
        }

        return false;
    }

    private static bool Words(string text, int start, int end, int but, NameSet names)
    {
        for (int at = start; WordText.Next(text, ref at, end, out int from);)
        {
            if (from != but && names.Contains(text, from, at - from))
                return true;
        }

        return false;
    }
}
