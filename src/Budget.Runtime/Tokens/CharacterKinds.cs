namespace BudgetGen;

/// <summary>What the splitters ask of a character. A character has one kind at most; those with none are punctuation, symbols and what is not assigned.</summary>
[Flags]
internal enum CharacterKinds : byte
{
    None = 0,

    /// <summary>\p{M}</summary>
    Mark = 1,

    /// <summary>\p{Lu} and \p{Lt}</summary>
    Upper = 2,

    /// <summary>\p{Ll}</summary>
    Lower = 4,

    /// <summary>\p{Lm} and \p{Lo}</summary>
    Uncased = 8,

    /// <summary>\p{N}</summary>
    Number = 16,

    /// <summary>\s without the line ends</summary>
    Space = 32,

    /// <summary>\r and \n</summary>
    LineEnd = 64,

    Letter = Upper | Lower | Uncased,

    /// <summary>\s</summary>
    White = Space | LineEnd,
}
