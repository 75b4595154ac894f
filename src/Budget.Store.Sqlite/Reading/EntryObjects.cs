using BudgetGen.Storage;

namespace BudgetGen.Sqlite;

/// <summary>Makes of rows what readers get.</summary>
internal static class EntryObjects
{
    public static LedgerEntry Entry(EntryRow row, Lookups lookups) => new()
    {
        Kind = row.Kind,
        Reservation = row.Id,
        Part = checked((int)row.Part),
        At = Instant.FromStored(row.At),
        Accounts = lookups.AccountsOf(row.Accounts.Id).Keys,
        Hold = new Usd(row.Hold),
        Amount = new Usd(row.Amount),
        SuspenseChange = new Usd(row.Suspense),
        Overrun = new Usd(row.Overrun),
        Attribution = lookups.Attribution(row.Attribution.Id).Caller,
        CallSite = lookups.TextOrNull(row.CallSite),
        Usage = Usage(row, lookups),
        Note = row.Note,
        Rejection = (RejectionReason?)row.Rejection,
        Actor = row.Actor,
        Reference = row.Reference,
    };

    /// <summary>The hold that an entry ended.</summary>
    public static LedgerEntry Hold(LedgerEntry end, DateTimeOffset at) => new()
    {
        Kind = LedgerEntryKind.Hold,
        Reservation = end.Reservation,
        At = at,
        Accounts = end.Accounts,
        Hold = end.Hold,
        Attribution = end.Attribution,
        CallSite = end.CallSite,
    };

    public static UsageRecord? Usage(EntryRow row, Lookups lookups)
    {
        if (row.Usage is not { } flags)
            return null;

        CallAttribution caller = lookups.Attribution(row.UsageAttribution.Id).Caller;
        PriceProvenance? provenance = row.Price is { } price ? lookups.Provenance(price.Id) : null;
        return new UsageRecord
        {
            User = caller.User,
            Provider = caller.Provider,
            Model = caller.Model ?? "",
            Project = caller.Project,
            Team = caller.Team,
            Client = caller.Client,
            Operation = caller.Operation,
            Tags = caller.Tags,
            Timestamp = Instant.FromStored(row.BookedAt),
            Cost = new Usd(row.Cost),
            Endpoint = lookups.TextOrNull(row.Endpoint),
            PriceLine = provenance?.PriceLine ?? lookups.TextOrNull(row.PriceLine),
            Provenance = provenance,
            ProviderCost = row.ProviderCost is { } stated ? new Usd(stated) : null,
            RequestId = row.RequestId,
            ServiceTier = UsageTier.In(flags),
            Estimated = flags.HasFlag(UsageFlags.Estimated),
            Reservation = flags.HasFlag(UsageFlags.NoReservation) ? null : row.UsageReservation ?? row.Id,
            InputTokens = row.InputTokens,
            OutputTokens = row.OutputTokens,
            Usage = row.Tokens(),
        };
    }
}
