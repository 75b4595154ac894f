namespace BudgetGen;

/// <summary>What a reset does to one account.</summary>
/// <param name="Account">The account.</param>
/// <param name="Spent">What is taken off, nano-dollars; below zero where refunds were more than the spend.</param>
/// <param name="Overrun">Room that is taken away from calls in flight, nano-dollars.</param>
internal readonly record struct AccountReset(Account Account, long Spent, long Overrun);
