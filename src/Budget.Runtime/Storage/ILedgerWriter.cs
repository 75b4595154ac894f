namespace BudgetGen.Storage;

/// <summary>The write side: an append-only log of what happened to reservations. Safe for any number of threads.</summary>
public interface ILedgerWriter
{
    /// <summary>
    /// Appends one entry. The task completes when the entry is durable as the store promises it. Stores keep the order of the calls, whichever threads they come from: an
    /// entry is never durable without those that were handed over before it, unless those fail. A hold may use the room of an end that was handed over before. Many callers share one commit. An entry that is there already (same reservation, kind and part) changes nothing. What it names to be booked
    /// with it (<see cref="LedgerEntry.Together"/>) is in the same commit.
    /// </summary>
    /// <exception cref="BudgetStoreException">The entry is not durable and will not be: the caller decides what that means.</exception>
    /// <exception cref="ArgumentException">The entry is malformed and never will be taken.</exception>
    Task AppendAsync(LedgerEntry entry);

    /// <summary>Appends a version of a policy. A version that is there already changes nothing.</summary>
    /// <exception cref="BudgetStoreException">It is not durable.</exception>
    Task AppendPolicyAsync(PolicyChange change);

    /// <summary>Appends a version of a price line. A version that is there already changes nothing.</summary>
    /// <exception cref="BudgetStoreException">It is not durable.</exception>
    Task AppendPriceAsync(PriceLineChange change);

    /// <summary>Keeps an alert. One with the same id changes nothing.</summary>
    /// <exception cref="BudgetStoreException">It is not durable.</exception>
    Task AppendAlertAsync(AlertRecord alert);

    /// <summary>Marks an alert as delivered; one that is not there is none's concern.</summary>
    /// <exception cref="BudgetStoreException">The mark is not durable.</exception>
    Task MarkAlertDeliveredAsync(string alertId);
}
