namespace BudgetGen;

/// <summary>
/// Counts of pieces of two to seven bytes that had to be merged. Key and count are one integer, so that a reader sees both or neither. Exact, of fixed size,
/// safe for any number of threads.
/// </summary>
internal sealed class ShortPieceCache
{
    private const int SlotBits = 14;
    private const int CountShift = 60;
    private const ulong KeyMask = (1UL << CountShift) - 1;

    private readonly ulong[] _slots = new ulong[1 << SlotBits];

    /// <summary>The count of a piece, or 0 if it is not known.</summary>
    /// <param name="key">As <see cref="TokenKey.Short"/> makes it: the length of at most seven leaves the highest four bits free.</param>
    public int Find(ulong key)
    {
        ulong slot = Volatile.Read(ref _slots[SlotOf(key)]);
        return (slot & KeyMask) == key ? (int)(slot >> CountShift) : 0;
    }

    public void Keep(ulong key, int count) => Volatile.Write(ref _slots[SlotOf(key)], key | ((ulong)count << CountShift));

    private static int SlotOf(ulong key) => (int)((key * 0x9E37_79B9_7F4A_7C15) >> (64 - SlotBits));
}
