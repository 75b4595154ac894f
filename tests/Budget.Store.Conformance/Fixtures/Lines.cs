namespace BudgetGen.Storage.Conformance;

/// <summary>Lines of a ledger as the ledger writes them: each says what it changes.</summary>
public static class Lines
{
    /// <summary>The start of the day that tests play on.</summary>
    public static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The instant of most lines; not a whole second, so that every tick must be kept.</summary>
    public static readonly DateTimeOffset Now = Day.AddHours(12).AddTicks(1_234_567);

    /// <summary>An account without an end.</summary>
    public static readonly AccountKey Global = new("global", "", Day, DateTimeOffset.MaxValue);

    /// <summary>The set of that account alone.</summary>
    public static readonly IReadOnlyList<AccountKey> OnGlobal = [Global];

    /// <summary>A user's account of the day.</summary>
    public static AccountKey Of(string user) => new("users", user, Day, Day.AddDays(1));

    /// <summary>An id that was not used before.</summary>
    public static ReservationId NewId() => ReservationId.New(Now);

    /// <summary>A line of any kind.</summary>
    public static LedgerEntry Line(LedgerEntryKind kind, ReservationId id, long hold = 0, long amount = 0, long suspense = 0, long overrun = 0, IReadOnlyList<AccountKey>? on = null) => new()
    {
        Kind = kind,
        Reservation = id,
        At = Now,
        Accounts = on ?? OnGlobal,
        Hold = new Usd(hold),
        Amount = new Usd(amount),
        SuspenseChange = new Usd(suspense),
        Overrun = new Usd(overrun),
    };

    /// <summary>Money is set aside.</summary>
    public static LedgerEntry Hold(ReservationId id, long hold, IReadOnlyList<AccountKey>? on = null) => Line(LedgerEntryKind.Hold, id, hold, on: on);

    /// <summary>The cost of a held reservation is known.</summary>
    public static LedgerEntry Settle(ReservationId id, long hold, long cost, IReadOnlyList<AccountKey>? on = null) =>
        Line(LedgerEntryKind.Settle, id, hold, cost, 0, Math.Max(0, cost - hold), on) with { Usage = Record(cost) with { Reservation = id } };

    /// <summary>A held reservation cost nothing.</summary>
    public static LedgerEntry Void(ReservationId id, long hold, IReadOnlyList<AccountKey>? on = null) => Line(LedgerEntryKind.Void, id, hold, on: on) with { Note = "refused" };

    /// <summary>A held reservation is lost.</summary>
    public static LedgerEntry Suspend(ReservationId id, long hold, IReadOnlyList<AccountKey>? on = null) =>
        Line(LedgerEntryKind.Suspend, id, hold, suspense: hold, on: on) with { Note = "timeout" };

    /// <summary>The cost of a lost reservation became known.</summary>
    public static LedgerEntry LateSettle(ReservationId id, long hold, long cost, IReadOnlyList<AccountKey>? on = null) =>
        Line(LedgerEntryKind.LateSettle, id, hold, cost, -hold, Math.Max(0, cost - hold), on) with { Usage = Record(cost) with { Reservation = id } };

    /// <summary>A lost reservation is booked at its hold.</summary>
    public static LedgerEntry Charge(ReservationId id, long hold, IReadOnlyList<AccountKey>? on = null) =>
        Line(LedgerEntryKind.Charge, id, hold, hold, -hold, 0, on) with { Usage = Record(hold) with { Reservation = id, Estimated = true } };

    /// <summary>Somebody decided that a lost reservation cost nothing.</summary>
    public static LedgerEntry Release(ReservationId id, long hold, IReadOnlyList<AccountKey>? on = null) =>
        Line(LedgerEntryKind.Release, id, hold, suspense: -hold, on: on) with { Actor = "ann", Note = "the provider's log says so", Reference = "ticket 7" };

    /// <summary>A correction.</summary>
    public static LedgerEntry Adjust(ReservationId id, long amount, int part = 0, IReadOnlyList<AccountKey>? on = null) =>
        Line(LedgerEntryKind.Adjust, id, 0, amount, 0, Math.Max(0, amount), on) with { Part = part, Actor = "ann", Note = "invoice", Reference = "line 3" };

    /// <summary>Spend without a reservation.</summary>
    public static LedgerEntry Spend(long cost, IReadOnlyList<AccountKey>? on = null, UsageRecord? usage = null)
    {
        UsageRecord record = usage ?? Record(cost);
        return Line(LedgerEntryKind.Settle, NewId(), 0, cost, on: on) with { At = record.Timestamp, Usage = record with { Cost = new Usd(cost) } };
    }

    /// <summary>A usage record of which little is known.</summary>
    public static UsageRecord Record(long cost) => new() { Model = "gpt-4o", Cost = new Usd(cost), Timestamp = Now };

    /// <summary>A line as two stores must agree on: the durability is a wish about its writing, and the order of the accounts means nothing.</summary>
    public static (LedgerEntry Entry, string Accounts) Comparable(LedgerEntry line) => (line with { Accounts = OnGlobal, Durability = default }, Set(line.Accounts));

    /// <summary>A reservation as two stores must agree on.</summary>
    public static (OpenReservation Open, string Accounts) Comparable(OpenReservation open) => (open with { Accounts = OnGlobal }, Set(open.Accounts));

    // With the length of each part, so that a border that moved shows.
    private static string Set(IReadOnlyList<AccountKey> accounts) => string.Join('\n', accounts
        .Select(static key => $"{key.PolicyId.Length}:{key.PolicyId}|{key.ScopeKey.Length}:{key.ScopeKey}|{key.WindowStart.UtcTicks}|{key.WindowEnd.UtcTicks}")
        .Order(StringComparer.Ordinal));
}
