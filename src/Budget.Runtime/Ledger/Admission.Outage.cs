namespace BudgetGen;

/// <summary>Caps on what is admitted while the store is down.</summary>
internal sealed partial class Admission
{
    /// <summary>Counts a hold against what its policies admit in one outage, all of them or none.</summary>
    /// <returns>The account that admits no more, or null.</returns>
    public Account? AdmitInOutage(Reservation reservation, int outage)
    {
        long hold = reservation.Hold.Nanos;
        Account? full = null;
        using LedgerLock.Section locked = Lock.Enter();
        foreach (Account account in reservation.AccountSet!.Accounts)
        {
            if (account.Policy is { StoreDown: StoreDownRule.OpenCapped } policy && AdmittedIn(account, outage) + hold > (policy.OpenCap?.Nanos ?? 0))
                full ??= account;
        }

        if (full is null)
        {
            foreach (Account account in reservation.AccountSet!.Accounts)
            {
                if (account.Policy.StoreDown == StoreDownRule.OpenCapped)
                    account.Common.AdmittedInOutage = AdmittedIn(account, outage) + hold;
            }
        }

        return full;
    }

    private static long AdmittedIn(Account account, int outage)
    {
        AccountExtra extra = account.Common;
        if (extra.Outage != outage)
            (extra.Outage, extra.AdmittedInOutage) = (outage, 0);
        return extra.AdmittedInOutage;
    }
}
