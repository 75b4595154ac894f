namespace BudgetGen.Storage;

/// <summary>
/// What every store refuses before it touches anything: entries that cannot be booked as they say. One place for all stores, so that none takes what another
/// refuses. Safe for any number of threads.
/// </summary>
public static class LedgerEntryRules
{
    /// <summary>Refuses an entry that is malformed and never can be booked.</summary>
    /// <param name="entry">The entry.</param>
    /// <exception cref="ArgumentException">It is malformed; the message says how.</exception>
    public static void ThrowIfMalformed(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ThrowIfMalformed(entry, accountsAreKnown: false);
    }

    /// <summary>As <see cref="ThrowIfMalformed(LedgerEntry)"/>, for a store that has looked at this very list of accounts before.</summary>
    internal static void ThrowIfMalformed(LedgerEntry entry, bool accountsAreKnown)
    {
        for (LedgerEntry? line = entry; line is not null; line = line.Together)
        {
            if ((FaultOf(line) ?? (accountsAreKnown && ReferenceEquals(line, entry) ? null : FaultOf(line.Accounts))) is { } fault)
                throw new ArgumentException(fault, nameof(entry));
        }
    }

    /// <summary>Refuses a version of a policy that has no id, no actor, or a version below 1.</summary>
    /// <param name="change">The version.</param>
    /// <exception cref="ArgumentException">It is malformed; the message says how.</exception>
    public static void ThrowIfMalformed(PolicyChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change.PolicyId is null)
            throw new ArgumentException("A version of a policy needs the policy's id.", nameof(change));
        if (change.Version < 1)
            throw new ArgumentException("Versions of a policy count from 1.", nameof(change));
        if (change.Actor is null)
            throw new ArgumentException("A version of a policy needs an actor: who put it in force.", nameof(change));
    }

    /// <summary>Refuses a version of a price line that has no id, no actor, or a version below 1.</summary>
    /// <param name="change">The version.</param>
    /// <exception cref="ArgumentException">It is malformed; the message says how.</exception>
    public static void ThrowIfMalformed(PriceLineChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change.LineId is null)
            throw new ArgumentException("A version of a price line needs the line's id.", nameof(change));
        if (change.Version < 1)
            throw new ArgumentException("Versions of a price line count from 1.", nameof(change));
        if (change.Actor is null)
            throw new ArgumentException("A version of a price line needs an actor: who put it in force.", nameof(change));
    }

    /// <summary>Refuses an alert that has no id or no message, or is about an account that cannot be named.</summary>
    /// <param name="alert">The alert.</param>
    /// <exception cref="ArgumentException">It is malformed; the message says how.</exception>
    public static void ThrowIfMalformed(AlertRecord alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (alert.Id is null)
            throw new ArgumentException("An alert needs an id.", nameof(alert));
        if (alert.Message is null)
            throw new ArgumentException("An alert needs a message, which may be empty.", nameof(alert));
        if (alert.Account is { } account && !IsNamed(account))
            throw new ArgumentException("An account needs a policy id and a scope key, which may be empty.", nameof(alert));
    }

    private static string? FaultOf(LedgerEntry entry)
    {
        if (entry.Kind is < LedgerEntryKind.Hold or > LedgerEntryKind.Backfill)
            return $"{entry.Kind} is no kind of ledger entry.";
        if (entry.Part < 0)
            return "Parts count from 0.";
        if (entry.Kind == LedgerEntryKind.Hold && entry.Part != 0)
            return "A reservation has one hold; it has no parts.";
        if (entry.Hold < Usd.Zero)
            return "A hold cannot be negative.";
        if (entry.Overrun < Usd.Zero)
            return "An overrun cannot be negative.";
        if (MovesNoMoney(entry.Kind) && (entry.Amount != Usd.Zero || entry.SuspenseChange != Usd.Zero || entry.Overrun != Usd.Zero))
            return $"A {entry.Kind} entry moves no money.";
        if (entry.Usage is not null && entry.Kind is not (LedgerEntryKind.Settle or LedgerEntryKind.LateSettle or LedgerEntryKind.Charge))
            return $"A {entry.Kind} entry has no usage record: its call would be counted twice.";
        return null;
    }

    private static string? FaultOf(IReadOnlyList<AccountKey> accounts)
    {
        if (accounts is null)
            return "A ledger entry needs a list of accounts, which may be empty.";

        for (int i = 0; i < accounts.Count; i++)
        {
            AccountKey account = accounts[i];
            if (account is null || !IsNamed(account))
                return "An account needs a policy id and a scope key, which may be empty.";

            // A handful of accounts, and on the call path: comparing them all is quicker than a set.
            for (int k = 0; k < i; k++)
            {
                if (string.Equals(accounts[k].PolicyId, account.PolicyId, StringComparison.Ordinal) && accounts[k] == account)
                    return "An account stands twice in one entry; it would be charged twice.";
            }
        }

        return null;
    }

    private static bool IsNamed(AccountKey account) => account is { PolicyId: not null, ScopeKey: not null };

    private static bool MovesNoMoney(LedgerEntryKind kind) => kind is LedgerEntryKind.Hold or LedgerEntryKind.Void or LedgerEntryKind.Reject or LedgerEntryKind.Conflict;
}
