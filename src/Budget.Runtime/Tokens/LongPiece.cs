using System.Text;

namespace BudgetGen;

/// <summary>
/// Counts a piece of any length in linear time and a fixed amount of memory, exactly. It is merged in windows that overlap: each begins at a token of the
/// one before. A row of tokens is what merging yields if and only if each two neighbours in it are what merging these two alone would leave. So if both
/// windows have the same token at the place where the second one begins, the first one up to there and the second one are the whole. If they have not,
/// because something behind the first window's end reaches back through the overlap, the first window grows.
/// </summary>
internal sealed class LongPiece
{
    private const int Window = 1024;

    /// <summary>More than the longest token of 128 bytes: a token begins in it, and what a window's end tears is most often behind that one.</summary>
    private const int Overlap = 192;

    /// <summary>Arrays that grew beyond this are not kept.</summary>
    private const int MostKept = 64 * 1024;

    [ThreadStatic]
    private static LongPiece? t_own;

    private readonly WindowMerge _merge = new();
    private byte[] _bytes = new byte[2 * Window];

    private LongPiece()
    {
    }

    /// <summary>The bytes merged on this thread so far.</summary>
    internal static long BytesMergedOnThread => t_own?._merge.BytesMerged ?? 0;

    public static long Count(MergeTable merges, ReadOnlySpan<char> piece)
    {
        LongPiece own = t_own ??= new LongPiece();
        long count = own.CountWindows(merges, piece);
        if (own._bytes.Length > MostKept)
            t_own = null;
        return count;
    }

    private long CountWindows(MergeTable merges, ReadOnlySpan<char> piece)
    {
        long count = 0;
        int length = 0;
        Fill(ref piece, ref length, Window);
        int tokens = _merge.Merge(merges, _bytes.AsSpan(0, length));
        while (!piece.IsEmpty)
        {
            int inFront = 0, cut = 0;
            for (; cut + Overlap < length; cut = _merge.NextAfter(cut))
                inFront++;
            int expected = _merge.TokenAt(cut);

            Fill(ref piece, ref length, cut + Window);
            tokens = _merge.Merge(merges, _bytes.AsSpan(cut, length - cut));
            if (_merge.TokenAt(0) == expected)
            {
                count += inFront;
                _bytes.AsSpan(cut, length - cut).CopyTo(_bytes);
                length -= cut;
            }
            else
            {
                tokens = _merge.Merge(merges, _bytes.AsSpan(0, length));
            }
        }

        return count + tokens;
    }

    /// <summary>Takes characters from the front of a piece until so many bytes are there, or it is used up.</summary>
    private void Fill(ref ReadOnlySpan<char> piece, ref int length, int wanted)
    {
        const int MostBytesPerCharacter = 4;
        if (_bytes.Length < wanted + MostBytesPerCharacter)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, wanted + MostBytesPerCharacter));
        while (!piece.IsEmpty && length < wanted)
        {
            Rune.DecodeFromUtf16(piece, out Rune character, out int units);
            length += character.EncodeToUtf8(_bytes.AsSpan(length));
            piece = piece[units..];
        }
    }
}
