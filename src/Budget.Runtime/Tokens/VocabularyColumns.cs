using System.Runtime.CompilerServices;
using System.Text;

namespace BudgetGen;

/// <summary>
/// A vocabulary as it is embedded. The first 256 ranks are the single bytes, as one column; every later token is the pair of tokens that the merge rule of
/// its rank joins, as three columns of bytes for the left ranks and three for the right ones, lowest byte first.
/// </summary>
internal readonly struct VocabularyColumns(byte[] columns)
{
    /// <summary>Ranks below this one are single bytes.</summary>
    public const int Bytes = 256;

    private const int BytesPerRank = 3;

    private readonly int _merged = (columns.Length - Bytes) / (2 * BytesPerRank);

    public int Count => Bytes + _merged;

    public static VocabularyColumns Read(string encoding) => new(EmbeddedColumns.Read(encoding));

    /// <summary>The byte that a rank below 256 stands for.</summary>
    public byte ByteOf(int rank) => columns[rank];

    /// <summary>The two tokens that a later one is made of. Both have lower ranks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int Left, int Right) PairOf(int rank)
    {
        int at = rank;
        int left = columns[at] | (columns[at + _merged] << 8) | (columns[at + (2 * _merged)] << 16);
        at += BytesPerRank * _merged;
        return (left, columns[at] | (columns[at + _merged] << 8) | (columns[at + (2 * _merged)] << 16));
    }

    /// <summary>The tokens' bytes, by rank.</summary>
    public byte[][] ToTokens()
    {
        byte[][] tokens = new byte[Count][];
        for (int rank = 0; rank < tokens.Length; rank++)
        {
            if (rank < Bytes)
            {
                tokens[rank] = [ByteOf(rank)];
                continue;
            }

            (int left, int right) = PairOf(rank);
            tokens[rank] = [.. tokens[left], .. tokens[right]];
        }

        return tokens;
    }

    /// <summary>The text form that the vocabulary was published in: a line of base64 and rank for each token.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        byte[][] tokens = ToTokens();
        for (int rank = 0; rank < tokens.Length; rank++)
            text.Append(Convert.ToBase64String(tokens[rank])).Append(' ').Append(rank).Append('\n');
        return text.ToString();
    }
}
