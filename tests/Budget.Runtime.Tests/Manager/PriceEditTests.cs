using System.Collections.Concurrent;
using BudgetGen.CompilerServices;
using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace BudgetGen.Tests.Manager;

/// <summary>Prices that are edited while calls run, and that the store keeps.</summary>
public sealed class PriceEditTests
{
    /// <summary>Each call has 1,000 tokens in and 1,000 out, so a price per million is as many times 0.002 USD.</summary>
    private const long NanosPerDollar = 2_000_000;

    private static readonly PriceBook s_file = new("prices.json", "7", Line(3));

    private readonly FakeTime _time = new();
    private readonly InMemoryBudgetStore _store = new();
    private readonly Warnings _log = new();

    [Fact]
    public async Task An_edit_is_for_calls_that_start_afterwards_and_settled_costs_stay()
    {
        await using BudgetManager manager = Manager();
        await CallAsync(manager, () => manager.SetPrice(Line(9), "ann", "the invoice says so"));
        await CallAsync(manager, () => manager.SetPrice(Line(5), "ann"));
        await CallAsync(manager, () => Assert.True(manager.DeletePrice("acme/one", "bob", "a mistake")));
        await CallAsync(manager);
        IReadOnlyList<UsageRecord> records = [.. (await manager.Reader.GetUsageAsync(new UsageQuery())).Reverse()];
        Assert.Equal([3, 9, 5, 3], records.Select(static record => record.Cost.Nanos / NanosPerDollar));
        Assert.All(records, static record => Assert.Equal(("acme/one", record.Cost), (record.PriceLine, record.Explain()!.Cost!.Value)));

        // A cost names its line, its layer, and the version of the line that the history has.
        Assert.Equal([("prices.json", "7"), ("store", "1"), ("store", "2"), ("prices.json", "7")], records.Select(static record => (record.Provenance!.Book!, record.Provenance.BookVersion!)));
        IReadOnlyList<PriceLineChange> history = await manager.GetPriceHistoryAsync("acme/one");
        Assert.Equal([(1, "ann", "the invoice says so"), (2, "ann", null), (3, "bob", "a mistake")], history.Select(static change => (change.Version, change.Actor, change.Reason)));
        Assert.Equal([9m, 5m], history.Take(2).Select(static change => PriceLineJson.Read(change.Definition!, "a test").Price.Input!.Value.Picos / 1_000_000m));
        Assert.Null(history[2].Definition);
        Assert.All(history, change => Assert.Equal(_time.GetUtcNow(), change.At));
        Assert.Empty(await manager.GetPriceHistoryAsync("acme/two"));
    }

    [Fact]
    public async Task What_was_set_or_deleted_is_so_after_a_restart()
    {
        await using (BudgetManager first = Manager())
        {
            await first.SetPriceAsync(Line(9));
            await first.SetPriceAsync(Line(4, "acme/two"));
            await first.SetPriceAsync(Line(2, "acme/three"));
            Assert.True(await first.DeletePriceAsync("acme/three"));
            Assert.False(await first.DeletePriceAsync("acme/three"));
            Assert.False(await first.DeletePriceAsync("openai/gpt-4o"));
        }

        for (int i = 0; i < 2; i++)
        {
            await using BudgetManager next = Manager();
            Assert.Equal((9, 4, null), (Input(next), Input(next, "two"), Input(next, "three")));
            Assert.Equal(["acme/one", "acme/two"], next.GetPrices().Select(static line => line.Id));
            Assert.Equal(2m, next.GetPrice("acme/two")!.Price.Input!.Value.Picos / 2_000_000m);
            Assert.Null(next.GetPrice("acme/three"));
            Assert.Equal("store", next.Pricing.Layers[^1].Name);

            // What says the same as before is no new version.
            await next.SetPriceAsync(Line(9), "eve", "again");
            Assert.Equal(4, (await next.GetPriceHistoryAsync()).Count);
        }

        // A version number is never used again, whatever was deleted.
        await using BudgetManager last = Manager();
        await last.SetPriceAsync(Line(6, "acme/three"));
        Assert.Equal([1, 2, 3], (await last.GetPriceHistoryAsync("acme/three")).Select(static change => change.Version));
        Assert.Empty(_log.Of(47));
    }

    [Fact]
    public async Task The_stores_lines_lie_over_embedded_ones_files_and_settings()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, new PriceBook("file", "1", Line(3), Line(3, "acme/two"), Line(3, "acme/three")).ToJson(), TestContext.Current.CancellationToken);
        var settings = new Dictionary<string, string?>
        {
            ["Budget:Prices:Files:0"] = file,
            ["Budget:Prices:Models:0:Model"] = "two", ["Budget:Prices:Models:0:Provider"] = "acme", ["Budget:Prices:Models:0:InputPerMillion"] = "5",
            ["Budget:Prices:Models:1:Model"] = "three", ["Budget:Prices:Models:1:Provider"] = "acme", ["Budget:Prices:Models:1:InputPerMillion"] = "5",
        };
        var options = new BudgetOptions { TimeProvider = _time, Store = _ => _store };
        BudgetConfiguration.Apply(new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("Budget"), options);
        File.Delete(file);
        await using var manager = new BudgetManager(options);
        await manager.SetPriceAsync(Line(9, "acme/three"));
        await manager.SetPriceAsync(Line(9, "openai/gpt-4o") with { Provider = "openai", Model = "gpt-4o" });
        Assert.Equal((3, 5, 9, 9), (Input(manager), Input(manager, "two"), Input(manager, "three"), Input(manager, "gpt-4o")));
        Assert.Equal(["embedded", Path.GetFileName(file), "Budget:Prices", "store"], manager.Pricing.Layers.Select(static book => book.Name));
        Assert.Equal(2.5m, Input(PricingRegistry.Embedded, "gpt-4o"));
    }

    [Fact]
    public async Task A_registry_that_others_use_is_not_touched_and_what_becomes_of_it_shows_through()
    {
        var shared = new PricingRegistry(PriceBook.Embedded, s_file);
        await using BudgetManager one = Manager(prices: shared);
        await using BudgetManager other = Make.Manager(options => options.Prices = shared);
        await one.SetPriceAsync(Line(9));
        Assert.Equal((9, 3, 3), (Input(one), Input(other), Input(shared)));
        shared.Reload(PriceBook.Embedded, new PriceBook("newer", "1", Line(4), Line(4, "acme/two")));
        Assert.Equal((9, 4, 4), (Input(one), Input(one, "two"), Input(other)));

        // Reloaded by way of the manager, with the store's book among the layers or without; one that was on top before does not come back by it.
        IReadOnlyList<PriceBook> layers = one.Pricing.Layers;
        one.Pricing.Reload(layers[0], [.. layers.Skip(1), new PriceBook("newest", "1", Line(6), Line(6, "acme/two"))]);
        Assert.Equal((9, 6, 6), (Input(one), Input(one, "two"), Input(shared)));
        await one.DeletePriceAsync("acme/one");
        Assert.Equal((6, 6), (Input(one), Input(other)));
        one.Pricing.Reload(PriceBook.Embedded, [.. layers.Skip(1)]);
        Assert.Equal(4, Input(one));

        // The embedded prices are everybody's and stay so, with a line on top or without.
        await using BudgetManager plain = Manager(prices: PricingRegistry.Embedded);
        Assert.Throws<InvalidOperationException>(() => plain.Pricing.Reload(PriceBook.Embedded));
        await plain.SetPriceAsync(Line(9));
        Assert.Throws<InvalidOperationException>(() => plain.Pricing.Reload(PriceBook.Embedded));
        Assert.Equal((9, null), (Input(plain), Input(PricingRegistry.Embedded)));
    }

    [Theory]
    [InlineData("{\"id\":\"acme/one\",\"schema\":\"budgetgen-prices/2\"}", "not known here")]
    [InlineData("{", "not valid JSON")]
    [InlineData("", "not valid JSON")]
    [InlineData("null", "object")]
    [InlineData("{\"id\":\"\uD800\"}", "")]
    [InlineData("two", "is that of line 'acme/two'")]
    public async Task A_line_that_cannot_be_read_is_left_out_and_said(string definition, string why)
    {
        await using (BudgetManager first = Manager())
            await first.SetPriceAsync(Line(8, "acme/two"));
        string two = (await _store.GetPriceHistoryAsync("acme/two"))[0].Definition!;
        _store.Open(_time.GetUtcNow());
        await _store.AppendPriceAsync(new PriceLineChange("acme/one", 41, definition == "two" ? two : definition, _time.GetUtcNow(), "a newer version"));
        await using (BudgetManager manager = Manager())
        {
            Assert.Equal((3, 8), (Input(manager), Input(manager, "two")));
            (string text, Exception? error) = Assert.Single(_log.Of(47));
            Assert.Contains("Version 41 of price line acme/one", text, StringComparison.Ordinal);
            Assert.Contains(why, error!.Message, StringComparison.Ordinal);

            // It stays what it was for the version that wrote it, until somebody decides otherwise.
            Assert.Equal(41, Assert.Single(await manager.GetPriceHistoryAsync("acme/one")).Version);
            Assert.Null(manager.GetPrice("acme/one"));
            Assert.True(await manager.DeletePriceAsync("acme/one"));
            Assert.Equal(42, (await manager.GetPriceHistoryAsync("acme/one"))[^1].Version);
            await manager.SetPriceAsync(Line(9));
        }

        await using BudgetManager next = Manager();
        Assert.Equal((9, 8), (Input(next), Input(next, "two")));
        Assert.Single(_log.Of(47));
    }

    [Fact]
    public async Task Of_stored_lines_that_contradict_each_other_the_later_decision_stays()
    {
        _store.Open(_time.GetUtcNow());
        foreach ((string id, int minutes) in new[] { ("acme/a", 1), ("acme/c", 3), ("acme/b", 2) })
        {
            string json = PriceLineJson.Write(Line(minutes, id) with { Model = "one" }, "a test").Json;
            await _store.AppendPriceAsync(new PriceLineChange(id, 1, json, _time.GetUtcNow().AddMinutes(minutes), "ann"));
        }

        await using BudgetManager manager = Manager();
        Assert.Equal((3, "acme/c"), (Input(manager), Assert.Single(manager.GetPrices()).Id));
        Assert.Equal(2, _log.Of(47).Length);
    }

    [Fact]
    public async Task What_a_price_file_may_not_say_is_refused_and_nothing_is_kept()
    {
        await using BudgetManager manager = Manager();
        await manager.SetPriceAsync(Line(9));
        foreach ((ModelPricing wrong, string complaint) in new (ModelPricing, string)[]
        {
            (Line(1) with { Source = "our contract" }, "'source'"),
            (Line(1, "Acme/One"), "lower case"),
            (Line(1) with { Id = "" }, "'id'"),
            (Line(1) with { Model = "" }, "'model'"),
            (Line(1) with { Mode = (ModelMode)99 }, "cannot be written"),
            (Line(1) with { Aliases = ["\uD800"] }, "Unicode"),
            (Line(1) with { EffectiveFrom = _time.GetUtcNow(), EffectiveTo = _time.GetUtcNow() }, "effective_to"),
            (Line(1) with { EffectiveFrom = _time.GetUtcNow().AddTicks(1) }, "whole seconds"),
            (Line(1) with { MinimumSeconds = -1 }, "minimum"),
            (Line(1) with { Limits = new ModelLimits(-1, null) }, "max_input"),
            (Line(1) with { Conditions = new PriceConditions { TimeOfDay = new TimeOfDay("UTC", [(new TimeOnly(1, 0, 30), new TimeOnly(2, 0))]) } }, "whole minutes"),
            (Line(1, "acme/other") with { Model = "one" }, "'acme/one' and 'acme/other' both price 'one'"),
        })
        {
            Exception? refusal = await Record.ExceptionAsync(() => manager.SetPriceAsync(wrong));
            Assert.True(refusal is ArgumentException { InnerException: PriceBookException }, $"{complaint}: {refusal?.GetType()}");
            Assert.True(refusal!.Message.Contains(complaint, StringComparison.Ordinal), $"{complaint}: {refusal.Message}");
        }

        await Assert.ThrowsAsync<ArgumentNullException>(() => manager.SetPriceAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => manager.DeletePriceAsync(null!));
        Assert.Equal(9, Input(manager));
        Assert.Single(await manager.GetPriceHistoryAsync());

        // What is not said is not known: a bucket without a price is left out, and 0 stays what was meant by it.
        await manager.SetPriceAsync(Line(1) with { Price = new BucketPrices { Input = default(UnitPrice) } });
        string json = (await manager.GetPriceHistoryAsync())[^1].Definition!;
        Assert.Contains("\"price\":{\"input\":\"0\"}", json, StringComparison.Ordinal);
        Assert.Equal((Usd.Zero, null), (manager.Pricing.CalculateLlmCost("one", 1_000, 0), manager.Pricing.CalculateLlmCost("one", 0, 1_000)));
    }

    [Fact]
    public void Every_embedded_line_can_be_kept()
    {
        foreach (ModelPricing line in PriceBook.Embedded.Lines)
        {
            (string json, ModelPricing read) = PriceLineJson.Write(line, "a test");
            Assert.DoesNotContain('\n', json);
            Assert.Equal(new PriceBook("a", "1", line).ToJson(), new PriceBook("a", "1", read).ToJson());
        }
    }

    [Theory]
    [InlineData(StoreFault.ErrorBeforeCommit, false)]
    [InlineData(StoreFault.ErrorAfterCommit, true)]
    public async Task What_the_store_does_not_take_is_not_in_force(StoreFault fault, bool late)
    {
        var faulty = new FaultyStore(_store) { Late = late };
        await using (BudgetManager manager = Manager(faulty))
        {
            await manager.SetPriceAsync(Line(4));
            faulty.FailAt(1, fault);
            await Assert.ThrowsAsync<BudgetStoreException>(() => manager.SetPriceAsync(Line(9)));
            Assert.Equal(4, Input(manager));
            faulty.FailAt(1, fault);
            await Assert.ThrowsAsync<BudgetStoreException>(() => manager.DeletePriceAsync("acme/one"));
            Assert.Equal((4, 0), (Input(manager), manager.PendingEntries));

            // The store may have any of them. What is said next is newer than all, also if it is what is in force, and is never taken for one of them.
            await manager.SetPriceAsync(Line(4), "ann");
            Assert.Equal(4, (await manager.GetPriceHistoryAsync())[^1].Version);
        }

        await using BudgetManager next = Manager();
        Assert.Equal(4, Input(next));
    }

    [Fact]
    public async Task A_line_that_the_store_may_have_can_be_deleted()
    {
        var faulty = new FaultyStore(_store);
        await using (BudgetManager manager = Manager(faulty))
        {
            faulty.FailAt(1, StoreFault.ErrorAfterCommit);
            await Assert.ThrowsAsync<BudgetStoreException>(() => manager.SetPriceAsync(Line(9)));
            Assert.True(await manager.DeletePriceAsync("acme/one"));
            Assert.False(await manager.DeletePriceAsync("acme/one"));
        }

        await using BudgetManager next = Manager();
        Assert.Equal(3, Input(next));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_keeps_nobody_waiting_and_the_price_out_of_force()
    {
        var faulty = new FaultyStore(_store);
        await using BudgetManager manager = Manager(faulty);
        faulty.FailAt(1, StoreFault.Stall);
        Task setting = manager.SetPriceAsync(Line(9));
        for (int i = 0; i < 1_000 && !setting.IsCompleted; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAsync<BudgetStoreException>(() => setting);
        Assert.Equal(3, Input(manager));

        // It answers after all, long after somebody else has decided.
        faulty.Heal();
        _time.Advance(TimeSpan.FromHours(1));
        await manager.SetPriceAsync(Line(5));
        faulty.ReleaseStalled();
        Assert.Equal(5, Input(manager));
        await using BudgetManager next = Manager();
        Assert.Equal(5, Input(next));
    }

    /// <summary>Edits by chance with a store that fails by chance: what was acknowledged last is in force, and what is newest in the store is after a restart.</summary>
    [Fact]
    public async Task Whatever_fails_what_is_in_force_is_what_was_acknowledged_last()
    {
        int failed = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var store = new InMemoryBudgetStore();
            var inForce = new Dictionary<string, long>();
            var unsure = new HashSet<string>();
            for (int run = 0; run < 3; run++)
            {
                var faulty = new FaultyStore(store) { Late = random.Next(2) == 0 };
                await using BudgetManager manager = Manager(faulty);
                foreach (string model in (string[])["one", "two", "three"])
                {
                    IReadOnlyList<PriceLineChange> history = await store.GetPriceHistoryAsync("acme/" + model);
                    Assert.Equal(history.Select(static change => change.Version).Order(), history.Select(static change => change.Version).Distinct());
                    PriceLineChange? newest = history.Count == 0 ? null : history[^1];
                    Assert.Equal(newest?.Definition is { } json ? PriceLineJson.Read(json, "a test").Price.Input!.Value.Picos / 1_000_000 : model == "one" ? 3 : null, Input(manager, model));
                    if (!unsure.Remove(model))
                        Assert.Equal(inForce.TryGetValue(model, out long acknowledged) ? acknowledged : model == "one" ? 3 : null, Input(manager, model));
                    if (newest?.Definition is null)
                        inForce.Remove(model);
                    else
                        inForce[model] = Input(manager, model)!.Value;
                }

                for (int edit = 0; edit < 12; edit++)
                {
                    string model = ((string[])["one", "two", "three"])[random.Next(3)];
                    long price = random.Next(1, 5);
                    if (random.Next(3) == 0)
                        faulty.FailAt(1, random.Next(2) == 0 ? StoreFault.ErrorBeforeCommit : StoreFault.ErrorAfterCommit);
                    else
                        faulty.Heal();
                    try
                    {
                        if (random.Next(3) > 0)
                        {
                            await manager.SetPriceAsync(Line(price, "acme/" + model));
                            inForce[model] = price;
                        }
                        else if (await manager.DeletePriceAsync("acme/" + model))
                        {
                            inForce.Remove(model);
                        }

                        unsure.Remove(model);
                    }
                    catch (BudgetStoreException)
                    {
                        failed++;
                        unsure.Add(model);
                    }

                    Assert.Equal(inForce.GetValueOrDefault("one", 3), Input(manager));
                    Assert.Equal((inForce.TryGetValue("two", out long two) ? two : null, inForce.TryGetValue("three", out long three) ? three : null), (Input(manager, "two"), Input(manager, "three")));
                }
            }
        }

        Assert.True(failed > 100, $"Only {failed} edits failed.");
    }

    [Fact]
    public async Task Edits_at_once_take_turns_and_calls_see_all_of_one_or_nothing_of_it()
    {
        await using BudgetManager manager = Manager();
        await manager.SetPriceAsync(Line(1) with { Price = Both(1) });
        using var stop = new CancellationTokenSource();
        var seen = new ConcurrentQueue<ModelPricing>();
        Task reading = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                seen.Enqueue(manager.Pricing.Find("one")!.Value.Line);
        });
        await Crowd.RunAsync(8, async thread =>
        {
            for (int i = 0; i < 10; i++)
            {
                await manager.SetPriceAsync(Line(1) with { Price = Both(2 + (thread * 10) + i) }, $"thread {thread}");
                await manager.SetPriceAsync(Line(1, $"acme/of-{thread}"));
            }
        });
        await stop.CancelAsync();
        await reading;
        Assert.All(seen, static line => Assert.Equal(line.Price.Input!.Value.Picos * 2, line.Price.Output!.Value.Picos));
        IReadOnlyList<PriceLineChange> history = await manager.GetPriceHistoryAsync("acme/one");
        Assert.Equal(Enumerable.Range(1, 81), history.Select(static change => change.Version));
        Assert.Equal(PriceLineJson.Read(history[^1].Definition!, "a test").Price, manager.GetPrice("acme/one")!.Price);
        Assert.Equal(9, manager.GetPrices().Count);

        static BucketPrices Both(long perMillion) => new() { Input = UnitPrice.PerMillion(perMillion), Output = UnitPrice.PerMillion(perMillion * 2) };
    }

    [Fact]
    public async Task A_program_that_only_reads_has_the_stores_prices_as_a_layer()
    {
        var prices = new PricingRegistry(PriceBook.Embedded);
        var layer = new StorePriceLayer(_store);
        Assert.Null(await layer.ReadAsync(TestContext.Current.CancellationToken));
        await using (BudgetManager manager = Manager())
        {
            await manager.SetPriceAsync(Line(9));
            await manager.SetPriceAsync(Line(8));
            await manager.SetPriceAsync(Line(4, "acme/two"));
            await manager.DeletePriceAsync("acme/two");
            await _store.AppendPriceAsync(new PriceLineChange("acme/newer", 1, "{}", _time.GetUtcNow(), "a newer version"));
        }

        await prices.ReloadAsync(PriceBook.Embedded, [s_file], layer, TestContext.Current.CancellationToken);
        Assert.Equal((8, null), (Input(prices), Input(prices, "two")));
        Assert.Equal(("store", "2"), (prices.ProvenanceOf("one", default)!.Book, prices.ProvenanceOf("one", default)!.BookVersion));
    }

    private BudgetManager Manager(IBudgetStore? store = null, PricingRegistry? prices = null) => Make.Manager(
        options =>
        {
            options.TimeProvider = _time;
            options.LoggerFactory = _log;
            options.Store = _ => store ?? _store;
            options.Prices = prices ?? new PricingRegistry(PriceBook.Embedded, s_file);
        },
        new BudgetPolicy { Name = "all", Limit = Usd.FromDollars(10), Period = BudgetPeriod.Lifetime });

    private static ModelPricing Line(decimal perMillion, string id = "acme/one") => new()
    {
        Id = id,
        Provider = "acme",
        Model = id.Split('/')[^1],
        Price = new BucketPrices { Input = UnitPrice.PerMillion(perMillion), Output = UnitPrice.PerMillion(perMillion) },
        Source = "https://acme.example/pricing",
        Checked = new DateOnly(2026, 8, 1),
    };

    private static long? Input(BudgetManager manager, string model = "one") => (long?)Input(manager.Pricing, model);

    private static decimal? Input(PricingRegistry prices, string model = "one") => prices.GetModelPricing(model)?.Price.Input!.Value.Picos / 1_000_000m;

    private static async Task CallAsync(BudgetManager manager, Action? meanwhile = null)
    {
        using IDisposable scope = BudgetContext.Use(manager: manager);
        var prompt = new PromptSize();
        prompt.AddUtf8(1_000);
        await LlmCall.RunAsync(
            new LlmCallSite("Tests.Call", "x.cs:1", new CallAttribution(Model: "one", Provider: "acme")),
            new LlmRequest { Prompt = prompt, MaxOutputTokens = 1_000 },
            meanwhile,
            static meanwhile =>
            {
                meanwhile?.Invoke();
                return Task.FromResult("");
            },
            static _ => new LlmOutcome { Usage = LlmUsage.Of(1_000, 1_000), Model = "one" });
    }

    private sealed class Warnings : ILoggerFactory, ILogger
    {
        private readonly List<(int Id, string Text, Exception? Error)> _lines = [];

        public (string Text, Exception? Error)[] Of(int id)
        {
            lock (_lines)
                return [.. _lines.Where(line => line.Id == id).Select(static line => (line.Text, line.Error))];
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
                _lines.Add((eventId.Id, formatter(state, exception), exception));
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
