namespace BudgetGen;

/// <content>How long the ledger waits for its store.</content>
public sealed partial class BudgetOptions
{
    internal static readonly TimeSpan ShortestStoreTimeout = TimeSpan.FromMilliseconds(100);
    internal static readonly TimeSpan LongestStoreTimeout = TimeSpan.FromMinutes(10);
    internal static readonly TimeSpan LongestShutdownTimeout = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a call waits for a store that does not answer, 100 milliseconds to 10 minutes. After that the store counts as down: for a hold its policies decide
    /// (<see cref="BudgetPolicy.OnStoreDown"/>), and what a call cost waits in memory and is tried again. Opening the store is not bounded by it. <see cref="Timeout.InfiniteTimeSpan"/>: for ever.
    /// </summary>
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long closing waits for a store that does not answer, 0 to 10 minutes. What is not written by then is logged; durable holds become suspense at the next start.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(10);

    private void AddLedgerComplaints(List<string> complaints)
    {
        if (StoreTimeout != Timeout.InfiniteTimeSpan && (StoreTimeout < ShortestStoreTimeout || StoreTimeout > LongestStoreTimeout))
            complaints.Add($"BudgetOptions.StoreTimeout is {StoreTimeout}. It lies between 100 milliseconds and 10 minutes; 30 seconds is the default.");
        if (ShutdownTimeout < TimeSpan.Zero || ShutdownTimeout > LongestShutdownTimeout)
            complaints.Add($"BudgetOptions.ShutdownTimeout is {ShutdownTimeout}. It lies between 0 and 10 minutes; 10 seconds is the default.");
    }
}
