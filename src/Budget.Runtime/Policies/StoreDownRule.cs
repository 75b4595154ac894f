namespace BudgetGen;

/// <summary>What a policy says to calls while the store cannot record their holds.</summary>
public enum StoreDownRule
{
    /// <summary>They are rejected: the limit holds without exception. The default of policies that reject at their limit.</summary>
    Closed,

    /// <summary>
    /// They are admitted up to <see cref="BudgetPolicy.OpenCap"/> in one outage of one process, and recorded later: the limit may be exceeded by as
    /// much if the process ends before that.
    /// </summary>
    OpenCapped,

    /// <summary>They are admitted, and recorded later. The default of policies that only count.</summary>
    Open,
}
