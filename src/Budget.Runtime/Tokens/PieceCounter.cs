using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace BudgetGen;

/// <summary>Counts the tokens of texts and pieces with one vocabulary.</summary>
internal sealed class PieceCounter(Vocabulary vocabulary)
{
    private const int MostBytesPerUnit = 3;

    private readonly Vocabulary _vocabulary = vocabulary;
    private readonly PieceCache _cache = new();

    public Vocabulary Vocabulary => _vocabulary;

    /// <summary>The tokens of a text whose pieces are cut by a rule.</summary>
    public long Count<TRule>(ReadOnlySpan<char> span)
        where TRule : struct, IPieceRule
    {
        var text = new PieceText(span);
        ref ushort first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(span));
        TokenSet tokens = _vocabulary.Tokens;
        long count = 0;
        int at = 0;
        while (at < text.Length)
        {
            int end;
            if (at + Vector128<byte>.Count <= text.Length)
            {
                Vector128<byte> bytes = Narrow(ref first, at);
                int word = TRule.Word(bytes);
                if (word > 0)
                {
                    end = at + word;
                    count += IsToken(tokens, bytes, word) ? 1 : Merged(span[at..end]);
                    at = end;
                    continue;
                }

                end = TRule.End(text, at);
                int length = end - at;
                if (length <= TokenKey.MostBytes && (bytes.ExtractMostSignificantBits() & ((1u << length) - 1)) == 0)
                {
                    count += length == 1 || IsToken(tokens, bytes, length) ? 1 : Merged(span[at..end]);
                    at = end;
                    continue;
                }
            }
            else
            {
                end = TRule.End(text, at);
            }

            count += CountPiece(span[at..end]);
            at = end;
        }

        return count;
    }

    /// <summary>Sixteen characters as bytes, in which 128 or more means not ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(ref ushort first, int at)
    {
        ref ushort start = ref Unsafe.Add(ref first, at);
        return Vector128.NarrowWithSaturation(Vector128.LoadUnsafe(ref start), Vector128.LoadUnsafe(ref start, 8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsToken(TokenSet tokens, Vector128<byte> bytes, int length)
    {
        if (length <= TokenKey.MostShortBytes)
            return tokens.ContainsShort(TokenKey.Short(bytes.AsUInt64().ToScalar(), length));

        TokenKey key = TokenKey.Of(bytes, length);
        return tokens.ContainsLong(key.Low, key.High);
    }

    /// <summary>A piece of any characters and any length.</summary>
    private long CountPiece(ReadOnlySpan<char> piece)
    {
        if (piece.Length <= TokenKey.MostBytes)
        {
            Span<byte> utf8 = stackalloc byte[Vector128<byte>.Count * MostBytesPerUnit];
            int length = Encoding.UTF8.GetBytes(piece, utf8);
            if (length == 1 || (length <= TokenKey.MostBytes && IsToken(_vocabulary.Tokens, Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(utf8)), length)))
                return 1;
        }

        return Merged(piece);
    }

    /// <summary>A piece that is no short token.</summary>
    private long Merged(ReadOnlySpan<char> piece)
    {
        if (piece.Length > PieceCache.MostCharacters)
            return LongPiece.Count(_vocabulary.Merges, piece);

        uint hash = PieceCache.HashOf(piece);
        int known = _cache.Find(piece, hash);
        if (known > 0)
            return known;

        int count = Merge(piece);
        _cache.Keep(piece, hash, count);
        return count;
    }

    private int Merge(ReadOnlySpan<char> piece)
    {
        Span<byte> utf8 = stackalloc byte[PieceCache.MostCharacters * MostBytesPerUnit];
        int length = Encoding.UTF8.GetBytes(piece, utf8);
        return length <= ShortMerge.MostBytes ? ShortMerge.Count(_vocabulary.Merges, utf8[..length]) : (int)LongPiece.Count(_vocabulary.Merges, piece);
    }
}
