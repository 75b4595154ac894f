namespace BudgetGen;

/// <summary>An account's figures at one moment, nano-dollars.</summary>
/// <param name="Limit">Limit (L); 0 where there is none.</param>
/// <param name="Spent">Settled spend (S).</param>
/// <param name="Held">Live holds (H).</param>
/// <param name="Suspense">Charged for calls whose outcome nobody knows (U).</param>
/// <param name="Overrun">By how much calls cost more than their holds (O).</param>
internal readonly record struct AccountFigures(long Limit, long Spent, long Held, long Suspense, long Overrun)
{
    /// <summary>Free (F): what decides admission. Never stored, so it cannot drift from what it is made of.</summary>
    public long Free => Limit - Spent - Held - Suspense;
}
