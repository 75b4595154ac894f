using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>Whether a file says a name, be it in a comment: searched for in its text, which is quicker than its tokens.</summary>
internal static class SpokenNames
{
    /// <summary>True if the file may say the name.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="name">The name.</param>
    /// <param name="elsewhere">Where it does not count.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static bool Has(SyntaxTree tree, string name, TextSpan[] elsewhere, CancellationToken cancellationToken)
    {
        string text = tree.GetText(cancellationToken).ToString();

        // Written with an escape, the text does not show it.
        if (name.Length == 0 || text.IndexOf("\\u", StringComparison.OrdinalIgnoreCase) >= 0)
            return true;

        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (!IsPart(text, at - 1) && !IsPart(text, at + name.Length) && !Array.Exists(elsewhere, span => span.Contains(at)))
                return true;
        }

        return false;
    }

    private static bool IsPart(string text, int at) => at >= 0 && at < text.Length && SyntaxFacts.IsIdentifierPartCharacter(text[at]);
}
