using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BudgetGen;

/// <summary>A text, read by Unicode scalar values, and the steps that the rules of both encodings share.</summary>
internal readonly ref struct PieceText
{
    private const int MostDigits = 3;

    private readonly ref char _first;
    private readonly CharacterTable _kinds;

    public PieceText(ReadOnlySpan<char> text)
    {
        _first = ref MemoryMarshal.GetReference(text);
        _kinds = CharacterTable.Shared;
        Length = text.Length;
    }

    public int Length { get; }

    public char this[int at]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.Add(ref _first, at);
    }

    /// <summary>The kind of the character at a position; none behind the end. A surrogate without its other half is U+FFFD.</summary>
    /// <param name="at">The position.</param>
    /// <param name="next">The position of the next character.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CharacterKinds Kind(int at, out int next)
    {
        next = at + 1;
        if (at >= Length)
            return CharacterKinds.None;

        char unit = Unsafe.Add(ref _first, at);
        return char.IsHighSurrogate(unit) ? KindOfPair(unit, at, ref next) : _kinds[unit];
    }

    /// <summary>Where the run of characters ends that have one of the kinds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int SkipAll(int at, CharacterKinds kinds)
    {
        while (at < Length && (Kind(at, out int next) & kinds) != 0)
            at = next;
        return at;
    }

    /// <summary>Where the run of characters ends that have none of the kinds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int SkipOthers(int at, CharacterKinds kinds)
    {
        while (at < Length && (Kind(at, out int next) & kinds) == 0)
            at = next;
        return at;
    }

    /// <summary>\p{N}{1,3}, at a number.</summary>
    public int Digits(int at)
    {
        for (int digits = 0; digits < MostDigits && at < Length && Kind(at, out int next) == CharacterKinds.Number; digits++)
            at = next;
        return at;
    }

    /// <summary>(?i:'s|'t|'re|'ve|'m|'ll|'d): where it ends, or the position itself. Without regard to case, s is U+017F too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Contraction(int at) => at + 1 < Length && this[at] == '\'' ? at + ContractionLength(at + 1) : at;

    /// <summary>\s*[\r\n]+|\s+(?!\S)|\s+, at a white space: up to its last line end, else all of it but the character that belongs to the next piece.</summary>
    public int White(int at)
    {
        int end = at, lineEnd = -1;
        for (; end < Length; end++)
        {
            // All white space lies in the basic plane.
            CharacterKinds kind = _kinds[this[end]];
            if (kind == CharacterKinds.LineEnd)
                lineEnd = end;
            else if (kind != CharacterKinds.Space)
                break;
        }

        if (lineEnd >= 0)
            return lineEnd + 1;
        return end == Length || end == at + 1 ? end : end - 1;
    }

    private CharacterKinds KindOfPair(char high, int at, ref int next)
    {
        if (next >= Length || !char.IsLowSurrogate(this[next]))
            return CharacterKinds.None;

        next = at + 2;
        return _kinds[char.ConvertToUtf32(high, this[at + 1])];
    }

    private int ContractionLength(int at)
    {
        char first = this[at];
        if ((first | 0x20) is 's' or 't' or 'm' or 'd' || first == '\u017F')
            return 2;
        if (at + 1 == Length)
            return 0;
        return (first | 0x20, this[at + 1] | 0x20) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? 3 : 0;
    }
}
