using System.Runtime.Intrinsics;

namespace BudgetGen;

/// <summary>How an encoding cuts text into the pieces that are merged each by itself. Static, so that each rule is compiled into a loop of its own.</summary>
internal interface IPieceRule
{
    /// <summary>The length of the word at the start of sixteen characters, at most 15, or 0 if there is none or its end is not clear from them.</summary>
    /// <param name="bytes">The characters; 128 or more means not ASCII, or behind the end.</param>
    static abstract int Word(Vector128<byte> bytes);

    /// <summary>The same for a number, symbols or white space.</summary>
    /// <param name="bytes">The characters; 128 or more means not ASCII, or behind the end.</param>
    static abstract int Other(Vector128<byte> bytes);

    /// <summary>Where the piece ends that starts at a position.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the piece starts, a position inside the text.</param>
    static abstract int End(in PieceText text, int start);
}
