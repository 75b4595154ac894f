namespace BudgetGen;

/// <content>How the ledger is closed.</content>
public sealed partial class BudgetOptions
{
    internal static readonly TimeSpan LongestShutdownTimeout = TimeSpan.FromMinutes(10);

    /// <summary>How long closing waits for a store that does not answer, 0 to 10 minutes. What is not written by then is logged; durable holds become suspense at the next start.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(10);

    private void AddLedgerComplaints(List<string> complaints)
    {
        if (ShutdownTimeout < TimeSpan.Zero || ShutdownTimeout > LongestShutdownTimeout)
            complaints.Add($"BudgetOptions.ShutdownTimeout is {ShutdownTimeout}. It lies between 0 and 10 minutes; 10 seconds is the default.");
    }
}
