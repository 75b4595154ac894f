namespace System;

/// <summary>netstandard2.0 lacks it; the compiler wants it for <c>text[^1]</c>.</summary>
internal readonly struct Index(int value, bool fromEnd = false)
{
    public int Value => value;

    public bool IsFromEnd => fromEnd;

    public static implicit operator Index(int value) => new(value);

    public int GetOffset(int length) => fromEnd ? length - value : value;
}

/// <summary>netstandard2.0 lacks it; the compiler wants it for <c>text[1..]</c>.</summary>
internal readonly struct Range(Index start, Index end)
{
    public Index Start => start;

    public Index End => end;

    public static Range All => new(0, new Index(0, fromEnd: true));

    public static Range StartAt(Index start) => new(start, new Index(0, fromEnd: true));

    public static Range EndAt(Index end) => new(0, end);
}
