using BudgetGen.Storage;

namespace BudgetGen.Sqlite;

/// <summary>Makes rows of entries: names become numbers, and what is said twice is said once.</summary>
internal sealed class EntryRows(InternedAttributions attributions, InternedNames names, InternedPrices prices)
{
    private readonly EntryRow _row = new();

    /// <summary>The row of an entry. It is the same object each time.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="seq">Its number.</param>
    /// <param name="accounts">Its accounts.</param>
    /// <param name="attribution">Its attribution.</param>
    /// <param name="callSite">Its call site.</param>
    /// <param name="heldAt">When the hold that it ends was made, as stored; null if it ends none.</param>
    public EntryRow Of(LedgerEntry entry, long seq, AccountSet accounts, Interned attribution, Interned? callSite, long? heldAt)
    {
        EntryRow row = _row;
        row.Seq = seq;
        row.Kind = entry.Kind;
        row.Part = entry.Part;
        row.Id = entry.Reservation;
        row.At = row.BookedAt = Instant.ToStored(entry.At);
        row.HeldAt = heldAt;
        row.Accounts = new Interned(accounts.Id, accounts.Digest);
        row.Attribution = attribution;
        row.CallSite = callSite;
        row.Hold = entry.Hold.Nanos;
        row.Amount = entry.Amount.Nanos;
        row.Suspense = entry.SuspenseChange.Nanos;
        row.Overrun = entry.Overrun.Nanos;
        row.Note = entry.Note;
        row.Actor = entry.Actor;
        row.Reference = entry.Reference;
        row.Rejection = (long?)entry.Rejection;
        row.Usage = null;
        row.UsageReservation = null;
        row.ProviderCost = null;
        if (entry.Usage is { } usage)
            Fill(row, entry, usage);
        return row;
    }

    private void Fill(EntryRow row, LedgerEntry entry, UsageRecord usage)
    {
        UsageFlags flags =
            (usage.Estimated ? UsageFlags.Estimated : 0)
            | (usage.Usage.Estimated ? UsageFlags.TokensEstimated : 0)
            | (usage.Usage.Inconsistent ? UsageFlags.Inconsistent : 0)
            | (usage.Reservation is null ? UsageFlags.NoReservation : 0)
            | UsageTier.Of(usage.ServiceTier)
            | (usage.Endpoint is not null && usage.Endpoint == entry.CallSite ? UsageFlags.EndpointIsCallSite : 0);
        row.SetBuckets([]);
        if (PackedUsage.IsPlain(usage.Usage, usage.InputTokens, usage.OutputTokens))
            flags |= UsageFlags.Plain;
        else
            row.PackBuckets(usage.Usage);

        CallAttribution caller = EntryCheck.Caller(usage);
        row.Usage = flags;
        row.BookedAt = Instant.ToStored(usage.Timestamp);
        row.UsageAttribution = caller == entry.Attribution ? row.Attribution : attributions.Resolve(caller);
        row.Endpoint = flags.HasFlag(UsageFlags.EndpointIsCallSite) ? row.CallSite : names.Resolve(usage.Endpoint);
        row.Price = usage.Provenance is { } price && price.PriceLine == usage.PriceLine ? prices.Resolve(price) : null;
        row.PriceLine = row.Price is null ? names.Resolve(usage.PriceLine) : null;
        row.Cost = usage.Cost.Nanos;
        row.InputTokens = usage.InputTokens;
        row.OutputTokens = usage.OutputTokens;
        row.RequestId = usage.RequestId;
        row.ProviderCost = usage.ProviderCost?.Nanos;
        row.UsageReservation = usage.Reservation is { } other && other != entry.Reservation ? other : null;
    }
}
