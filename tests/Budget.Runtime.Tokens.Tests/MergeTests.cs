using System.Text;

namespace BudgetGen.Tokens.Tests;

/// <summary>The quick ways to merge a piece give what the definition gives.</summary>
public sealed class MergeTests
{
    private static readonly Vocabulary s_vocabulary = Vocabulary.Read("o200k_base");

    /// <summary>Few different characters make many merges that depend on each other over a long way.</summary>
    private static readonly string[] s_alphabets = ["a", "ab", " ", "aab", "abc", "=-", "\n", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "的一是不了人我在有他", "éèàüöäßñ", "अआइईउऊऋएऐओऔक", "😀😁🎉"];

    [Fact]
    public void Short_pieces_merge_as_defined()
    {
        var random = new Random(11);
        for (int round = 0; round < Soak.Rounds(20_000, 400_000); round++)
        {
            byte[] piece = Piece(random, 1 + random.Next(ShortMerge.MostBytes));
            Assert.Equal(PlainMerge.Count(s_vocabulary.Merges, piece), ShortMerge.Count(s_vocabulary.Merges, piece));
        }
    }

    [Fact]
    public void Windows_merge_as_defined()
    {
        var random = new Random(12);
        var windows = new WindowMerge();
        for (int round = 0; round < Soak.Rounds(300, 6_000); round++)
        {
            byte[] piece = Piece(random, 1 + random.Next(random.Next(4) == 0 ? 2_000 : 300));
            Assert.Equal(PlainMerge.Count(s_vocabulary.Merges, piece), windows.Merge(s_vocabulary.Merges, piece));
        }
    }

    [Fact]
    public void Long_pieces_merge_as_one()
    {
        var random = new Random(13);
        var whole = new WindowMerge();
        for (int round = 0; round < Soak.Rounds(400, 20_000); round++)
        {
            string alphabet = s_alphabets[random.Next(s_alphabets.Length)];
            Rune[] runes = [.. alphabet.EnumerateRunes()];
            var text = new StringBuilder();
            int length = 1 + random.Next(6_000), period = 1 + random.Next(300);
            bool repeats = random.Next(3) == 0;
            while (text.Length < length)
                text.Append(repeats && text.Length > 2 * period ? text.ToString(text.Length - (2 * period), period) : runes[random.Next(runes.Length)].ToString());
            string piece = text.ToString();
            Assert.Equal(whole.Merge(s_vocabulary.Merges, Encoding.UTF8.GetBytes(piece)), LongPiece.Count(s_vocabulary.Merges, piece));
        }
    }

    /// <summary>Windows of 24 bytes that overlap by 4: what happens behind a window's end reaches back into it, and tokens run over the whole overlap.</summary>
    [Fact]
    public void Windows_grow_until_they_fit_together()
    {
        var random = new Random(15);
        var whole = new WindowMerge();
        var windows = new LongPiece(24, 4);
        for (int round = 0; round < Soak.Rounds(2_000, 60_000); round++)
        {
            string alphabet = s_alphabets[random.Next(s_alphabets.Length)];
            var text = new StringBuilder();
            int length = 1 + random.Next(600);
            while (text.Length < length)
                text.Append(alphabet[random.Next(alphabet.Length)]);
            string piece = text.ToString();
            Assert.Equal(whole.Merge(s_vocabulary.Merges, Encoding.UTF8.GetBytes(piece)), windows.CountWindows(s_vocabulary.Merges, piece));
        }

        Assert.True(windows.Grown > 100, $"Only {windows.Grown} windows grew: they are not as small as they should be.");
    }

    private static byte[] Piece(Random random, int length)
    {
        string alphabet = s_alphabets[random.Next(s_alphabets.Length)];
        var text = new StringBuilder();
        while (Encoding.UTF8.GetByteCount(text.ToString()) < length)
            text.Append(alphabet[random.Next(alphabet.Length)]);
        return Encoding.UTF8.GetBytes(text.ToString())[..length];
    }
}
