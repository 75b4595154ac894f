namespace BudgetGen;

/// <summary>Why a call was rejected. The reasons are distinct because their remedies are.</summary>
public enum RejectionReason
{
    /// <summary>The worst case of this one request is above the cap for one request.</summary>
    PerRequestCap,

    /// <summary>The money is spent: waiting will not help in this window.</summary>
    Exhausted,

    /// <summary>It would fit once calls that are in flight have settled for less than their holds.</summary>
    InFlight,

    /// <summary>The store cannot make the hold durable, and the policy is closed in that case.</summary>
    StoreUnavailable,

    /// <summary>A throttling policy has no slot within the time that calls may wait for one; the rejection says when to try again.</summary>
    Throttled,

    /// <summary>The model has no price, and the options say that such calls are refused.</summary>
    UnknownModel,
}
