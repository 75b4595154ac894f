namespace BudgetGen;

/// <summary>What the ledger says to a request.</summary>
internal enum VerdictKind
{
    /// <summary>The hold is taken on every account.</summary>
    Held,

    /// <summary>An account refuses.</summary>
    Refused,

    /// <summary>A throttling policy lets the call go after a while; nothing is held meanwhile.</summary>
    Delayed,

    /// <summary>The call waits in line for holds of others.</summary>
    Waiting,

    /// <summary>The accounts are not the right ones any more: find them anew.</summary>
    Stale,
}

/// <summary>A decision on a request, with the figures of the moment.</summary>
/// <param name="Kind">What was decided.</param>
/// <param name="Account">Who decided, if it was refused or delayed.</param>
/// <param name="Reason">Why it was refused.</param>
/// <param name="Figures">The account's figures when it was decided.</param>
/// <param name="Delay">How long to wait: for its slot, or until a refused one may come again.</param>
/// <param name="Waiter">The place in the line.</param>
internal readonly record struct Verdict(
    VerdictKind Kind, Account? Account = null, RejectionReason Reason = default, AccountFigures Figures = default, TimeSpan Delay = default, HoldWaiter? Waiter = null)
{
    public static Verdict Refusal(Account account, RejectionReason reason, TimeSpan retryAfter = default) =>
        new(VerdictKind.Refused, account, reason, account.Figures(), retryAfter);
}
