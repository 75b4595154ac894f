namespace BudgetGen;

/// <summary>Slowing down: each throttled account hands out slots, ever further apart as its limit comes near.</summary>
internal sealed partial class Admission
{
    /// <summary>Takes the next slot of every throttled account, or none if one of them is too far away.</summary>
    /// <returns>Null if the call may go at once.</returns>
    private Verdict? Slow(AccountSet accounts)
    {
        long now = time.GetTimestamp();
        long go = now;
        Account? slowest = null;
        foreach (Account account in accounts.Throttled)
        {
            if (Interval(account) == 0)
                continue;

            long slot = account.Extra.NextSlot;
            if (slot - now > Ticks(account.Policy.MaxWait))
                return Verdict.Refusal(account, RejectionReason.Throttled, Span(slot - now));
            if (slot > go)
                (go, slowest) = (slot, account);
        }

        foreach (Account account in accounts.Throttled)
        {
            long interval = Interval(account);
            if (interval > 0)
                account.Extra.NextSlot = Math.Max(account.Extra.NextSlot, go) + interval;
        }

        return slowest is null ? null : new Verdict(VerdictKind.Delayed, slowest, RejectionReason.Throttled, slowest.Figures(), Span(go - now));
    }

    /// <summary>What a throttled account would say now. Nothing changes.</summary>
    private Verdict? WouldSlow(Account account)
    {
        long wait = Interval(account) == 0 ? 0 : account.Extra.NextSlot - time.GetTimestamp();
        if (wait <= 0)
            return null;
        return wait > Ticks(account.Policy.MaxWait)
            ? Verdict.Refusal(account, RejectionReason.Throttled, Span(wait))
            : new Verdict(VerdictKind.Delayed, account, RejectionReason.Throttled, account.Figures(), Span(wait));
    }

    /// <summary>
    /// Timestamp ticks between two slots: none below the soft line p, then 60 s / r with r = rmax (1 - u) / (1 - p), where u = (S + H + U) / L. The last
    /// hundredth of the limit does not slow any further, so that a soft policy still lets calls go above it.
    /// </summary>
    private long Interval(Account account)
    {
        BudgetPolicy policy = account.Policy;
        Int128 limit = Math.Max(1, account.Window.Limit);
        Int128 used = account.Committed;
        if (used * 100 < limit * policy.SoftLimitPercent)
            return 0;

        Int128 left = Int128.Max(limit - used, Int128.Max(1, limit / 100));
        Int128 interval = (Int128)time.TimestampFrequency * 60 * limit * (100 - policy.SoftLimitPercent) / (100 * left * policy.MaxRatePerMinute);
        return (long)Int128.Min(interval, Ticks(TimeSpan.FromDays(1)));
    }

    private long Ticks(TimeSpan span) => (long)((Int128)span.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond);

    private TimeSpan Span(long ticks) => new((long)((Int128)ticks * TimeSpan.TicksPerSecond / time.TimestampFrequency));
}
