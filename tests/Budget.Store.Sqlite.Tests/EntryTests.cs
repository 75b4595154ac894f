using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

public sealed class EntryTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_hold_is_in_flight_with_every_field_until_it_ends()
    {
        await using SqliteBudgetStore store = Open();
        var caller = new CallAttribution("u", "openai", "gpt-4o", "p", "t", "c", "op", new CallTags([new("a", "1"), new("b", "")]));
        ReservationId id = ReservationId.New(Now);
        await store.AppendAsync(Entry(LedgerEntryKind.Hold, id, 700, 0, Of("u")) with { Attribution = caller, CallSite = "A.B (C.cs:1)" });

        OpenReservation open = Assert.Single(await store.Reader.GetOpenReservationsAsync());
        Assert.Equal(new OpenReservation(id, open.Accounts, new Usd(700), Now, caller, "A.B (C.cs:1)", Suspended: false), open);
        Assert.Equal(Of("u"), open.Accounts);

        await store.AppendAsync(Entry(LedgerEntryKind.Settle, id, 700, 600, Of("u")));
        Assert.Empty(await store.Reader.GetOpenReservationsAsync());
    }

    [Fact]
    public async Task A_settlement_books_its_amount_on_every_account_and_the_excess_as_overrun()
    {
        await using SqliteBudgetStore store = Open();
        await HeldThenAsync(store, LedgerEntryKind.Settle, 700, 650);
        await HeldThenAsync(store, LedgerEntryKind.Settle, 700, 1_000);
        await HeldThenAsync(store, LedgerEntryKind.Settle, 0, 11, overrun: 11);
        await store.AppendAsync(Spend(5_000, Of("u")));
        await AssertAsync(store, spent: 650 + 1_000 + 11 + 5_000, suspense: 0, overrun: 300 + 11, open: 0);
    }

    [Fact]
    public async Task A_void_books_nothing()
    {
        await using SqliteBudgetStore store = Open();
        await HeldThenAsync(store, LedgerEntryKind.Void, 700, 0);
        await AssertAsync(store, spent: 0, suspense: 0, overrun: 0, open: 0);
    }

    [Fact]
    public async Task A_suspension_charges_the_hold_and_stays_open()
    {
        await using SqliteBudgetStore store = Open();
        await HeldThenAsync(store, LedgerEntryKind.Suspend, 700, 0);
        await AssertAsync(store, spent: 0, suspense: 700, overrun: 0, open: 1);
        Assert.True(Assert.Single(await store.Reader.GetOpenReservationsAsync()).Suspended);
    }

    [Theory]
    [InlineData(400, 0)]
    [InlineData(900, 200)]
    public async Task A_late_settlement_gives_the_suspense_back_and_books_its_amount(long amount, long overrun)
    {
        await using SqliteBudgetStore store = Open();
        ReservationId id = await HeldThenAsync(store, LedgerEntryKind.Suspend, 700, 0);
        await store.AppendAsync(Entry(LedgerEntryKind.LateSettle, id, 700, amount, Of("u"), Now.AddMinutes(1)));
        await AssertAsync(store, amount, 0, overrun, open: 0);
    }

    [Fact]
    public async Task A_late_settlement_gives_back_what_it_says_and_no_more()
    {
        await using SqliteBudgetStore store = Open();
        await HeldThenAsync(store, LedgerEntryKind.LateSettle, 700, 400, suspense: 0);
        await store.AppendAsync(Entry(LedgerEntryKind.LateSettle, ReservationId.New(Now), 700, 400, Of("u")) with { SuspenseChange = default });
        await AssertAsync(store, 800, 0, 0, open: 0);
    }

    [Fact]
    public async Task A_suspension_that_arrives_after_the_outcome_leaves_nothing_open()
    {
        await using SqliteBudgetStore store = Open();
        ReservationId id = ReservationId.New(Now);
        await store.AppendAsync(Entry(LedgerEntryKind.LateSettle, id, 700, 400, Of("u")), Entry(LedgerEntryKind.Suspend, id, 700, 0, Of("u")));
        await AssertAsync(store, 400, 0, 0, open: 0);
    }

    [Theory]
    [InlineData(LedgerEntryKind.Release, 0)]
    [InlineData(LedgerEntryKind.Charge, 700)]
    public async Task A_decision_ends_a_suspension(LedgerEntryKind decision, long amount)
    {
        await using SqliteBudgetStore store = Open();
        ReservationId id = await HeldThenAsync(store, LedgerEntryKind.Suspend, 700, 0);
        await store.AppendAsync(Entry(decision, id, 700, amount, Of("u")) with { Actor = "ann", Reference = "T-1" });
        await AssertAsync(store, amount, 0, 0, open: 0);
        Assert.Equal(
            [LedgerEntryKind.Hold, LedgerEntryKind.Suspend, decision], (await store.Reader.FindAsync(id)).Select(static entry => entry.Kind));
    }

    [Theory]
    [InlineData(LedgerEntryKind.Reject)]
    [InlineData(LedgerEntryKind.Conflict)]
    public async Task What_moves_no_money_ends_nothing(LedgerEntryKind kind)
    {
        await using SqliteBudgetStore store = Open();
        ReservationId id = ReservationId.New(Now);
        await store.AppendAsync(
            Entry(LedgerEntryKind.Hold, id, 700, 0, Of("u")), Entry(kind, id, 700, 0, Of("u")) with { Rejection = RejectionReason.Exhausted });
        await AssertAsync(store, 0, 0, 0, open: 1);
    }

    [Fact]
    public async Task A_suspension_whose_hold_never_became_durable_is_open_all_the_same()
    {
        await using SqliteBudgetStore store = Open();
        await store.AppendAsync(Entry(LedgerEntryKind.Suspend, ReservationId.New(Now), 700, 0, Of("u")));
        await AssertAsync(store, 0, 700, 0, open: 1);
    }

    [Fact]
    public async Task An_adjustment_may_be_negative_and_moves_one_account()
    {
        await using SqliteBudgetStore store = Open();
        await store.AppendAsync(Spend(900, Of("u")), Entry(LedgerEntryKind.Adjust, ReservationId.New(Now), 0, -400, [Day("u")]) with { Note = "refund" });
        IReadOnlyList<AccountBalance> balances = await store.Reader.GetBalancesAsync();
        Assert.Equal(new AccountBalance(Global, new Usd(900), default, default), balances.Single(b => b.Account == Global));
        Assert.Equal(new AccountBalance(Day("u"), new Usd(500), default, default), balances.Single(b => b.Account == Day("u")));
    }

    [Fact]
    public async Task A_call_that_no_policy_asks_about_is_recorded_without_accounts()
    {
        await using SqliteBudgetStore store = Open();
        await store.AppendAsync(Spend(5, []));
        Assert.Empty(await store.Reader.GetBalancesAsync());
        Assert.Equal(new Usd(5), Assert.Single(await store.Reader.GetUsageAsync(new UsageQuery())).Cost);
    }

    [Fact]
    public async Task Every_field_of_a_usage_record_comes_back()
    {
        await using SqliteBudgetStore store = Open();
        ReservationId id = ReservationId.New(Now);
        var full = new UsageRecord
        {
            Model = "gpt-4o-2024-08-06",
            InputTokens = 1_000,
            OutputTokens = 2_000,
            Cost = new Usd(77),
            Timestamp = Now.AddTicks(3),
            User = "u",
            Endpoint = "A.B (C.cs:1)",
            RequestId = "chatcmpl-1",
            Provider = "openai",
            Project = "p",
            Team = "t",
            Client = "c",
            Operation = "op",
            Tags = new CallTags([new("env", "prod")]),
            Usage = new LlmUsage
            {
                Input = 1, CacheRead = 2, CacheWrite5m = 3, CacheWrite1h = 4, InputAudio = 5, InputImage = 6, Output = 7, Reasoning = 8, OutputAudio = 9,
                OutputImage = 10, WebSearches = 11, Estimated = true, Inconsistent = true,
            },
            PriceLine = "openai/gpt-4o",
            Estimated = true,
            Reservation = ReservationId.New(Now),
        };
        var bare = new UsageRecord { Model = "", Cost = default, Timestamp = Now };
        var zero = bare with { Timestamp = Now.AddTicks(-1), Usage = LlmUsage.Of(0, 0), Reservation = id, User = "", Cost = new Usd(-5) };
        await store.AppendAsync(
            Entry(LedgerEntryKind.Settle, ReservationId.New(Now), 0, 78) with { Usage = full },
            Entry(LedgerEntryKind.Settle, ReservationId.New(Now), 0, 79) with { Usage = bare },
            Entry(LedgerEntryKind.LateSettle, id, 0, 80) with { Usage = zero, Overrun = new Usd(80) });

        Assert.Equal([full, bare, zero], await store.Reader.GetUsageAsync(new UsageQuery()));
        await AssertAsync(store, 78 + 79 + 80, 0, 80, open: 0);
    }

    [Fact]
    public async Task Every_field_of_an_entry_is_in_the_log()
    {
        ReservationId id = ReservationId.New(Now);
        await using (SqliteBudgetStore store = Open())
        {
            LedgerEntry hold = Entry(LedgerEntryKind.Hold, id, 700, 0, Of("u")) with { Note = "kept until the end" };
            LedgerEntry end = Entry(LedgerEntryKind.Void, id, 700, 0, Of("u"), Now.AddSeconds(2)) with
            {
                Attribution = new CallAttribution("u"), CallSite = "A.B (C.cs:1)", Note = "HTTP 429",
            };
            await store.AppendAsync(hold, end);
        }

        using var connection = Figures.Open(_directory.Database);
        object?[] row = Assert.Single(Figures.Rows(
            connection,
            """
            SELECT l.kind, e.id_time, e.id_rest, l.at, l.at - (e.id_time >> 16) * 10000 - e.held_at, l.hold, e.amount, l.user, l.call_site, l.note
            FROM ledger l JOIN entry e USING (seq)
            """));
        Assert.Equal(
            [3L, (long)id.High, (long)id.Low, Instant.ToStored(Now.AddSeconds(2)), 20_000_000L, 700L, null, "u", "A.B (C.cs:1)", "HTTP 429"], row);
    }

    [Fact]
    public async Task A_malformed_entry_is_refused_alone()
    {
        await using SqliteBudgetStore store = Open();
        await Assert.ThrowsAsync<ArgumentException>(() => store.Writer.AppendAsync(Spend(1) with { Kind = 0 }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Writer.AppendAsync(Spend(1) with { Accounts = null! }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Writer.AppendAsync(Spend(1) with { Accounts = [null!] }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Writer.AppendAsync(Spend(1) with { Hold = new Usd(-1) }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Writer.AppendAsync(Spend(1) with { Kind = (LedgerEntryKind)13 }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Writer.AppendAsync(Spend(1) with { Overrun = new Usd(-1) }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Writer.AppendAsync(Spend(1) with { Part = -1 }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => store.Writer.AppendAsync(null!));
    }

    [Fact]
    public async Task A_sum_that_leaves_64_bits_is_refused_and_takes_no_other_entry_along()
    {
        await using SqliteBudgetStore store = Open();
        await store.AppendAsync(Entry(LedgerEntryKind.Adjust, ReservationId.New(Now), 0, 9_000_000_000_000_000_000, Of("u")));
        Task fits = store.Writer.AppendAsync(Spend(1, Of("u")));
        Task tooMuch = store.Writer.AppendAsync(Entry(LedgerEntryKind.Adjust, ReservationId.New(Now), 0, 900_000_000_000_000_000, Of("u")));
        Task fitsToo = store.Writer.AppendAsync(Spend(2, Of("u")));
        await fits;
        await fitsToo;
        Assert.Equal(BudgetStoreFailure.Unavailable, (await Assert.ThrowsAsync<BudgetStoreException>(() => tooMuch)).Failure);
        await AssertAsync(store, 9_000_000_000_000_000_003, 0, 0, open: 0);
    }

    private static async Task<ReservationId> HeldThenAsync(SqliteBudgetStore store, LedgerEntryKind end, long hold, long amount, long? overrun = null, long? suspense = null)
    {
        ReservationId id = ReservationId.New(Now);
        LedgerEntry entry = Entry(end, id, hold, amount, Of("u"), Now.AddSeconds(1));
        entry = entry with { Overrun = overrun is { } o ? new Usd(o) : entry.Overrun, SuspenseChange = suspense is { } u ? new Usd(u) : entry.SuspenseChange };
        await store.AppendAsync(Entry(LedgerEntryKind.Hold, id, hold, 0, Of("u")), entry);
        return id;
    }

    private async Task AssertAsync(SqliteBudgetStore store, long spent, long suspense, long overrun, int open)
    {
        foreach (AccountBalance balance in await store.Reader.GetBalancesAsync())
            Assert.Equal((spent, suspense, overrun), (balance.Spent.Nanos, balance.Suspense.Nanos, balance.Overrun.Nanos));
        Assert.Equal(open, (await store.Reader.GetOpenReservationsAsync()).Count);
        await Figures.AssertBalancesAreSumsOfEntriesAsync(_directory.Database);
    }

    private SqliteBudgetStore Open()
    {
        var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        return store;
    }
}
