namespace BudgetGen;

public sealed partial class BudgetOptions
{
    /// <summary>How long closing waits for a store that does not answer, 0 to 10 minutes. What is not written by then is logged; durable holds become suspense at the next start.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>x</summary>
    public TimeSpan WaitForHolds { get; set; }
}
