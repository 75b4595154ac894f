using System.Text.Json;
using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Documents;

/// <summary>Users' budgets in a file: ours, and LiteLLM's as it stands.</summary>
public sealed class SavedDataTests : IDisposable
{
    private const string ByLiteLlm = """
        {
            "1234": { "total_budget": 10, "current_cost": 0.0022500000000000003, "model_cost": { "gpt-3.5-turbo-0613": 3.5e-05, "gpt-4": 0.002215 } },
            "12345": {
                "total_budget": 0.1, "duration": 1, "created_at": 1787130000.25, "last_updated_at": 1787130000.25,
                "current_cost": 0.05, "model_cost": { "gpt-4": 0.05 }
            }
        }
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("budgetgen-").FullName;
    private readonly FakeTime _time = new();

    private string Path => System.IO.Path.Combine(_directory, "user_cost.json");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_was_saved_can_be_loaded_elsewhere_and_loading_it_twice_changes_nothing()
    {
        using (BudgetManager old = Manager())
        {
            old.CreateBudget(10, "ann");
            old.CreateBudget(0.25m, "bob \"the\" builder", "monthly");
            old.CreateBudget(3, "cid", "weekly");
            old.UpdateCost("ann", LlmUsage.Of(1_000, 500), "gpt-4o");
            old.UpdateCost("ann", LlmUsage.Of(1_001, 1), "gpt-4");
            old.UpdateCost("bob \"the\" builder", LlmUsage.Of(7, 3), "model-of-nobody");
            await old.SaveDataAsync(Path, TestContext.Current.CancellationToken);
        }

        using BudgetManager manager = Manager(Make.Policy(nanos: 1_000_000_000, period: BudgetPeriod.Monthly));
        Assert.Equal(["ann", "bob \"the\" builder", "cid"], await manager.LoadDataAsync(Path, TestContext.Current.CancellationToken));
        Check(manager);
        Assert.Empty(await manager.LoadDataAsync(Path, TestContext.Current.CancellationToken));
        Check(manager);

        static void Check(BudgetManager manager)
        {
            Assert.Equal(["ann", "bob \"the\" builder", "cid"], manager.GetUsers());
            Assert.Equal((Usd.FromDollars(10), Usd.FromDollars(0.25m), Usd.FromDollars(3)), (manager.GetTotalBudget("ann"), manager.GetTotalBudget("bob \"the\" builder"), manager.GetTotalBudget("cid")));
            Assert.Equal(Usd.FromDollars(0.0075m + 0.03009m), manager.GetCurrentCost("ann"));
            Assert.Equal(Usd.FromDollars(0.0075m), manager.GetModelCost("ann")["gpt-4o"]);
            Assert.Equal(new Usd(160_000), manager.GetCurrentCost("bob \"the\" builder"));
            Assert.Equal((null, new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero)), (manager.ResetOnDuration("ann").ResetsAt, manager.ResetOnDuration("bob \"the\" builder").ResetsAt));

            // Every budget counts what was brought in: the parts are the whole.
            Assert.Equal(manager.GetCurrentCost("ann") + manager.GetCurrentCost("bob \"the\" builder"), manager.GetStatus("global").Spent);
        }
    }

    /// <summary>What a file brought in may still wait for the store, which does not know of it then.</summary>
    [Fact]
    public async Task A_file_that_is_loaded_twice_while_the_store_is_down_is_booked_once()
    {
        await File.WriteAllTextAsync(Path, ByLiteLlm, TestContext.Current.CancellationToken);
        var store = new FaultyStore(new InMemoryBudgetStore());
        using BudgetManager manager = Make.Manager(o => { o.Store = _ => store; o.TimeProvider = _time; });
        store.FailAt(1, StoreFault.ErrorBeforeCommit, int.MaxValue);
        await manager.LoadDataAsync(Path, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<BudgetStoreException>(() => manager.LoadDataAsync(Path, TestContext.Current.CancellationToken));
        Assert.Equal(new Usd(2_250_001), manager.GetCurrentCost("1234"));
        store.Heal();
        Assert.Empty(await manager.LoadDataAsync(Path, TestContext.Current.CancellationToken));
        Assert.Equal(new Usd(2_250_001), manager.GetCurrentCost("1234"));
    }

    [Fact]
    public async Task A_file_of_LiteLLM_loads_as_it_stands()
    {
        await File.WriteAllTextAsync(Path, ByLiteLlm, TestContext.Current.CancellationToken);
        _time.SetUtcNow(DateTimeOffset.UnixEpoch.AddSeconds(1787130000).AddHours(3));
        using BudgetManager manager = Manager();
        Assert.Equal(["1234", "12345"], await manager.LoadDataAsync(Path, TestContext.Current.CancellationToken));

        // Floating-point residue is rounded up once, to a nano-dollar.
        Assert.Equal(new Usd(2_250_001), manager.GetCurrentCost("1234"));
        Assert.Equal(new Usd(35_000), manager.GetModelCost("1234")["gpt-3.5-turbo-0613"]);
        Assert.Equal(manager.GetCurrentCost("1234"), manager.GetModelCost("1234").Values.Aggregate(Usd.Add));
        Assert.Equal((Usd.FromDollars(0.1m), Usd.FromDollars(0.05m)), (manager.GetTotalBudget("12345"), manager.GetCurrentCost("12345")));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1787130000.25).AddDays(1), manager.ResetOnDuration("12345").ResetsAt);
    }

    [Fact]
    public async Task Windows_from_an_instant_survive_a_round_trip()
    {
        DateTimeOffset created = _time.GetUtcNow().AddDays(-30);
        using (BudgetManager old = Manager())
        {
            old.CreateBudget(10, "ann", "weekly", created);
            old.UpdateCost("ann", LlmUsage.Of(1_000, 500), "gpt-4o");
            old.SaveData(Path);
        }

        using BudgetManager manager = Manager();
        manager.LoadData(Path);
        BudgetStatus status = await Task.Run(() => manager.ResetOnDuration("ann"), TestContext.Current.CancellationToken);
        Assert.Equal((created, created.AddDays(28), Usd.FromDollars(0.0075m)), (status.Policy.Starts, status.WindowStart, status.Spent));
    }

    [Fact]
    public void Costs_of_a_window_that_has_ended_are_not_booked()
    {
        using (BudgetManager old = Manager())
        {
            old.CreateBudget(10, "ann", "daily");
            old.CreateBudget(10, "bob", "monthly");
            old.UpdateCost("ann", LlmUsage.Of(1_000, 500), "gpt-4o");
            old.UpdateCost("bob", LlmUsage.Of(1_000, 500), "gpt-4o");
            old.SaveData(Path);
        }

        _time.Advance(TimeSpan.FromDays(1));
        using BudgetManager manager = Manager();
        manager.LoadData(Path);
        Assert.Equal((Usd.Zero, Usd.FromDollars(0.0075m)), (manager.GetCurrentCost("ann"), manager.GetCurrentCost("bob")));
    }

    [Fact]
    public void A_user_whom_the_ledger_knows_keeps_budget_and_cost()
    {
        using BudgetManager manager = Manager();
        manager.CreateBudget(10, "ann");
        manager.UpdateCost("ann", LlmUsage.Of(1_000, 500), "gpt-4o");
        manager.SaveData(Path);
        manager.UpdateCost("ann", LlmUsage.Of(1_000, 500), "gpt-4o");
        manager.CreateBudget(20, "ann");
        Assert.Empty(manager.LoadData(Path));
        Assert.Equal((Usd.FromDollars(20), Usd.FromDollars(0.015m)), (manager.GetTotalBudget("ann"), manager.GetCurrentCost("ann")));
    }

    [Fact]
    public void A_newer_copy_of_the_ledger_s_own_figures_is_not_booked_on_top_of_them()
    {
        using (BudgetManager old = Manager())
        {
            old.CreateBudget(10, "ann");
            old.UpdateCost("ann", LlmUsage.Of(1_000, 500), "gpt-4o");
            old.SaveData(Path);
        }

        using BudgetManager manager = Manager();
        manager.LoadData(Path);
        manager.UpdateCost("ann", LlmUsage.Of(10, 10), "gpt-4");
        Usd cost = manager.GetCurrentCost("ann");
        manager.SaveData(Path);
        Assert.Empty(manager.LoadData(Path));
        Assert.Equal(cost, manager.GetCurrentCost("ann"));
    }

    [Fact]
    public void A_load_that_was_cut_short_is_completed_by_the_next_one()
    {
        File.WriteAllText(Path, """{ "ann": { "total_budget": 1, "current_cost": 0.3, "model_cost": { "gpt-4": 0.1, "gpt-4o": 0.2 } } }""");
        var store = new FlakyStore();
        int entries = 0;
        store.Refuses = entry => entry.Usage is not null && ++entries > 1;
        using (BudgetManager cut = Make.Manager(options => options.Store = _ => store))
            cut.LoadData(Path);

        // The second entry waited in memory only, and the process ended: the ledger has the first.
        store.Refuses = static _ => false;
        using BudgetManager manager = Make.Manager(options => options.Store = _ => store);
        Assert.Equal(["ann"], manager.LoadData(Path));
        Assert.Equal(Usd.FromDollars(0.3m), manager.GetCurrentCost("ann"));
        Assert.Equal(2, store.Entries.Count(static entry => entry.Usage is not null));
    }

    [Fact]
    public async Task Two_who_load_at_once_book_once()
    {
        await File.WriteAllTextAsync(Path, """{ "ann": { "total_budget": 1, "current_cost": 0.3, "model_cost": { "gpt-4": 0.1, "gpt-4o": 0.2 } } }""", TestContext.Current.CancellationToken);
        var store = new FlakyStore { Gate = new TaskCompletionSource() };
        await using BudgetManager manager = Make.Manager(options => options.Store = _ => store);

        // The first one has looked and waits for the store, which knows nothing yet, when the second one comes.
        Task<IReadOnlyList<string>>[] loads = [manager.LoadDataAsync(Path, TestContext.Current.CancellationToken), manager.LoadDataAsync(Path, TestContext.Current.CancellationToken)];
        await Task.WhenAny(Task.WhenAll(loads), WaitUntilSpent(manager));
        store.Gate.SetResult();
        Assert.Equal([0, 1], (await Task.WhenAll(loads)).Select(static brought => brought.Count).Order());
        Assert.Equal(Usd.FromDollars(0.3m), manager.GetCurrentCost("ann"));
    }

    [Fact]
    public void A_cost_that_no_model_accounts_for_is_booked_too()
    {
        File.WriteAllText(Path, """{ "ann": { "total_budget": 1, "current_cost": 0.3, "model_cost": { "gpt-4": 0.1 } }, "bob": { "total_budget": 1, "current_cost": 0.3 } }""");
        using BudgetManager manager = Manager();
        manager.LoadData(Path);
        Assert.Equal((Usd.FromDollars(0.3m), Usd.FromDollars(0.3m)), (manager.GetCurrentCost("ann"), manager.GetCurrentCost("bob")));
        Assert.Equal(Usd.FromDollars(0.1m), manager.GetModelCost("ann")["gpt-4"]);
    }

    [Theory]
    [InlineData("[]", "object with a budget")]
    [InlineData("{ \"ann\": { \"total_budget\": 1 }", "no file of users' budgets")]
    [InlineData("{ \"ann\": { \"total_budget\": 1 }, \"ann\": { \"total_budget\": 2 } }", "no file of users' budgets")]
    [InlineData("{ \"ann\": { } }", "total_budget")]
    [InlineData("{ \"ann\": { \"total_budget\": \"10\" } }", "ann.total_budget")]
    [InlineData("{ \"ann\": { \"total_budget\": -1 } }", "ann.total_budget")]
    [InlineData("{ \"ann\": { \"total_budget\": 1e999 } }", "ann.total_budget")]
    [InlineData("{ \"ann\": { \"total_budget\": NaN } }", "no file of users' budgets")]
    [InlineData("{ \"ann\": { \"total_budget\": 1, \"duration\": 1 } }", "created_at")]
    [InlineData("{ \"ann\": { \"total_budget\": 1, \"duration\": 30, \"created_at\": 1 } }", "ann.duration")]
    [InlineData("{ \"ann\": { \"total_budget\": 1, \"duration\": 1, \"created_at\": 1e20 } }", "ann.created_at")]
    [InlineData("{ \"ann\": { \"total_budget\": 1, \"period\": \"hourly\", \"created_at\": 1 } }", "ann.period")]
    [InlineData("{ \"bob\": { \"total_budget\": 1 }, \"ann\": { \"total_budget\": 1, \"current_cost\": -0.1 } }", "ann.current_cost")]
    [InlineData("{ \"ann\": { \"total_budget\": 1, \"model_cost\": { \"gpt-4\": -1 } } }", "ann.model_cost.gpt-4")]
    [InlineData("{ \"\": { \"total_budget\": 1 } }", "empty name")]
    public void A_file_that_is_wrong_anywhere_brings_in_nobody(string json, string expected)
    {
        File.WriteAllText(Path, json);
        using BudgetManager manager = Manager();
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => manager.LoadData(Path)).Message, StringComparison.Ordinal);
        Assert.Empty(manager.GetUsers());
    }

    [Fact]
    public void The_file_has_the_keys_of_LiteLLM_and_only_its_owner_reads_it()
    {
        using BudgetManager manager = Manager();
        manager.SaveData(Path);
        Assert.Equal("{}", File.ReadAllText(Path));
        manager.CreateBudget(10, "ann", "daily");
        manager.UpdateCost("ann", LlmUsage.Of(1_000, 500), "gpt-4o");
        manager.SaveData(Path);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path));
        JsonElement ann = json.RootElement.GetProperty("ann");
        Assert.Equal((10m, 1m, 0.0075m), (ann.GetProperty("total_budget").GetDecimal(), ann.GetProperty("duration").GetDecimal(), ann.GetProperty("current_cost").GetDecimal()));
        Assert.Equal(0.0075m, ann.GetProperty("model_cost").GetProperty("gpt-4o").GetDecimal());
        Assert.Equal(1_787_097_600m, ann.GetProperty("last_updated_at").GetDecimal());
        Assert.Equal([Path], Directory.GetFiles(_directory));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    /// <summary>Until a cost is on the account, in memory, although no store has it yet.</summary>
    private static async Task WaitUntilSpent(BudgetManager manager)
    {
        while (!manager.IsValidUser("ann") || manager.GetCurrentCost("ann") == Usd.Zero)
            await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    private BudgetManager Manager(params BudgetPolicy[] policies) => Make.Manager(options => options.TimeProvider = _time, policies);
}
