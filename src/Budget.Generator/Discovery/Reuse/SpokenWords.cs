using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>
/// The words of one file, as a Bloom filter of 16 to 32 bits a word: most files do not say most names, and then their text need not be searched. Made when it is first
/// asked for, which a build that runs once never does.
/// </summary>
internal sealed class SpokenWords
{
    private const int BitsOfAWord = 64;
    private const int Fewest = 4;

    private static readonly ConditionalWeakTable<SyntaxTree, SpokenWords> _byTree = new();

    private readonly ulong[] _bits;

    private SpokenWords(string text, bool hideNames)
    {
        Text = text;
        HideNames = hideNames;

        // A word and what stands around it take eight characters, and about half of all words were there before.
        int size = Fewest;
        while (size * BitsOfAWord < text.Length)
            size *= 2;
        _bits = new ulong[size];
        for (int at = 0; WordText.Next(text, ref at, text.Length, out int start);)
        {
            ulong hash = WordText.Hash(text, start, at - start);
            _bits[Place(hash)] |= Bits(hash);
        }
    }

    /// <summary>The file's text.</summary>
    public string Text { get; }

    /// <summary>True if some name is not written as it is meant: the text does not show which.</summary>
    public bool HideNames { get; }

    /// <summary>The words of a file.</summary>
    public static SpokenWords Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (_byTree.TryGetValue(tree, out SpokenWords? words))
            return words;

        string text = tree.GetText(cancellationToken).ToString();
        bool hideNames = WordText.MayHideNames(text) && tree.GetRoot(cancellationToken).DescendantTokens().Any(static token => token.IsKind(SyntaxKind.IdentifierToken) && WordText.MayHideNames(token.Text));
        return _byTree.GetValue(tree, _ => new SpokenWords(text, hideNames));
    }

    /// <summary>False if the file certainly does not say the word of this hash.</summary>
    public bool MayHave(ulong hash)
    {
        ulong bits = Bits(hash);
        return (_bits[Place(hash)] & bits) == bits;
    }

    private int Place(ulong hash) => (int)(hash >> 40) & (_bits.Length - 1);

    // Three bits of one place: less exact than of three places, and one look at memory.
    private static ulong Bits(ulong hash) => (1UL << (int)(hash & 63)) | (1UL << (int)((hash >> 6) & 63)) | (1UL << (int)((hash >> 12) & 63));
}
