using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BudgetGen.Tokens.Tests;

/// <summary>What is embedded is what was published.</summary>
public sealed class VocabularyTests
{
    [Theory]
    [InlineData("o200k_base", 199_998, "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d")]
    [InlineData("cl100k_base", 100_256, "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7")]
    public void The_embedded_columns_are_the_published_text(string encoding, int count, string sha256)
    {
        var columns = VocabularyColumns.Read(encoding);
        Assert.Equal(count, columns.Count);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(columns.ToText()))));
    }

    [Theory]
    [InlineData("o200k_base")]
    [InlineData("cl100k_base")]
    public void Every_token_merges_to_itself(string encoding)
    {
        var vocabulary = Vocabulary.Read(encoding);
        foreach (byte[] token in VocabularyColumns.Read(encoding).ToTokens())
        {
            if (token.Length <= ShortMerge.MostBytes)
                Assert.Equal(1, ShortMerge.Count(vocabulary.Merges, token));
            else
                Assert.Equal(1, new WindowMerge().Merge(vocabulary.Merges, token));
        }
    }

    [Fact]
    public void The_kinds_of_all_characters_are_those_of_the_list()
    {
        var expected = new CharacterKinds[0x110000];
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "tools", "VocabularyBuilder", "characters.txt")))
        {
            int first = int.Parse(line.AsSpan(0, line.IndexOf('.', StringComparison.Ordinal)), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            int last = int.Parse(line.AsSpan(line.IndexOf("..", StringComparison.Ordinal) + 2, line.IndexOf(' ', StringComparison.Ordinal) - line.IndexOf("..", StringComparison.Ordinal) - 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            expected.AsSpan(first, last + 1 - first).Fill(line[^1] switch
            {
                'U' => CharacterKinds.Upper,
                'l' => CharacterKinds.Lower,
                'o' => CharacterKinds.Uncased,
                'M' => CharacterKinds.Mark,
                'N' => CharacterKinds.Number,
                's' => CharacterKinds.Space,
                _ => CharacterKinds.LineEnd,
            });
        }

        for (int scalar = 0; scalar < expected.Length; scalar++)
            Assert.Equal(expected[scalar], CharacterTable.Shared[scalar]);
    }

    /// <summary>The list is of another Unicode version than the platform, and nearly the same: a list that was packed wrongly would not be.</summary>
    [Fact]
    public void The_kinds_are_nearly_those_of_the_platform()
    {
        int differ = 0;
        for (int scalar = 0; scalar < 0x110000; scalar++)
        {
            if (scalar is >= 0xD800 and < 0xE000)
                continue;
            CharacterKinds kind = new Rune(scalar) is var rune && Rune.IsWhiteSpace(rune)
                ? CharacterKinds.White
                : Rune.GetUnicodeCategory(rune) switch
                {
                    UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => CharacterKinds.Upper,
                    UnicodeCategory.LowercaseLetter => CharacterKinds.Lower,
                    UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CharacterKinds.Uncased,
                    UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => CharacterKinds.Mark,
                    UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharacterKinds.Number,
                    _ => CharacterKinds.None,
                };
            if (kind == CharacterKinds.None ? CharacterTable.Shared[scalar] != kind : (CharacterTable.Shared[scalar] & kind) == 0)
                differ++;
        }

        Assert.InRange(differ, 0, 12_000);
    }
}
