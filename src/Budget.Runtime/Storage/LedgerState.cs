namespace BudgetGen.Storage;

/// <summary>What a ledger starts from when its store is opened.</summary>
/// <param name="Balances">Every account whose window has not ended, with its durable figures.</param>
/// <param name="InFlight">
/// Holds of an owner that is gone and never said how its calls ended. The ledger books each as <see cref="LedgerEntryKind.Suspend"/>.
/// </param>
public sealed record LedgerState(IReadOnlyList<AccountBalance> Balances, IReadOnlyList<OpenReservation> InFlight)
{
    /// <summary>The newest version of every policy that was ever kept, deleted ones included.</summary>
    public IReadOnlyList<PolicyChange> Policies { get; init; } = [];

    /// <summary>The newest version of every price line that was ever kept, those that were taken away included.</summary>
    public IReadOnlyList<PriceLineChange> Prices { get; init; } = [];

    /// <summary>The alerts of accounts whose window has not ended, and all that were not delivered.</summary>
    public IReadOnlyList<AlertRecord> Alerts { get; init; } = [];
}
