namespace BudgetGen;

/// <summary>The figures of an account, nano-dollars. An unlimited account has a nominal limit of 0.</summary>
internal readonly record struct AccountFigures(long Limit, long Spent, long Held, long Suspense, long Overrun)
{
    public long Free => Limit - Spent - Held - Suspense;
}
