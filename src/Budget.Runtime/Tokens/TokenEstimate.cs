namespace BudgetGen;

/// <summary>How many tokens something has, before a provider has counted them.</summary>
/// <param name="Expected">The tokens to expect: a count if <see cref="IsExact"/>, else an estimate.</param>
/// <param name="UpperBound">What it cannot exceed. Of text: its UTF-8 bytes, because a byte-level BPE never yields more tokens than bytes.</param>
public readonly record struct TokenEstimate(long Expected, long UpperBound)
{
    /// <summary>True if <see cref="Expected"/> was counted with the model's own vocabulary; false if it is, or contains, an estimate.</summary>
    public bool IsExact { get; init; }

    /// <summary>Adds two estimates. The sum is exact if both are.</summary>
    public static TokenEstimate operator +(TokenEstimate left, TokenEstimate right)
    {
        if (left == default)
            return right;
        if (right == default)
            return left;
        return new TokenEstimate(checked(left.Expected + right.Expected), checked(left.UpperBound + right.UpperBound)) { IsExact = left.IsExact && right.IsExact };
    }

    /// <summary>Adds two estimates. The sum is exact if both are.</summary>
    public static TokenEstimate Add(TokenEstimate left, TokenEstimate right) => left + right;
}
