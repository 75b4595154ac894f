using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>Accounts that differ are different, and every text comes back as it went in.</summary>
public abstract class IdentityConformance(IStoreFixture fixture) : StoreConformance(fixture)
{
    /// <summary>Texts that somebody will use one day; no two are the same.</summary>
    private static readonly string[] s_texts =
    [
        "", " ", "a", "A", "a ", " a", "ab", "a-b", "b", "-", "a\0b", "\0", "a\0", "é", "e\u0301", "É", "ß", "ss", "İ", "i", "ı", "I",
        "Zoë 北京 🧾", "\u05D0\u05D1 \u202Eabc\u202C", "\u200B", "\uFEFF", "\uFFFD", "\uFFFF", "\uD83E", "\uDDFE", "x\uDDFE\uD83Ey", "\uD83E\uDDFE",
        "'; DROP TABLE entry; --", "\"q\" `x` [y] %_* \\ \r\n\t", "NULL", "null", "0", "00", "1e3", new string('é', 10_240), new string('é', 10_241), new string('\uD800', 70_000),
    ];

    [Fact]
    public async Task Every_text_is_an_account_of_its_own_as_policy_and_as_key()
    {
        AccountKey[] accounts = [.. s_texts.SelectMany(static text => new[] { new AccountKey(text, "k", Day, Day.AddDays(1)), new AccountKey("p", text, Day, Day.AddDays(1)) })];
        Assert.Equal(accounts.Length, accounts.Distinct().Count());
        await AppendTogetherAsync(accounts.Select(static (account, i) => Spend(i + 1, [account])));
        await ReopenAsync();
        await AppendTogetherAsync(accounts.Select(static (account, i) => Spend(i + 1, [account])));
        await KillAndReopenAsync();
        IReadOnlyList<AccountBalance> balances = await Reader.GetBalancesAsync();
        Assert.Equal(accounts.Length, balances.Count);
        Dictionary<AccountKey, long> spent = balances.ToDictionary(static b => b.Account, static b => b.Spent.Nanos);
        Assert.All(accounts.Index(), one => Assert.Equal(2 * (one.Index + 1), spent[one.Item]));
    }

    [Fact]
    public async Task A_border_between_the_parts_does_not_move()
    {
        AccountKey[] accounts =
        [
            new("a-b", "c", Day, Day.AddDays(1)), new("a", "b-c", Day, Day.AddDays(1)), new("a", "b", Day, Day.AddDays(1)), new("ab", "", Day, Day.AddDays(1)),
            new("", "ab", Day, Day.AddDays(1)), new("a/b", "c", Day, Day.AddDays(1)), new("a", "/bc", Day, Day.AddDays(1)), new("a\0", "b", Day, Day.AddDays(1)), new("a", "\0b", Day, Day.AddDays(1)),
        ];
        await AppendAsync(accounts.Select(static (account, i) => Spend(1L << i, [account])));
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal(accounts.Length, (await Reader.GetBalancesAsync()).Count);
            foreach ((int i, AccountKey account) in accounts.Index())
                Assert.Equal((1L << i, 0, 0), await FiguresAsync(account));
        });
    }

    [Fact]
    public async Task Windows_are_part_of_the_account_to_the_last_tick()
    {
        AccountKey[] accounts =
        [
            new("p", "k", Day, Day.AddDays(1)), new("p", "k", Day.AddTicks(1), Day.AddDays(1)), new("p", "k", Day, Day.AddDays(1).AddTicks(1)),
            new("p", "k", DateTimeOffset.MinValue, DateTimeOffset.MaxValue), new("p", "k", Day, DateTimeOffset.MaxValue),
        ];
        await AppendAsync(accounts.Select(static (account, i) => Spend(1L << i, [account])));

        // The same instant in another zone is the same window.
        await AppendAsync(Spend(1000, [new AccountKey("p", "k", Day.ToOffset(TimeSpan.FromHours(5)), Day.AddDays(1).ToOffset(TimeSpan.FromHours(-3)))]));
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal(accounts.Length, (await Reader.GetBalancesAsync()).Count);
            foreach ((int i, AccountKey account) in accounts.Index())
                Assert.Equal(((1L << i) + (i == 0 ? 1000 : 0), 0, 0), await FiguresAsync(account));
        });
    }

    [Fact]
    public async Task The_accounts_count_and_not_the_list_that_names_them()
    {
        await AppendAsync(Enumerable.Range(0, 20).Select(static _ => Spend(1, [Global with { PolicyId = new string("global") }, Of(string.Concat("a", "lice"))])));
        Assert.Equal((20, 0, 0), await FiguresAsync(Global));
        Assert.Equal((20, 0, 0), await FiguresAsync(Of("alice")));
        Assert.Equal(2, (await Reader.GetBalancesAsync()).Count);
    }

    [Fact]
    public async Task Any_text_comes_back_as_it_went_in()
    {
        var lines = new Dictionary<ReservationId, LedgerEntry>();
        foreach (string text in s_texts)
        {
            var caller = new CallAttribution(text, text, text, text, text, text, text, new CallTags([new(text, text), new(text + "2", "")]));
            ReservationId held = NewId(), spent = NewId();
            var record = new UsageRecord
            {
                Model = text, User = text, Provider = text, Project = text, Team = text, Client = text, Operation = text, Tags = caller.Tags,
                Endpoint = text, RequestId = text, PriceLine = text, Cost = new Usd(1), Timestamp = Now, Reservation = spent,
            };
            lines.Add(held, Hold(held, 5) with { Attribution = caller, CallSite = text });
            lines.Add(spent, Settle(spent, 5, 1) with { Attribution = caller, CallSite = text, Note = text, Actor = text, Reference = text, Usage = record });
        }

        await AppendTogetherAsync(lines.Values);
        await NowAndReopenedAsync(async () =>
        {
            foreach ((ReservationId id, LedgerEntry line) in lines)
                Assert.Equal(Comparable(line), Comparable(Assert.Single(await Reader.FindAsync(id), e => e.Kind == line.Kind)));
            Dictionary<ReservationId, OpenReservation> open = (await Reader.GetOpenReservationsAsync()).ToDictionary(static o => o.Id);
            Assert.All(lines.Values.Where(static l => l.Kind == LedgerEntryKind.Hold), l => Assert.Equal((l.Attribution, l.CallSite), (open[l.Reservation].Attribution, open[l.Reservation].CallSite)));
            foreach (string text in s_texts)
                Assert.Equal(text, Assert.Single(await Reader.GetUsageAsync(new UsageQuery { User = text, Model = text, Team = text, Client = text, Operation = text })).User);
        });
    }
}
