namespace BudgetGen;

/// <summary>What an account has to say once per limit: the lines that its charged money crosses, and its first refusals.</summary>
[Flags]
internal enum AlertLines
{
    None = 0,
    Soft = 1,
    Critical = 2,
    Limit = 4,
    RefusedExhausted = 8,
    RefusedInFlight = 16,
    RefusedCap = 32,
    RefusedStore = 64,
    OverSoftCap = 128,
    RefusedThrottled = 256,
}
