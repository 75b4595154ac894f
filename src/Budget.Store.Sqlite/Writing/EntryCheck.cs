using BudgetGen.Storage;

namespace BudgetGen.Sqlite;

/// <summary>
/// Keeps an entry that cannot be written from taking its neighbours along: what is malformed is refused before it joins a batch, and what might fail for
/// its size gets a commit of its own.
/// </summary>
internal static class EntryCheck
{
    /// <summary>Characters of one text beyond which an entry travels alone.</summary>
    private const int LongText = 65_536;

    /// <exception cref="ArgumentException">The entry is malformed.</exception>
    public static void ThrowIfMalformed(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Kind is < LedgerEntryKind.Hold or > LedgerEntryKind.Backfill)
            throw new ArgumentException($"{entry.Kind} is no kind of ledger entry.", nameof(entry));
        if (entry.Accounts is null)
            throw new ArgumentException("A ledger entry needs a list of accounts, which may be empty.", nameof(entry));

        for (int i = 0; i < entry.Accounts.Count; i++)
        {
            if (entry.Accounts[i] is not { PolicyId: not null, ScopeKey: not null })
                throw new ArgumentException("An account needs a policy id and a scope key, which may be empty.", nameof(entry));
        }

        if (entry.Hold < Usd.Zero)
            throw new ArgumentException("A hold cannot be negative.", nameof(entry));
        if (entry.Overrun < Usd.Zero)
            throw new ArgumentException("An overrun cannot be negative.", nameof(entry));
        if (entry.Part < 0)
            throw new ArgumentException("Parts count from 0.", nameof(entry));
    }

    /// <exception cref="ArgumentException">The change is malformed.</exception>
    public static void ThrowIfMalformed(PolicyChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change is { PolicyId: null } or { Actor: null })
            throw new ArgumentException("A version of a policy needs the policy's id and an actor.", nameof(change));
    }

    /// <exception cref="ArgumentException">The alert is malformed.</exception>
    public static void ThrowIfMalformed(AlertRecord alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (alert is { Id: null } or { Message: null } or { Account: { PolicyId: null } or { ScopeKey: null } })
            throw new ArgumentException("An alert needs an id and a message.", nameof(alert));
    }

    /// <summary>Whether it should not share a commit.</summary>
    public static bool TravelsAlone(LedgerEntry entry) =>
        entry.Durability == DurabilityLevel.Strict
        || entry.Hold > Usd.MaxCall
        || entry.Overrun > Usd.MaxCall
        || IsLarge(entry.Amount)
        || IsLarge(entry.SuspenseChange)
        || IsLong(entry.Note)
        || IsLong(entry.Actor)
        || IsLong(entry.Reference)
        || IsLong(entry.CallSite)
        || IsLong(entry.Attribution)
        || (entry.Usage is { } usage && (IsLong(usage.RequestId) || IsLong(usage.Endpoint) || IsLong(usage.PriceLine) || IsLong(Caller(usage))))
        || HasLongAccount(entry.Accounts);

    /// <summary>Whether it should not share a commit.</summary>
    public static bool TravelsAlone(PolicyChange change) =>
        IsLong(change.PolicyId) || IsLong(change.Definition) || IsLong(change.Actor) || IsLong(change.Reason);

    /// <summary>Whether it should not share a commit.</summary>
    public static bool TravelsAlone(AlertRecord alert) =>
        IsLong(alert.Id) || IsLong(alert.Message) || IsLong(alert.Account?.PolicyId) || IsLong(alert.Account?.ScopeKey);

    /// <summary>Whose call a usage record says it was.</summary>
    public static CallAttribution Caller(UsageRecord usage) =>
        new(usage.User, usage.Provider, usage.Model, usage.Project, usage.Team, usage.Client, usage.Operation, usage.Tags);

    private static bool IsLong(in CallAttribution caller) =>
        IsLong(caller.User) || IsLong(caller.Provider) || IsLong(caller.Model) || IsLong(caller.Project) || IsLong(caller.Team)
        || IsLong(caller.Client) || IsLong(caller.Operation) || HasLongTag(caller.Tags);

    private static bool HasLongTag(CallTags? tags)
    {
        for (int i = 0; i < (tags?.Count ?? 0); i++)
        {
            if (IsLong(tags![i].Key) || IsLong(tags[i].Value))
                return true;
        }

        return false;
    }

    private static bool HasLongAccount(IReadOnlyList<AccountKey> accounts)
    {
        for (int i = 0; i < accounts.Count; i++)
        {
            if (IsLong(accounts[i].PolicyId) || IsLong(accounts[i].ScopeKey))
                return true;
        }

        return false;
    }

    private static bool IsLarge(Usd amount) => amount > Usd.MaxCall || amount < -Usd.MaxCall;

    private static bool IsLong(string? text) => text is { Length: > LongText };
}
