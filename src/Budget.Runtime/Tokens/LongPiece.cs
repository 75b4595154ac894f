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
    private const int UsualWindow = 1024;

    /// <summary>More than the longest token of 128 bytes: a token begins in it, and what a window's end tears is most often behind that one.</summary>
    private const int UsualOverlap = 192;

    /// <summary>Arrays that grew beyond this are not kept.</summary>
    private const int MostKept = 64 * 1024;

    [ThreadStatic]
    private static LongPiece? t_own;

    private readonly WindowMerge _merge = new();
    private readonly int _window;
    private readonly int _overlap;
    private byte[] _bytes;

    /// <summary>Tests make windows smaller than usual, in which texts of any kind do what only made ones do in usual windows.</summary>
    internal LongPiece(int window, int overlap) => (_window, _overlap, _bytes) = (window, overlap, new byte[2 * window]);

    /// <summary>The bytes merged on this thread so far.</summary>
    internal static long BytesMergedOnThread => t_own?._merge.BytesMerged ?? 0;

    /// <summary>How often windows did not fit together so far.</summary>
    internal int Grown { get; private set; }

    public static long Count(MergeTable merges, ReadOnlySpan<char> piece)
    {
        LongPiece own = t_own ??= new LongPiece(UsualWindow, UsualOverlap);
        long count = own.CountWindows(merges, piece);
        if (own._bytes.Length > MostKept)
            t_own = null;
        return count;
    }

    internal long CountWindows(MergeTable merges, ReadOnlySpan<char> piece)
    {
        long count = 0;
        int length = 0;
        Fill(ref piece, ref length, _window);
        int tokens = _merge.Merge(merges, _bytes.AsSpan(0, length));
        while (!piece.IsEmpty)
        {
            int inFront = 0, cut = 0;
            for (; cut + _overlap < length; cut = _merge.NextAfter(cut))
                inFront++;

            if (cut < length && Fits(merges, ref piece, ref length, cut, ref tokens))
            {
                count += inFront;
                _bytes.AsSpan(cut, length - cut).CopyTo(_bytes);
                length -= cut;
            }
            else
            {
                // Twice as far, so that a stretch is not merged again and again.
                Fill(ref piece, ref length, 2 * length);
                tokens = _merge.Merge(merges, _bytes.AsSpan(0, length));
                Grown++;
            }
        }

        return count + tokens;
    }

    /// <summary>Merges the window that begins at a token of this one. True if it begins with the same token.</summary>
    private bool Fits(MergeTable merges, ref ReadOnlySpan<char> piece, ref int length, int cut, ref int tokens)
    {
        int expected = _merge.TokenAt(cut);
        Fill(ref piece, ref length, cut + _window);
        tokens = _merge.Merge(merges, _bytes.AsSpan(cut, length - cut));
        return _merge.TokenAt(0) == expected;
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
