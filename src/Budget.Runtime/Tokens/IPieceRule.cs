using System.Runtime.Intrinsics;

namespace BudgetGen;

/// <summary>How an encoding cuts text into the pieces that are merged each by itself. Static, so that each rule is compiled into a loop of its own.</summary>
internal interface IPieceRule
{
    /// <summary>The length of the piece at the start of sixteen ASCII characters, if it is a word that ends inside of them; 0: <see cref="End"/> has to tell.</summary>
    /// <param name="bytes">The characters; what is not ASCII is 128 or more.</param>
    static abstract int Word(Vector128<byte> bytes);

    /// <summary>Where the piece ends that starts at a position.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the piece starts, a position inside the text.</param>
    static abstract int End(in PieceText text, int start);
}
