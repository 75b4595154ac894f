using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace BudgetGen;

/// <summary>Counts the tokens of texts and pieces with one vocabulary.</summary>
internal sealed class PieceCounter(Vocabulary vocabulary)
{
    private readonly Vocabulary _vocabulary = vocabulary;
    private readonly PieceCache _cache = new();
    private readonly ShortPieceCache _short = new();

    /// <summary>The tokens of a text whose pieces are cut by a rule.</summary>
    public long Count<TRule>(ReadOnlySpan<char> span)
        where TRule : struct, IPieceRule
    {
        ref ushort first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(span));
        TokenSet tokens = _vocabulary.Tokens;
        long count = 0;
        int at = 0;
        while (at + Vector128<byte>.Count <= span.Length)
        {
            Vector128<byte> bytes = Narrow(ref Unsafe.Add(ref first, at));
            int length = TRule.Word(bytes);
            if (length > 0)
            {
                count += IsToken(tokens, bytes, length) ? 1 : Missed(span.Slice(at, length), bytes.AsUInt64().ToScalar());
                at += length;
            }
            else
            {
                count += CountOther<TRule>(span, ref at, bytes, TRule.Other(bytes));
            }
        }

        while (at < span.Length)
        {
            Vector128<byte> bytes = NarrowLast(span[at..]);
            int length = TRule.Word(bytes);
            count += CountOther<TRule>(span, ref at, bytes, length > 0 ? length : TRule.Other(bytes));
        }

        return count;
    }

    /// <summary>The piece at a position, whatever it is.</summary>
    /// <param name="span">The text.</param>
    /// <param name="at">Where the piece begins; where it ends, afterwards.</param>
    /// <param name="bytes">The characters there.</param>
    /// <param name="length">The piece's length, or 0 if it is not clear yet.</param>
    private long CountOther<TRule>(ReadOnlySpan<char> span, ref int at, Vector128<byte> bytes, int length)
        where TRule : struct, IPieceRule
    {
        if (length == 0)
        {
            int start = at;
            at = TRule.End(new PieceText(span), start);
            length = at - start;
            if (length > TokenKey.MostBytes || (bytes.ExtractMostSignificantBits() & ((1u << length) - 1)) != 0)
                return CountPiece(span[start..at]);
            at = start;
        }

        int piece = at;
        at += length;
        return length == 1 || IsToken(_vocabulary.Tokens, bytes, length) ? 1 : Missed(span.Slice(piece, length), bytes.AsUInt64().ToScalar());
    }

    /// <summary>Sixteen characters as bytes, in which 128 or more means not ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(ref ushort start) =>
        Vector128.NarrowWithSaturation(Vector128.LoadUnsafe(ref start), Vector128.LoadUnsafe(ref start, (nuint)Vector128<ushort>.Count));

    /// <summary>The last characters of a text, and what is not ASCII behind them: only the last piece has to be looked at again.</summary>
    private static Vector128<byte> NarrowLast(ReadOnlySpan<char> last)
    {
        Span<char> sixteen = stackalloc char[Vector128<byte>.Count];
        sixteen.Fill(char.MaxValue);
        last.CopyTo(sixteen);
        return Narrow(ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(sixteen)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsToken(TokenSet tokens, Vector128<byte> bytes, int length)
    {
        if (length <= TokenKey.MostShortBytes)
            return tokens.ContainsShort(TokenKey.Short(bytes.AsUInt64().ToScalar(), length));

        TokenKey key = TokenKey.Of(bytes, length);
        return tokens.ContainsLong(key.Low, key.High);
    }

    /// <summary>A piece of ASCII characters that are no token.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Missed(ReadOnlySpan<char> piece, ulong low) =>
        piece.Length <= TokenKey.MostShortBytes ? MergedShort(piece, TokenKey.Short(low, piece.Length)) : Merged(piece);

    /// <summary>A piece of any characters and any length.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long CountPiece(ReadOnlySpan<char> piece)
    {
        if (piece.Length <= TokenKey.MostBytes)
        {
            Span<byte> utf8 = stackalloc byte[Vector128<byte>.Count];
            if (Utf8.FromUtf16(piece, utf8, out _, out int length) == OperationStatus.Done && length <= TokenKey.MostBytes)
            {
                var bytes = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(utf8));
                if (length == 1 || IsToken(_vocabulary.Tokens, bytes, length))
                    return 1;
                if (length <= TokenKey.MostShortBytes)
                    return MergedShort(piece, TokenKey.Short(bytes.AsUInt64().ToScalar(), length));
            }
        }

        return Merged(piece);
    }

    /// <summary>A piece of at most seven bytes that is no token.</summary>
    private int MergedShort(ReadOnlySpan<char> piece, ulong key)
    {
        int count = _short.Find(key);
        if (count == 0)
            _short.Keep(key, count = Merge(piece));
        return count;
    }

    /// <summary>A longer piece that is no short token.</summary>
    private long Merged(ReadOnlySpan<char> piece)
    {
        if (piece.Length > PieceCache.MostCharacters)
            return LongPiece.Count(_vocabulary.Merges, piece);

        uint hash = PieceCache.HashOf(piece);
        int count = _cache.Find(piece, hash);
        if (count == 0)
            _cache.Keep(piece, hash, count = Merge(piece));
        return count;
    }

    private int Merge(ReadOnlySpan<char> piece)
    {
        Span<byte> utf8 = stackalloc byte[ShortMerge.MostBytes];
        return Utf8.FromUtf16(piece, utf8, out _, out int length) == OperationStatus.Done
            ? ShortMerge.Count(_vocabulary.Merges, utf8[..length])
            : (int)LongPiece.Count(_vocabulary.Merges, piece);
    }
}
