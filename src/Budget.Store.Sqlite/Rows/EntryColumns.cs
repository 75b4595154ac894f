using BudgetGen.Storage;

namespace BudgetGen.Sqlite;

/// <summary>The columns of an entry, read the same way by everybody who reads entries.</summary>
internal static class EntryColumns
{
    /// <summary>Selects whole entries; a condition follows.</summary>
    public const string Select =
        """
        SELECT e.seq, e.kind, e.part, e.id_time, e.id_rest, e.at, e.logged_at, e.held_at, e.account_set, e.attribution, e.call_site, e.hold, e.amount,
          e.suspense, e.overrun, e.note, e.usage_flags, e.usage_attribution, e.endpoint, e.price_line, e.cost, e.input_tokens, e.output_tokens, e.buckets,
          e.request_id, x.actor, x.reference, x.rejection, x.usage_reservation, e.price, x.provider_cost
        FROM entry e LEFT JOIN extra x ON x.seq = e.seq

        """;

    /// <summary>The instant that an entry is booked at.</summary>
    public const string BookedAt = "(((e.id_time >> 16) & 281474976710655) * 10000 + e.at)";

    /// <summary>The instant of an entry.</summary>
    public const string At = "(((e.id_time >> 16) & 281474976710655) * 10000 + e.at + COALESCE(e.logged_at, 0))";

    /// <summary>Where the instants of an entry count from: the birth of its id, as stored instants are.</summary>
    public static long Birth(ReservationId id) => (long)(id.High >> 16) * TimeSpan.TicksPerMillisecond;

    /// <summary>Where an id is in the index: 41 bits of its time, and 6 of chance.</summary>
    public static long IndexKey(ReservationId id) => unchecked((long)id.High) >> 10;

    /// <summary>Reads the current row of <see cref="Select"/>.</summary>
    public static void Read(Statement from, EntryRow row, Lookups lookups)
    {
        var id = new ReservationId(unchecked((ulong)from.Long(3)), unchecked((ulong)from.Long(4)));
        row.Seq = from.Long(0);
        row.Kind = (LedgerEntryKind)from.Long(1);
        row.Part = from.Long(2);
        row.Id = id;
        row.BookedAt = Birth(id) + from.Long(5);
        row.At = row.BookedAt + from.Long(6);
        row.HeldAt = from.LongOrNull(7) is { } held ? Birth(id) + held : null;
        long set = from.Long(8), attribution = from.Long(9);
        row.Accounts = new Interned(set, lookups.AccountsOf(set).Digest);
        row.Attribution = new Interned(attribution, lookups.Attribution(attribution).Digest);
        row.CallSite = lookups.NameOrNull(from.LongOrNull(10));
        row.Hold = from.Long(11);
        row.Amount = from.Long(12);
        row.Suspense = from.Long(13);
        row.Overrun = from.Long(14);
        row.Note = from.TextOrNull(15);
        row.Usage = (UsageFlags?)from.LongOrNull(16);
        if (row.Usage is { } flags)
        {
            row.UsageAttribution = from.LongOrNull(17) is { } caller ? new Interned(caller, lookups.Attribution(caller).Digest) : row.Attribution;
            row.Endpoint = flags.HasFlag(UsageFlags.EndpointIsCallSite) ? row.CallSite : lookups.NameOrNull(from.LongOrNull(18));
            row.PriceLine = lookups.NameOrNull(from.LongOrNull(19));
            row.Price = from.LongOrNull(29) is { } price ? new Interned(price, lookups.PriceDigest(price)) : null;
            row.Cost = from.LongOrNull(20) ?? row.Amount;
            row.InputTokens = from.Long(21);
            row.OutputTokens = from.Long(22);
            row.SetBuckets(from.Blob(23));
            row.RequestId = from.TextOrNull(24);
        }

        row.Actor = from.TextOrNull(25);
        row.Reference = from.TextOrNull(26);
        row.Rejection = from.LongOrNull(27);
        row.UsageReservation = from.IsNull(28) ? null : from.Reservation(28);
        row.ProviderCost = from.LongOrNull(30);
    }
}
