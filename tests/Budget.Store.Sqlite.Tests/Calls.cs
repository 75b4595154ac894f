using BudgetGen.Storage;

namespace BudgetGen.Sqlite.Tests;

/// <summary>Entries as a ledger would write them.</summary>
internal static class Calls
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset Now = Start.AddHours(12).AddTicks(1_234_567);

    public static readonly AccountKey Global = new("global", "", Start, DateTimeOffset.MaxValue);

    public static readonly IReadOnlyList<AccountKey> OnGlobal = [Global];

    public static AccountKey Day(string user) => new("daily", user, Start, Start.AddDays(1));

    public static IReadOnlyList<AccountKey> Of(string user) => [Global, Day(user)];

    public static LedgerEntry Entry(
        LedgerEntryKind kind, ReservationId id, long hold = 0, long amount = 0, IReadOnlyList<AccountKey>? accounts = null, DateTimeOffset? at = null) => new()
    {
        Kind = kind,
        Reservation = id,
        At = at ?? Now,
        Accounts = accounts ?? OnGlobal,
        Hold = new Usd(hold),
        Amount = new Usd(amount),
        SuspenseChange = kind switch
        {
            LedgerEntryKind.Suspend => new Usd(hold),
            LedgerEntryKind.LateSettle or LedgerEntryKind.Release or LedgerEntryKind.Charge => new Usd(-hold),
            _ => default,
        },
        Overrun = new Usd(kind is LedgerEntryKind.Settle or LedgerEntryKind.LateSettle && hold > 0 ? Math.Max(0, amount - hold) : 0),
    };

    public static LedgerEntry Spend(long amount, IReadOnlyList<AccountKey>? accounts = null, DateTimeOffset? at = null, UsageRecord? usage = null)
    {
        DateTimeOffset when = at ?? Now;
        ReservationId id = ReservationId.New(when);
        return Entry(LedgerEntryKind.Settle, id, 0, amount, accounts, when) with
        {
            Usage = (usage ?? new UsageRecord { Model = "gpt-4o", Cost = default, Timestamp = when }) with { Cost = new Usd(amount), Timestamp = when, Reservation = id },
        };
    }

    public static async Task AppendAsync(this SqliteBudgetStore store, params LedgerEntry[] entries)
    {
        foreach (LedgerEntry entry in entries)
            await store.Writer.AppendAsync(entry);
    }
}
