using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Faults;

/// <summary>T-FAULT-n, the method of SQLite's own tests: the first store operation of a story goes wrong, then the second, until the story ends without it.</summary>
public sealed class FaultAtEachOperationTests(FaultAtEachOperationTests.Report report) : IClassFixture<FaultAtEachOperationTests.Report>
{
    private static readonly Dictionary<string, Func<FaultWorld, Task>> s_stories = new()
    {
        ["reserve"] = static async world => await world.ReserveAsync(100),
        ["settle"] = Settle,
        ["void"] = static async world =>
        {
            if (await world.ReserveAsync(100) is not { } call)
                return;
            await world.Do(world.Manager.VoidAsync(call, "not sent").AsTask());
            world.Expect(call, 0, 0);
        },
        ["suspend"] = static async world =>
        {
            if (await world.ReserveAsync(100) is { } call)
                await world.Do(world.Manager.SuspendAsync(call, "timeout").AsTask());
        },
        ["late settle"] = static async world => await Lost(world, static async (world, call) =>
        {
            await world.Do(world.Manager.SettleAsync(call, new Usd(130), Make.Usage(130)).AsTask());
            world.Expect(call, 130, 0);
        }),
        ["late settle by id"] = static async world => await Lost(world, static async (world, call) =>
        {
            Assert.True(await world.Do(world.Manager.SettleLateAsync(call.Id, new Usd(70), Make.Usage(70))));
            Assert.False(await world.Do(world.Manager.SettleLateAsync(call.Id, new Usd(70), Make.Usage(70))));
            world.Expect(call, 70, 0);
        }),
        ["release"] = static async world => await Lost(world, static async (world, call) =>
        {
            Assert.True(await world.Do(world.Manager.ReleaseAsync(call.Id, "alice", "not on the invoice")));
            Assert.False(await world.Do(world.Manager.ReleaseAsync(call.Id, "alice", "again")));
            world.Expect(call, 0, 0);
        }),
        ["adjust"] = static async world =>
        {
            if (await world.ReserveAsync(100) is not { } call)
                return;
            await world.Do(world.Manager.SettleAsync(call, new Usd(60), Make.Usage(60)).AsTask());
            world.Expect(call, 60, 0);
            if (world.Manager.PendingEntries > 0)
                return;
            Assert.True(await world.Do(world.Manager.AdjustAsync(call.Id, new Usd(-10), "alice", "refund")));
            Assert.True(await world.Do(world.Manager.AdjustAsync(call.Id, new Usd(25), "alice", "billed after all")));
            world.Expect(call, 75, 0);
        },
        ["rollover"] = static async world =>
        {
            Reservation? before = await world.ReserveAsync(100);
            world.Time.Advance(TimeSpan.FromMinutes(10));
            world.Time.SetUtcNow(world.Time.GetUtcNow().AddDays(1));
            world.Manager.ConfirmClock();
            Reservation? after = await world.ReserveAsync(200);
            foreach (Reservation call in new[] { before, after }.OfType<Reservation>())
            {
                await world.Do(world.Manager.SettleAsync(call, new Usd(40), Make.Usage(40)).AsTask());
                world.Expect(call, 40, 0);
            }
        },
        ["alerts"] = static async world =>
        {
            if (await world.ReserveAsync(45_000) is not { } call)
                return;
            await world.Do(world.Manager.SettleAsync(call, new Usd(45_000), Make.Usage(45_000)).AsTask());
            world.Expect(call, 45_000, 0);
            await world.Do(world.Manager.FlushAlertsAsync());
        },
        ["policy set"] = static async world =>
        {
            await world.Do(world.Manager.SetPolicyAsync(world.Manager.GetPolicy("all")! with { Limit = new Usd(150) }));
            Assert.Equal(RejectionReason.Exhausted, (await Assert.ThrowsAsync<BudgetExceededException>(async () => await world.ReserveAsync(151))).Reason);
            await Settle(world);
        },
        ["several"] = static async world =>
        {
            for (int i = 0; i < 3; i++)
            {
                await Settle(world);
                if (await world.ReserveAsync(10) is { } lost)
                    await world.Do(world.Manager.SuspendAsync(lost, "reset").AsTask());
            }
        },
    };

    public static TheoryData<string, StoreFault, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, StoreFault, bool>();
            foreach (string story in s_stories.Keys)
            {
                foreach (StoreFault fault in Enum.GetValues<StoreFault>())
                {
                    cases.Add(story, fault, false);
                    cases.Add(story, fault, true);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Whichever_operation_fails_nothing_is_booked_twice_or_lost_or_stuck(string story, StoreFault fault, bool crash)
    {
        int fired = 0;
        for (int n = 1; ; n++)
        {
            var world = new FaultWorld { Crashes = crash };
            world.FailAt(n, fault);
            await s_stories[story](world);
            fired += world.Fired;
            bool isClean = world.Fired == 0;
            await world.EndAsync();
            if (isClean)
                break;
        }

        Assert.True(fired > 0, "not exercised");
        report.Add(fired);
    }

    [Theory]
    [InlineData(StoreFault.ErrorBeforeCommit)]
    [InlineData(StoreFault.ErrorAfterCommit)]
    [InlineData(StoreFault.Stall)]
    [InlineData(StoreFault.StallAfterCommit)]
    [InlineData(StoreFault.Duplicate)]
    public async Task Whichever_operation_of_a_recovery_fails_what_was_in_flight_is_charged_once(StoreFault fault)
    {
        int fired = 0;
        for (int n = 1; ; n++)
        {
            var world = new FaultWorld();
            for (int i = 1; i <= 3; i++)
                Assert.NotNull(await world.ReserveAsync(i * 100));
            world.Crash();
            await world.RestartAsync(n, fault);
            fired += world.Fired;
            bool isClean = world.Fired == 0;
            Assert.Equal(new HoldTotals(3, new Usd(600)), world.Manager.RecoveredInFlight);
            Assert.Equal((0, 0, 600, 0), world.Manager.GetStatus("all").Figures());
            await world.EndAsync();
            if (isClean)
                break;
        }

        Assert.True(fired >= 3, "not exercised");
    }

    /// <summary>What all cases did together.</summary>
    public sealed class Report : IDisposable
    {
        private int _cases;
        private int _fired;

        public void Add(int fired)
        {
            Interlocked.Increment(ref _cases);
            Interlocked.Add(ref _fired, fired);
        }

        public void Dispose() => SoakReport.Add("T-FAULT-n", $"{_cases} stories with {_fired} faults, one at each of their store operations");
    }

    private static async Task Settle(FaultWorld world)
    {
        if (await world.ReserveAsync(100) is not { } call)
            return;
        await world.Do(world.Manager.SettleAsync(call, new Usd(60), Make.Usage(60)).AsTask());
        world.Expect(call, 60, 0);
    }

    private static async Task Lost(FaultWorld world, Func<FaultWorld, Reservation, Task> then)
    {
        if (await world.ReserveAsync(100) is not { } call)
            return;
        await world.Do(world.Manager.SuspendAsync(call, "timeout").AsTask());
        await then(world, call);
    }
}
