namespace BudgetGen;

/// <summary>What the attempts at one call come to.</summary>
/// <param name="Seen">How many were seen.</param>
/// <param name="MayBeBilled">Of those: how many the provider may have billed.</param>
/// <param name="Answered">How many were answered well.</param>
/// <param name="Failed">How many failed with an answer that leaves open whether they were billed.</param>
/// <param name="Lost">How many have no whole answer.</param>
/// <param name="IsLastLost">True if the last one has no whole answer.</param>
/// <param name="Note">For the ledger; null: one attempt at most, and it was answered.</param>
internal readonly record struct AttemptSum(int Seen, int MayBeBilled, int Answered, int Failed, int Lost, bool IsLastLost, string? Note)
{
    public static AttemptSum Of(List<LlmAttempt>? attempts)
    {
        if (attempts is null)
            return default;

        int answered = 0, failed = 0, lost = 0, may = 0;
        foreach (LlmAttempt attempt in attempts)
        {
            AttemptFate fate = attempt.Fate;
            answered += fate == AttemptFate.Answered ? 1 : 0;
            failed += fate == AttemptFate.Failed ? 1 : 0;
            lost += fate == AttemptFate.Lost ? 1 : 0;
            may += attempt.MayBeBilled ? 1 : 0;
        }

        string? note = attempts.Count == answered && answered == 1 ? null : $"{Counted.Of(attempts.Count, "attempt")}: {string.Join(", ", attempts.Take(MostNamed))}{(attempts.Count > MostNamed ? ", ..." : "")}";
        return new AttemptSum(attempts.Count, may, answered, failed, lost, attempts[^1].Fate == AttemptFate.Lost, note);
    }

    /// <summary>A loop over tool calls may have hundreds; the ledger needs no list of them.</summary>
    private const int MostNamed = 8;
}
