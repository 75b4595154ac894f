using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

/// <summary>Questions about times, compared with a plain list: ids, entries and usage records disagree about when things happened.</summary>
public sealed class TimeTests : IDisposable
{
    private readonly TestDirectory _directory = new(inMemory: true);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Newest_first_is_right_across_links_whatever_the_instants_say()
    {
        var random = new Random(17);
        var entries = new List<LedgerEntry>();
        for (int i = 0; i < 6_000; i++)
        {
            DateTimeOffset at = Now.AddSeconds(i);
            DateTimeOffset booked = random.Next(20) switch
            {
                0 => at.AddDays(-random.Next(400)),
                1 => at.AddHours(random.Next(5)),
                2 => Now.AddSeconds(random.Next(6_000)),
                _ => at,
            };
            ReservationId id = ReservationId.New(random.Next(10) == 0 ? DateTimeOffset.UnixEpoch.AddDays(random.Next(30_000)) : at);
            LedgerEntry entry = Spend(i, usage: new UsageRecord { Model = "m", User = $"u{i % 3}", Cost = default, Timestamp = at, InputTokens = i, OutputTokens = 1 });
            entries.Add(entry with { Reservation = id, At = at, Usage = entry.Usage! with { Timestamp = booked, Reservation = id } });
        }

        await using (var store = new SqliteBudgetStore(_directory.Database))
        {
            store.Open(Now);
            foreach (LedgerEntry[] some in entries.Chunk(300))
                await Task.WhenAll(some.Select(store.Writer.AppendAsync));
        }

        using SqliteLedgerReader reader = SqliteBudgetStore.OpenReader(_directory.Database);
        for (int i = 0; i < 60; i++)
        {
            DateTimeOffset? from = i % 3 == 0 ? null : Now.AddSeconds(random.Next(-90_000, 6_000));
            DateTimeOffset? to = i % 4 == 0 ? null : (from ?? Now).AddSeconds(random.Next(9_000));
            int limit = i % 5 == 0 ? int.MaxValue : random.Next(0, 2_500);
            string? user = i % 2 == 0 ? null : "u1";

            // A stable sort: of two with the same instant the one that was appended later comes first.
            IEnumerable<LedgerEntry> newest = entries.AsEnumerable().Reverse();
            Assert.Equal(
                newest.Where(e => In(e.Usage!.Timestamp) && (user is null || e.Usage.User == user)).OrderByDescending(static e => e.Usage!.Timestamp).Take(limit).Select(static e => e.Usage),
                await reader.GetUsageAsync(new UsageQuery { From = from, To = to, User = user, Limit = limit }));
            Assert.Equal(
                newest.Where(e => In(e.At)).OrderByDescending(static e => e.At).Take(limit).Select(static e => e.Reservation),
                (await reader.GetEntriesAsync(new EntryQuery { From = from, To = to, Kinds = [LedgerEntryKind.Settle], Limit = limit })).Select(static e => e.Reservation));

            LedgerEntry[] summed = [.. entries.Where(e => In(e.Usage!.Timestamp) && (user is null || e.Usage.User == user))];
            SpendSum sum = Assert.Single(await reader.SumSpendAsync(new SpendQuery { From = from, To = to, Of = new CallAttribution(user) }));
            Assert.Equal((summed.Sum(static e => e.Amount.Nanos), summed.Length, summed.Sum(static e => e.Usage!.InputTokens)), (sum.Cost.Nanos, (int)sum.Calls, sum.InputTokens));

            bool In(DateTimeOffset instant) => (from is null || instant >= from) && (to is null || instant < to);
        }
    }

    [Fact]
    public async Task A_reservation_is_found_by_its_id_among_those_of_the_same_moment()
    {
        await using var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        LedgerEntry[] entries = [.. Enumerable.Range(0, 3_000).Select(static i => Spend(i, at: Now))];
        await Task.WhenAll(entries.Select(store.Writer.AppendAsync));
        foreach (LedgerEntry entry in entries.Where(static (_, i) => i % 100 == 0))
            Assert.Equal(entry.Amount, Assert.Single(await store.Reader.FindAsync(entry.Reservation)).Amount);
        Assert.Empty(await store.Reader.FindAsync(ReservationId.New(Now)));

        // Ids of callers may be anything.
        foreach (ReservationId id in new[] { default, new ReservationId(ulong.MaxValue, ulong.MaxValue), new ReservationId(1UL << 63, 1), new ReservationId(0, 1) })
        {
            await store.AppendAsync(Entry(LedgerEntryKind.Hold, id, 5), Entry(LedgerEntryKind.Void, id, 5));
            IReadOnlyList<LedgerEntry> found = await store.Reader.FindAsync(id);
            Assert.Equal([LedgerEntryKind.Hold, LedgerEntryKind.Void], found.Select(static entry => entry.Kind));
            Assert.All(found, static entry => Assert.Equal(Now, entry.At));
        }

        await store.VerifyAsync();
        using var connection = Figures.Open(_directory.Database);
        string plan = string.Join('\n', Figures.Rows(connection, "EXPLAIN QUERY PLAN SELECT * FROM entry e WHERE e.id_time >> 10 = 1 AND e.id_time = 2 AND e.id_rest = 3").Select(static row => row[3]));
        Assert.Contains("USING INDEX entry_reservation", plan, StringComparison.Ordinal);
    }
}
