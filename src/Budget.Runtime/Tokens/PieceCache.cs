using System.Runtime.InteropServices;

namespace BudgetGen;

/// <summary>
/// Counts of pieces that had to be merged, by their characters: exact, of fixed size, safe for any number of threads. Readers take no lock: each slot has a
/// version that is odd while the slot is being written, and a reader that sees it change takes the slot for empty. Writers that meet do not wait either:
/// the second one leaves its count out.
/// </summary>
internal sealed class PieceCache
{
    /// <summary>Longer pieces are not kept.</summary>
    public const int MostCharacters = 60;

    private const int Slots = 8192;
    private const int WordsPerSlot = 16;
    private const int LengthShift = 16;
    private const int VersionShift = 24;

    /// <summary>For each slot a head (version, length, count) and 60 characters: 128 bytes.</summary>
    private readonly long[] _words = new long[Slots * WordsPerSlot];

    /// <summary>The count of a piece, or 0 if it is not known.</summary>
    public int Find(ReadOnlySpan<char> piece, uint hash)
    {
        int count = FindIn(SlotOf(hash), piece);
        return count > 0 ? count : FindIn(SlotOf(hash ^ 1), piece);
    }

    /// <summary>Keeps a count in one of the piece's two slots: an empty one, else the one whose turn it is.</summary>
    public void Keep(ReadOnlySpan<char> piece, uint hash, int count)
    {
        ref long first = ref SlotOf(hash)[0];
        ref long second = ref SlotOf(hash ^ 1)[0];
        long head = Volatile.Read(ref first);
        if (head != 0 && (Volatile.Read(ref second) == 0 || ((head >> (VersionShift + 1)) & 1) != 0))
        {
            // The first slot's turn comes again: its version goes on although its content stays.
            Interlocked.CompareExchange(ref first, head + (2L << VersionShift), head);
            hash ^= 1;
        }

        KeepIn(SlotOf(hash), piece, count);
    }

    /// <summary>A hash of the characters: of no more worth than to spread them.</summary>
    public static uint HashOf(ReadOnlySpan<char> piece)
    {
        ulong hash = (ulong)piece.Length;
        while (piece.Length >= 4)
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(piece))) * 0x9E37_79B9_7F4A_7C15;
            hash ^= hash >> 32;
            piece = piece[4..];
        }

        foreach (char unit in piece)
            hash = (hash ^ unit) * 0x9E37_79B9_7F4A_7C15;
        return (uint)(hash >> 32);
    }

    private static int FindIn(Span<long> slot, ReadOnlySpan<char> piece)
    {
        long head = Volatile.Read(ref slot[0]);
        if (((head >> LengthShift) & 255) != piece.Length || ((head >> VersionShift) & 1) != 0 || !Characters(slot)[..piece.Length].SequenceEqual(piece))
            return 0;

        // The characters were read before the head is read again.
        Volatile.ReadBarrier();
        return Volatile.Read(ref slot[0]) == head ? (int)(head & 0xFFFF) : 0;
    }

    private static void KeepIn(Span<long> slot, ReadOnlySpan<char> piece, int count)
    {
        long head = Volatile.Read(ref slot[0]);
        long version = head >> VersionShift;
        if ((version & 1) != 0 || Interlocked.CompareExchange(ref slot[0], (version + 1) << VersionShift, head) != head)
            return;

        piece.CopyTo(Characters(slot));
        Volatile.Write(ref slot[0], ((version + 2) << VersionShift) | ((long)piece.Length << LengthShift) | (long)count);
    }

    private Span<long> SlotOf(uint hash) => _words.AsSpan((int)(hash & (Slots - 1)) * WordsPerSlot, WordsPerSlot);

    private static Span<char> Characters(Span<long> slot) => MemoryMarshal.Cast<long, char>(slot[1..]);
}
