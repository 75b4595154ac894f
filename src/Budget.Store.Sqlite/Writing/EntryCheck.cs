using BudgetGen.Storage;

namespace BudgetGen.Sqlite;

/// <summary>Keeps what might fail for its size from taking its neighbours along: it gets a commit of its own, as does what asks for one.</summary>
internal static class EntryCheck
{
    /// <summary>Characters of one text beyond which an entry travels alone.</summary>
    private const int LongText = 65_536;

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
        || (entry.Usage is { } usage && (IsLong(usage.RequestId) || IsLong(usage.Endpoint) || IsLong(usage.PriceLine) || IsLong(Caller(usage))
            || IsLong(usage.Usage.ImageSize) || IsLong(usage.Usage.ImageQuality)))
        || HasLongAccount(entry.Accounts)
        || (entry.Together is { } further && TravelsAlone(further));

    /// <summary>Whether it should not share a commit.</summary>
    public static bool TravelsAlone(PolicyChange change) =>
        IsLong(change.PolicyId) || IsLong(change.Definition) || IsLong(change.Actor) || IsLong(change.Reason);

    /// <summary>Whether it should not share a commit.</summary>
    public static bool TravelsAlone(PriceLineChange change) =>
        IsLong(change.LineId) || IsLong(change.Definition) || IsLong(change.Actor) || IsLong(change.Reason);

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
