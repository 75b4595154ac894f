namespace BudgetGen.Storage;

/// <summary>The durable figures of an account.</summary>
/// <param name="Account">Which account.</param>
/// <param name="Spent">Settled spend, net of adjustments (S).</param>
/// <param name="Suspense">Charged for calls whose outcome nobody knows (U).</param>
/// <param name="Overrun">By how much settlements exceeded their holds (O); part of <paramref name="Spent"/>.</param>
public sealed record AccountBalance(AccountKey Account, Usd Spent, Usd Suspense, Usd Overrun);
