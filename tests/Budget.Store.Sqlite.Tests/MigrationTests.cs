using System.Globalization;
using System.Text;
using BudgetGen.Storage;
using Microsoft.Data.Sqlite;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

/// <summary>Ledgers that the first version wrote, made here by its own script.</summary>
public sealed class MigrationTests : IDisposable
{
    private static readonly ReservationId s_live = ReservationId.New(Now);
    private static readonly ReservationId s_lost = ReservationId.New(Now);
    private static readonly ReservationId s_lostUnheld = ReservationId.New(Now);
    private static readonly ReservationId s_settled = ReservationId.New(Now);

    private readonly TestDirectory _directory = new(inMemory: true);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_ledger_of_the_first_version_keeps_its_figures_and_goes_on()
    {
        WriteVersionOne(calls: 3_000);
        var before = VersionOneBalances();
        for (int opening = 1; opening <= 2; opening++)
        {
            await using var store = new SqliteBudgetStore(_directory.Database);
            LedgerState state = store.Open(Now);
            await store.VerifyAsync();
            Assert.Equal(before, state.Balances.Select(static b => (b.Account.ScopeKey, b.Spent.Nanos, b.Suspense.Nanos, b.Overrun.Nanos)).Order());

            OpenReservation live = Assert.Single(state.InFlight);
            Assert.Equal((s_live, new Usd(40), Now, "site", false), (live.Id, live.Hold, live.HeldAt, live.CallSite, live.Suspended));
            IReadOnlyList<OpenReservation> open = await store.Reader.GetOpenReservationsAsync();
            Assert.Equal(new[] { s_live, s_lost, s_lostUnheld }.Order(), open.Select(static o => o.Id));
            Assert.Equal(new Usd(50), open.Single(static o => o.Id == s_lost).Hold);
            Assert.Equal(Now, open.Single(static o => o.Id == s_lost).HeldAt);
        }

        await using (var store = new SqliteBudgetStore(_directory.Database))
        {
            store.Open(Now);
            await store.AppendAsync(Entry(LedgerEntryKind.LateSettle, s_lost, 50, 60, Of("u")), Entry(LedgerEntryKind.Settle, s_settled, 10, 7, Of("u")));
            AccountBalance global = (await store.Reader.GetBalancesAsync()).Single(static b => b.Account == Global);
            (string _, long spent, long suspense, long overrun) = before.Single(static b => b.Scope.Length == 0);
            Assert.Equal((spent + 60, suspense - 50, overrun + 10), (global.Spent.Nanos, global.Suspense.Nanos, global.Overrun.Nanos));
        }

        await Figures.AssertBalancesAreSumsOfEntriesAsync(_directory.Database);
    }

    [Fact]
    public async Task Every_field_of_the_first_version_comes_along()
    {
        WriteVersionOne(calls: 0);
        await using var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        UsageRecord usage = Assert.Single(await store.Reader.GetUsageAsync(new UsageQuery()));
        Assert.Equal(
            new UsageRecord
            {
                Model = "gpt-4o", User = "u", Provider = "openai", Project = "p", Team = "t", Client = "c", Operation = "op", Tags = new CallTags([new("env", "prod")]),
                Timestamp = Now.AddSeconds(3), Cost = new Usd(8), Endpoint = "site", PriceLine = "line", RequestId = "r-1", Estimated = true, Reservation = s_settled,
                InputTokens = 100, OutputTokens = 200,
                Usage = new LlmUsage { Input = 1, CacheRead = 2, CacheWrite5m = 3, CacheWrite1h = 4, InputAudio = 5, InputImage = 6, Output = 7, Reasoning = 8, OutputAudio = 9, OutputImage = 10, WebSearches = 11, Inconsistent = true },
            },
            usage);

        IReadOnlyList<LedgerEntry> history = await store.Reader.FindAsync(s_settled);
        Assert.Equal([LedgerEntryKind.Hold, LedgerEntryKind.Settle], history.Select(static entry => entry.Kind));
        Assert.Equal((Now.AddSeconds(2), new Usd(6)), (history[0].At, history[0].Hold));
        Assert.Equal((Now.AddSeconds(4), "a note", new Usd(7), new Usd(1)), (history[1].At, history[1].Note, history[1].Amount, history[1].Overrun));
        Assert.Equal(Of("u"), history[1].Accounts);

        Assert.Equal([LedgerEntryKind.Hold, LedgerEntryKind.Suspend], (await store.Reader.FindAsync(s_lost)).Select(static entry => entry.Kind));
        Assert.Equal([LedgerEntryKind.Suspend], (await store.Reader.FindAsync(s_lostUnheld)).Select(static entry => entry.Kind));
    }

    [Theory]
    [InlineData("UPDATE account SET spent = spent + 1 WHERE id = 1")]
    [InlineData("UPDATE entry SET amount = amount + 1 WHERE amount = 7")]
    [InlineData("DELETE FROM hold WHERE suspended")]
    public void A_damaged_ledger_of_the_first_version_is_refused_and_left_as_it_is(string damage)
    {
        WriteVersionOne(calls: 10);
        Execute(damage);
        var store = new SqliteBudgetStore(_directory.Database);
        Assert.Equal(BudgetStoreFailure.Corrupt, Assert.Throws<BudgetStoreException>(() => store.Open(Now)).Failure);
        using SqliteConnection connection = Figures.Open(_directory.Database);
        Assert.Equal(1L, Figures.Rows(connection, "PRAGMA user_version").Single()[0]);
        Assert.NotEmpty(Figures.Rows(connection, "SELECT * FROM entry"));
    }

    private void WriteVersionOne(int calls)
    {
        using (Stream script = typeof(Schema).Assembly.GetManifestResourceStream("0001_Ledger")!)
        using (var reader = new StreamReader(script))
            Execute(reader.ReadToEnd());

        long start = Instant.ToStored(Start), day = Instant.ToStored(Start.AddDays(1)), forever = Instant.ToStored(DateTimeOffset.MaxValue), now = Instant.ToStored(Now);
        Execute($"""
            PRAGMA application_id = {Schema.ApplicationId}; PRAGMA user_version = 1;
            INSERT INTO name VALUES (1, 'site'), (2, 'line');
            INSERT INTO attribution VALUES (1, X'01', 'u', 'openai', 'gpt-4o', 'p', 't', 'c', 'op'), (2, X'02', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
            INSERT INTO attribution_tag VALUES (1, 'env', 'prod');
            INSERT INTO account (id, policy_id, scope_key, window_start, window_end) VALUES (1, 'global', '', {start}, {forever}), (2, 'daily', 'u', {start}, {day});
            INSERT INTO account_set VALUES (1, X'00000000000000010000000000000002'), (2, X'0000000000000001');
            INSERT INTO account_set_member VALUES (1, 1), (2, 1), (1, 2);
            INSERT INTO hold VALUES ({Blob(s_live)}, {now}, 1, 1, 1, 40, 0, 'a hold'), ({Blob(s_lost)}, {now}, 1, 1, NULL, 50, 1, 'lost'),
              ({Blob(s_lostUnheld)}, {now + 9}, 2, 2, NULL, 60, 1, NULL);
            INSERT INTO entry (kind, reservation, at, logged_at, held_for, account_set, attribution, call_site, hold, amount, overrun, note, usage_attribution, endpoint,
              price_line, usage_flags, cost, input_tokens, output_tokens, input, cache_read, cache_write_5m, cache_write_1h, input_audio, input_image, output, reasoning,
              output_audio, output_image, web_searches, request_id)
            VALUES (2, {Blob(s_settled)}, {now + 30_000_000}, {now + 40_000_000}, 20000000, 1, 1, 1, 6, 7, 1, 'a note', 1, 1, 2, 5, 8, 100, 200, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 'r-1');
            INSERT INTO entry (kind, reservation, at, account_set, attribution, hold, suspense, note)
            VALUES (4, {Blob(s_lost)}, {now + 5}, 1, 1, 50, 50, 'lost'), (4, {Blob(s_lostUnheld)}, {now + 9}, 2, 2, 60, 60, NULL);
            """);
        var random = new Random(3);
        var entries = new StringBuilder("BEGIN;");
        for (int i = 0; i < calls; i++)
        {
            ReservationId id = ReservationId.New(Now.AddSeconds(i));
            int set = random.Next(1, 3), hold = random.Next(1, 900), amount = random.Next(1, 999);
            string entry = string.Create(CultureInfo.InvariantCulture, $"{Blob(id)}, {now + i}, {set}, {random.Next(1, 3)}, {hold}");
            entries.Append("INSERT INTO entry (kind, reservation, at, account_set, attribution, hold, amount, suspense, overrun, held_for) VALUES ").Append(random.Next(4) switch
            {
                0 => $"(3, {entry}, NULL, NULL, NULL, 5)",
                1 => $"(6, {entry}, -{amount}, NULL, NULL, NULL)",
                2 => $"(4, {entry}, NULL, {hold}, NULL, NULL), (5, {entry}, {amount}, -{hold}, {Math.Max(0, amount - hold)}, 7)",
                _ => $"(2, {entry}, {amount}, NULL, {Math.Max(0, amount - hold)}, 5)",
            }).Append(';');
        }

        Execute(entries.Append("COMMIT;").ToString());
        foreach (string figure in new[] { "spent:amount", "suspense:suspense", "overrun:overrun" })
        {
            string[] names = figure.Split(':');
            Execute($"""
                UPDATE account SET {names[0]} = (SELECT COALESCE(SUM(e.{names[1]}), 0) FROM entry e JOIN account_set_member m ON m.account_set = e.account_set WHERE m.account = account.id)
                """);
        }
    }

    private List<(string Scope, long Spent, long Suspense, long Overrun)> VersionOneBalances()
    {
        using SqliteConnection connection = Figures.Open(_directory.Database);
        return [.. Figures.Rows(connection, "SELECT scope_key, spent, suspense, overrun FROM account").Select(static row => ((string)row[0]!, (long)row[1]!, (long)row[2]!, (long)row[3]!)).Order()];
    }

    private static string Blob(ReservationId id) => $"X'{id.High:X16}{id.Low:X16}'";

    private void Execute(string sql)
    {
        using SqliteConnection connection = Figures.Open(_directory.Database);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
