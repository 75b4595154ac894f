using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

public sealed class HostileTextTests : IDisposable
{
    public static readonly TheoryData<string> Texts =
    [
        "",
        " ",
        "Zoë 北京 🧾 e\u0301",
        "a\0b",
        "\0",
        "'; DROP TABLE entry; --",
        "\"quoted\" `x` [y] %_* \\ \r\n\t",
        "\uD83E",
        "\uDDFE",
        "x\uDDFE\uD83Ey",
        "\uFFFD",
        "\uFEFF\uFFFF",
        new string('é', 10_240),
        new string('\uD800', 70_000),
    ];

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public async Task Any_text_comes_back_as_it_went_in(string text)
    {
        AccountKey account = new(text, text, Start, DateTimeOffset.MaxValue);
        var caller = new CallAttribution(text, text, text, text, text, text, text, new CallTags([new(text, text)]));
        ReservationId id = ReservationId.New(Now);
        for (int i = 1; i <= 2; i++)
        {
            await using var store = new SqliteBudgetStore(_directory.Database);
            store.Open(Now);
            await store.AppendAsync(
                Entry(LedgerEntryKind.Hold, id, 5, 0, [account]) with { Attribution = caller, CallSite = text, Note = text },
                Spend(1, [account], usage: Record(text, caller)) with { Attribution = caller });

            Assert.Equal(new AccountBalance(account, new Usd(i), default, default), Assert.Single(await store.Reader.GetBalancesAsync()));
            OpenReservation open = Assert.Single(await store.Reader.GetOpenReservationsAsync());
            Assert.Equal((caller, text), (open.Attribution, open.CallSite));
            IReadOnlyList<UsageRecord> usage = await store.Reader.GetUsageAsync(new UsageQuery { User = text, Provider = text, Model = text, Project = text });
            Assert.Equal(i, usage.Count);
            Assert.Equal(Record(text, caller) with { Cost = new Usd(1), Reservation = usage[0].Reservation }, usage[0]);
        }
    }

    [Fact]
    public async Task Texts_that_look_alike_are_different_accounts()
    {
        await using var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        string[] texts = [.. Texts.Select(static row => row.Data), "\uD83F", "a", "A", "a ", "é", "e\u0301"];
        foreach (string text in texts)
            await store.AppendAsync(Spend(1, [new AccountKey("p", text, Start, DateTimeOffset.MaxValue)]));

        // A border between the parts must not move: "a-b" + "c" is not "a" + "b-c".
        await store.AppendAsync(Spend(1, [new AccountKey("a-b", "c", Start, DateTimeOffset.MaxValue)]), Spend(1, [new AccountKey("a", "b-c", Start, DateTimeOffset.MaxValue)]));
        IReadOnlyList<AccountBalance> balances = await store.Reader.GetBalancesAsync();
        Assert.Equal(texts.Length + 2, balances.Count);
        Assert.All(balances, balance => Assert.Equal(1, balance.Spent.Nanos));
    }

    [Fact]
    public void Random_sequences_of_units_come_back()
    {
        var random = new Random(5);
        byte[] buffer = [];
        for (int i = 0; i < 20_000; i++)
        {
            char[] units = new char[random.Next(12)];
            for (int k = 0; k < units.Length; k++)
                units[k] = (char)(random.Next(3) == 0 ? random.Next(0xD800, 0xE000) : random.Next(0x10000));
            var text = new string(units);
            Assert.Equal(text, ExactText.Decode(ExactText.Encode(text, ref buffer)));
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_do_not_throw()
    {
        var random = new Random(6);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(12)];
            random.NextBytes(bytes);
            Assert.NotNull(ExactText.Decode(bytes));
        }
    }

    private static UsageRecord Record(string text, CallAttribution caller) => new()
    {
        Model = text, User = caller.User, Provider = text, Project = text, Team = text, Client = text, Operation = text, Tags = caller.Tags,
        Endpoint = text, RequestId = text, PriceLine = text, Cost = default, Timestamp = Now,
    };
}
