using System.Globalization;
using System.Text;
using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

/// <summary>A small ledger with everything in it that a ledger can have, and a description of all that it says.</summary>
internal static class Ledgers
{
    private static readonly PricingRegistry s_prices = new(new PriceBook("test", "1", new ModelPricing
    {
        Id = "test/m", Provider = "test", Model = "m", Price = new BucketPrices { Input = new UnitPrice(2_000), Output = new UnitPrice(8_000) }, Source = "a test", Checked = new DateOnly(2026, 3, 1),
    }));

    /// <summary>Writes it, and closes it.</summary>
    public static async Task WriteAsync(string database)
    {
        await using var store = new SqliteBudgetStore(database);
        store.Open(Now);
        await AppendAsync(store);
    }

    /// <summary>Appends one of everything, and some calls.</summary>
    public static async Task AppendAsync(SqliteBudgetStore store, int calls = 300)
    {
        var tasks = new List<Task>();
        for (int i = 0; i < calls; i++)
            tasks.Add(store.Writer.AppendAsync(Spend(i, Of($"user-{i % 40}"), at: Now.AddSeconds(i), usage: Record($"user-{i % 40}", priced: i % 3 == 2))));

        var caller = new CallAttribution("u", "openai", "gpt-4o", "p", "t", "c", "op", new CallTags([new("env", "prod"), new("x", "")]));
        ReservationId live = ReservationId.New(Now), lost = ReservationId.New(Now), ended = ReservationId.New(Now), decided = ReservationId.New(Now);
        LedgerEntry hold = Entry(LedgerEntryKind.Hold, live, 700, 0, Of("u")) with { Attribution = caller, CallSite = "A.B (C.cs:1)", Note = "a hold" };
        LedgerEntry settled = Entry(LedgerEntryKind.Settle, ended, 700, 900, Of("u"), Now.AddSeconds(5)) with
        {
            Attribution = caller,
            CallSite = "A.B (C.cs:1)",
            Part = 2,
            Note = "a note",
            Usage = Record("v") with
            {
                Cost = new Usd(901), Timestamp = Now.AddDays(-40), InputTokens = 5, OutputTokens = 6, Endpoint = "endpoint", RequestId = "chatcmpl-1", PriceLine = "line",
                Reservation = ReservationId.New(Now), Usage = new LlmUsage { Input = 3, CacheRead = 2, Output = 6, Reasoning = 0, Images = 2, ImageSize = "1024x1792", ImageQuality = "hd", AudioMilliseconds = 1_500 },
            },
        };
        foreach (LedgerEntry entry in new[]
        {
            hold,
            hold with { Reservation = lost },
            hold with { Reservation = ended },
            hold with { Reservation = decided },
            settled,
            Entry(LedgerEntryKind.Settle, ReservationId.New(Now), 0, 11, Of("u")) with { Usage = Record("u", priced: true) with { Cost = new Usd(11), ProviderCost = new Usd(12) } },
            Entry(LedgerEntryKind.Suspend, lost, 700, 0, Of("u"), Now.AddSeconds(6)) with { Attribution = caller, Note = "timeout" },
            Entry(LedgerEntryKind.Suspend, decided, 700, 0, Of("u"), Now.AddSeconds(6)),
            Entry(LedgerEntryKind.Release, decided, 700, 0, Of("u"), Now.AddSeconds(7)) with { Actor = "ann", Reference = "T-1", Note = "it never ran" },
            Entry(LedgerEntryKind.Reject, ReservationId.New(Now), 5) with { Rejection = RejectionReason.Exhausted },
            Entry(LedgerEntryKind.Adjust, ended, 0, -3, Of("u")) with { Actor = "bob", Reference = "T-2" },
            Entry(LedgerEntryKind.Reset, ReservationId.New(Now), 0, -10, [Day("u")]) with { Actor = "bob" },
        })
        {
            tasks.Add(store.Writer.AppendAsync(entry));
        }

        tasks.Add(store.Writer.AppendPolicyAsync(new PolicyChange("p", 1, "{ \"limit\": 1 }", Now, "configuration")));
        tasks.Add(store.Writer.AppendPolicyAsync(new PolicyChange("p", 2, null, Now.AddHours(1), "ann", "not needed")));
        tasks.Add(store.Writer.AppendPriceAsync(new PriceLineChange("test/m", 1, "{ \"id\": \"test/m\" }", Now, "ann")));
        tasks.Add(store.Writer.AppendPriceAsync(new PriceLineChange("test/m", 2, null, Now.AddHours(1), "bob", "a mistake")));
        tasks.Add(store.Writer.AppendAlertAsync(new AlertRecord("alert-1", AlertKind.ThresholdCritical, AlertLevel.Warning, Day("u"), Now, "nearly")));
        tasks.Add(store.Writer.AppendAlertAsync(new AlertRecord("alert-2", AlertKind.PolicyViolation, AlertLevel.Warning, null, Now, "refused")));
        tasks.Add(store.Writer.MarkAlertDeliveredAsync("alert-1"));
        await Task.WhenAll(tasks);
    }

    /// <summary>All that readers get from it.</summary>
    public static async Task<string> DescribeAsync(string database)
    {
        using SqliteLedgerReader reader = SqliteBudgetStore.OpenReader(database);
        var text = new StringBuilder();
        Add(text, await reader.GetBalancesAsync());
        Add(text, await reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue }));
        Add(text, await reader.SumSpendAsync(new SpendQuery { GroupBy = SpendGrouping.User | SpendGrouping.Model }));
        foreach (OpenReservation open in await reader.GetOpenReservationsAsync())
            Add(text, open with { Accounts = [] }, open.Accounts);
        foreach (LedgerEntry entry in await reader.GetEntriesAsync(new EntryQuery { Limit = int.MaxValue }))
            Add(text, entry with { Accounts = [] }, entry.Accounts);
        Add(text, await reader.GetPolicyHistoryAsync());
        Add(text, await reader.GetPriceHistoryAsync());
        Add(text, await reader.GetAlertsAsync());
        return text.ToString();
    }

    private static UsageRecord Record(string user, bool priced = false)
    {
        PriceProvenance? price = priced ? s_prices.ProvenanceOf("m", default) : null;
        return new() { Model = "m", User = user, Cost = default, Timestamp = Now, Provenance = price, PriceLine = price?.PriceLine };
    }

    private static void Add<T>(StringBuilder text, IEnumerable<T> items)
    {
        foreach (T item in items)
            text.AppendLine(item!.ToString());
    }

    private static void Add(StringBuilder text, object item, IReadOnlyList<AccountKey> accounts) =>
        text.AppendLine(CultureInfo.InvariantCulture, $"{item} on {string.Join(", ", accounts)}");
}
