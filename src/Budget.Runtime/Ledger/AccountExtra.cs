namespace BudgetGen;

/// <summary>What few accounts have, kept apart so that the others stay small.</summary>
internal sealed class AccountExtra
{
    /// <summary>Overruns (O), nano-dollars.</summary>
    public long Overrun { get; set; }

    /// <summary>The rolling window that the account is a step of, while it is.</summary>
    public RollingSum? Rolling { get; set; }

    /// <summary>Monotonic timestamp of the next free slot of a throttling policy.</summary>
    public long NextSlot { get; set; }

    /// <summary>Calls that wait for holds of this account to settle, first come first.</summary>
    public LinkedList<HoldWaiter>? Waiters { get; set; }

    /// <summary>The outage of the store in which something was admitted last.</summary>
    public int Outage { get; set; }

    /// <summary>What was admitted in that outage, nano-dollars.</summary>
    public long AdmittedInOutage { get; set; }
}
