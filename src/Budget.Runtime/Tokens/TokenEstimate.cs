namespace BudgetGen;

/// <summary>How many tokens a text has, before a provider has counted them.</summary>
/// <param name="Expected">The tokens to expect: an estimate, off by a third at times.</param>
/// <param name="UpperBound">What the text cannot exceed: its UTF-8 bytes, because a byte-level BPE never yields more tokens than bytes.</param>
public readonly record struct TokenEstimate(long Expected, long UpperBound)
{
    /// <summary>Adds two estimates.</summary>
    public static TokenEstimate operator +(TokenEstimate left, TokenEstimate right) =>
        new(checked(left.Expected + right.Expected), checked(left.UpperBound + right.UpperBound));

    /// <summary>Adds two estimates.</summary>
    public static TokenEstimate Add(TokenEstimate left, TokenEstimate right) => left + right;
}
