namespace BudgetGen;

/// <summary>
/// Sums of token counts that come from outside. Where one leaves 64 bits, no provider meant it: then the sum is the most that there is, because
/// bookkeeping after a call must not fail. What such a usage costs is decided elsewhere.
/// </summary>
internal static class TokenSums
{
    public static long Input(in LlmUsage usage)
    {
        try
        {
            return usage.TotalInput;
        }
        catch (OverflowException)
        {
            return long.MaxValue;
        }
    }

    public static long Output(in LlmUsage usage)
    {
        try
        {
            return usage.TotalOutput;
        }
        catch (OverflowException)
        {
            return long.MaxValue;
        }
    }

    /// <summary>The sum of two usages; the second one where they have none.</summary>
    public static LlmUsage Add(in LlmUsage left, in LlmUsage right)
    {
        try
        {
            return left + right;
        }
        catch (OverflowException)
        {
            return right;
        }
    }
}
