using System.Diagnostics;

namespace BudgetGen.Tests.Scale;

/// <summary>T-SCALE-1: many users, many calls at once, for a long time. Memory stays where it was, and every figure is exact at the end.</summary>
/// <remarks>In a long run 1,000,000 users for as many minutes as were asked for. Otherwise it is small, and takes seconds.</remarks>
[Collection(nameof(AloneInTheProcess))]
public class ScaleTests
{
    [Fact]
    public async Task Memory_does_not_grow_with_calls_and_every_figure_is_exact_at_the_end()
    {
        bool isLong = Soak.Scale is not null;
        var crowd = isLong ? new Crowd(1_000_000, limit: 1_000_000) : new Crowd(50_000, limit: 50_000);
        await using BudgetManager manager = crowd.Manager;
        Assert.Equal(crowd.Users, manager.Book.Count - 1);

        // Tables have grown to their size when everybody has called, and strangers have come and were forgotten, twice.
        await crowd.CallAsync(crowd.Users * 2);
        crowd.Flood();
        crowd.Flood();

        var heap = new List<(long Calls, long Bytes)> { Look(crowd) };
        int accounts = manager.Book.Count;
        var clock = Stopwatch.StartNew();
        TimeSpan time = Soak.Scale ?? TimeSpan.Zero;
        int looks = isLong ? 12 : 5;
        for (int look = 1; look <= looks; look++)
        {
            do
                await crowd.CallAsync(isLong ? 1_000_000 : 20_000);
            while (clock.Elapsed < time * look / looks);
            crowd.Flood();
            heap.Add(Look(crowd));
        }

        Assert.Equal(accounts, manager.Book.Count);
        await crowd.AssertExactAsync();
        Assert.True(crowd.Refused > 0, "no limit was reached");

        // 16 bytes for each call would be noticed: anything that is kept for a call has more than that. The small run is too short to tell bytes from noise.
        double slope = Slope(heap);
        double most = isLong ? 1_000_000 : 100_000_000;
        Assert.True(slope < most, $"{slope:N0} bytes per million calls: {string.Join(", ", heap)}");
        SoakReport.Add(
            "T-SCALE-1",
            $"{crowd.Users} users, {Crowd.AtOnce} calls at once, {crowd.Calls} calls, {crowd.Refused} refused, {crowd.Strangers} unknown ids; heap {heap[0].Bytes >> 20} MB at first, {heap[^1].Bytes >> 20} MB at the end, slope {slope:F0} bytes per million calls; reserve p50 {crowd.Latency(0.5)} us, p99 {crowd.Latency(0.99)} us; all figures exact");
    }

    [Fact]
    public async Task A_flood_of_unknown_ids_leaves_no_accounts()
    {
        var crowd = new Crowd(1_000, limit: 50_000);
        await using BudgetManager manager = crowd.Manager;
        await crowd.CallAsync(5_000);
        int rounds = Soak.Scale is null ? 3 : 100;
        for (int i = 0; i < rounds; i++)
        {
            crowd.Flood();
            Assert.Equal(crowd.Users + 2, manager.Book.Count);
        }

        Assert.InRange(crowd.MostAccounts, 15_000, 20_000);
        Assert.True(crowd.Strangers > 15_000 * rounds, $"{crowd.Strangers} strangers are no flood");
        await crowd.AssertExactAsync();
        SoakReport.Add("S-DOS-1", $"{crowd.Strangers} unknown ids, at most {crowd.MostAccounts} accounts at once, {manager.Book.Count} at the end");
    }

    /// <summary>What is on the heap after everything that can go has gone, bytes.</summary>
    private static (long Calls, long Bytes) Look(Crowd crowd)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return (crowd.Calls, GC.GetTotalMemory(forceFullCollection: false));
    }

    /// <summary>The slope of the line that fits best, bytes per million calls.</summary>
    private static double Slope(List<(long Calls, long Bytes)> points)
    {
        double x = points.Average(static p => (double)p.Calls), y = points.Average(static p => (double)p.Bytes);
        return points.Sum(p => (p.Calls - x) * (p.Bytes - y)) / points.Sum(p => (p.Calls - x) * (p.Calls - x)) * 1_000_000;
    }
}

/// <summary>Alone in the process: the heap is everybody's.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public class AloneInTheProcess;
