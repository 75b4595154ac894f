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
    private CharacterTable(ReadOnlySpan<byte> runs)
    {
        var all = new CharacterKinds[Scalars];
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

            all.AsSpan(scalar, length).Fill((CharacterKinds)runs[at++]);
            scalar += length;
        }

        var kept = new List<CharacterKinds>();
        for (int page = 0; page < _pages.Length; page++)
        {
            ReadOnlySpan<CharacterKinds> kinds = all.AsSpan(page << PageBits, PageSize);
            int known = 0;
            while (known < kept.Count && !CollectionsMarshal.AsSpan(kept).Slice(known, PageSize).SequenceEqual(kinds))
                known += PageSize;
            if (known == kept.Count)
                kept.AddRange(kinds);
            _pages[page] = checked((byte)(known >> PageBits));
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
}
