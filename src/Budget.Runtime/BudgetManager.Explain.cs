using BudgetGen.Storage;

namespace BudgetGen;

public sealed partial class BudgetManager
{
    /// <summary>
    /// What each policy would say to a call now: which apply, which would refuse it and why. A hint, as all that is not reserved: nothing is held and nobody is
    /// alerted.
    /// </summary>
    /// <param name="request">Whose call it is, and the most that it may cost.</param>
    /// <exception cref="ArgumentOutOfRangeException">The hold is negative.</exception>
    public IReadOnlyList<PolicyExplanation> Explain(in SpendRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(request.Hold.Nanos, nameof(request));
        if (!Enabled)
            return [];

        AccountSet accounts = _book.Resolve(request.Attribution, _clock.Now().UtcTicks);
        var explanations = new List<PolicyExplanation>();
        foreach (BudgetPolicy policy in _book.Policies)
            explanations.Add(Explain(policy, accounts, request));
        return explanations;
    }

    private PolicyExplanation Explain(BudgetPolicy policy, AccountSet accounts, in SpendRequest request)
    {
        foreach (Account account in accounts.Accounts)
        {
            if (account.Policy.Id == policy.Id)
                return Explain(account, accounts, request);
        }

        Usd hold = request.Hold;
        if (policy.Period == BudgetPeriod.PerRequest && PolicyBook.ScopeKeyOf(policy, request.Attribution) is { } scopeKey)
        {
            bool fits = policy.Limit is not { } cap || hold <= cap;
            return new PolicyExplanation
            {
                Policy = policy,
                Applies = true,
                Admits = fits || !policy.IsHard,
                Reason = fits || !policy.IsHard ? null : RejectionReason.PerRequestCap,
                Text = $"{Named(policy, scopeKey)} lets one request cost {policy.Limit}; this one may cost {hold}.",
            };
        }

        return new PolicyExplanation { Policy = policy, Applies = false, Admits = true, Text = $"{Named(policy, "")} does not apply: it is about other calls, or its period has not begun or is over." };
    }

    private PolicyExplanation Explain(Account account, AccountSet accounts, in SpendRequest request)
    {
        Usd hold = request.Hold;
        BudgetStatus status = StatusOf(account);
        Verdict? refusal = _admission.WouldRefuse(account, accounts, hold.Nanos);
        bool overCap = account.Policy.PerRequestLimit is { } cap && hold > cap && account.Policy.Action is LimitAction.Block or LimitAction.Throttle or LimitAction.Fallback;
        RejectionReason? reason = overCap ? RejectionReason.PerRequestCap : refusal?.Kind == VerdictKind.Refused ? refusal.Value.Reason : null;
        string says = (reason, refusal?.Kind) switch
        {
            (RejectionReason.PerRequestCap, _) => $"refuses: one request may cost {account.Policy.PerRequestLimit}",
            (RejectionReason.Throttled, _) => $"refuses: its next slot is {refusal!.Value.Delay} away",
            (RejectionReason.InFlight, _) => "refuses until calls in flight have settled",
            ({ }, _) => "refuses: the money is spent",
            (null, VerdictKind.Delayed) => $"lets it go after {refusal!.Value.Delay}",
            _ => account.Window.Refuses ? "lets it go" : "lets it go, and counts it",
        };
        return new PolicyExplanation
        {
            Policy = account.Policy,
            Applies = true,
            Admits = reason is null,
            Reason = reason,
            Delay = refusal is { Kind: VerdictKind.Delayed } delayed ? delayed.Delay : null,
            Status = status,
            Text = $"{Named(account.Policy, account.ScopeKey)} {says}; it may cost {hold}, and {status.Remaining?.ToString() ?? "no limit"} of {status.Limit?.ToString() ?? "none"} is left.",
        };
    }
}
