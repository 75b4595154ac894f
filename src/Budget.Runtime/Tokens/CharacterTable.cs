using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BudgetGen;

/// <summary>
/// The kind of each Unicode scalar value, as the original tokenizer's regular expressions see it: its Unicode version, and not that of the platform that
/// this runs on, which knows newer letters and so would split differently. Two levels, 128 characters a page; pages that are equal are kept once.
/// </summary>
internal sealed class CharacterTable
{
    private const int PageBits = 7;
    private const int PageSize = 1 << PageBits;
    private const int Scalars = 0x110000;

    private readonly byte[] _pages = new byte[Scalars >> PageBits];
    private readonly CharacterKinds[] _kinds;

    /// <summary>Unpacks runs of one kind: a length as a variable-length integer, and the kind.</summary>
    /// <remarks>Optimized at once, because it runs once.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private CharacterTable(ReadOnlySpan<byte> runs)
    {
        var kept = new List<CharacterKinds>();
        Span<CharacterKinds> page = stackalloc CharacterKinds[PageSize];
        int scalar = 0;
        for (int at = 0; at < runs.Length;)
        {
            int length = 0, shift = 0;
            byte next;
            do
            {
                next = runs[at++];
                length |= (next & 127) << shift;
                shift += 7;
            }
            while (next > 127);

            var kind = (CharacterKinds)runs[at++];
            while (length > 0)
            {
                int start = scalar & (PageSize - 1), part = Math.Min(length, PageSize - start);
                page.Slice(start, part).Fill(kind);
                (scalar, length) = (scalar + part, length - part);
                if ((scalar & (PageSize - 1)) != 0)
                    continue;

                int number = (scalar >> PageBits) - 1;
                if (part < PageSize)
                {
                    _pages[number] = Keep(kept, page);
                }
                else
                {
                    // A run over whole pages: they are equal, so the first one is looked up for all.
                    int pages = 1 + (length >> PageBits);
                    _pages.AsSpan(number, pages).Fill(Keep(kept, page));
                    scalar += (pages - 1) << PageBits;
                    length &= PageSize - 1;
                }
            }
        }

        _kinds = [.. kept];
    }

    /// <summary>The table. Read from the assembly when it is needed first.</summary>
    public static CharacterTable Shared { get; } = new(EmbeddedColumns.Read("characters"));

    /// <summary>The kind of a scalar value; a surrogate has none, like the U+FFFD that it is counted as.</summary>
    public CharacterKinds this[int scalar]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int page = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_pages), scalar >> PageBits);
            return Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_kinds), (page << PageBits) | (scalar & (PageSize - 1)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte Keep(List<CharacterKinds> kept, ReadOnlySpan<CharacterKinds> page)
    {
        ReadOnlySpan<byte> all = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(kept));
        ReadOnlySpan<byte> wanted = MemoryMarshal.AsBytes(page);
        int known = 0;
        while (known < all.Length && !all.Slice(known, PageSize).SequenceEqual(wanted))
            known += PageSize;
        if (known == all.Length)
            kept.AddRange(page);
        return checked((byte)(known >> PageBits));
    }
}
