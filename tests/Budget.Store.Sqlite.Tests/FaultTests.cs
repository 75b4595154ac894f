using System.Globalization;

namespace BudgetGen.Sqlite.Tests;

/// <summary>T-EIO-1: the n-th write or sync of a process fails, or kills it, at the level of system calls.</summary>
public sealed class FaultTests
{
    private const int Tasks = 4;
    private const int CallsEach = 100;

    // What makes the n-th call of a kind fail, in each thread of the process.
    private static readonly string[] s_faults = ["error=EIO", "error=ENOSPC", "signal=SIGKILL"];

    [Fact]
    public async Task Whichever_write_or_sync_fails_nothing_that_was_acknowledged_is_lost()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Commands.Run("strace", "-V"), "T-EIO-1 DID NOT RUN: it needs strace.");
        int fired = 0, acknowledged = 0, run = 0;
        int step = Soak.Rounds(10, 1);
        for (int n = step; n <= 200; n += step)
        {
            // Every fault at every place when there is time; else they take turns.
            foreach (string fault in Soak.IsOn ? s_faults : [s_faults[run % s_faults.Length]])
            {
                string call = (run++ % 2) == 0 ? "write,pwrite64" : "fsync,fdatasync";
                foreach (string calls in Soak.IsOn ? ["write,pwrite64", "fsync,fdatasync"] : new[] { call })
                {
                    (bool injected, int settled) = await RunAsync(calls, fault, n);
                    fired += injected ? 1 : 0;
                    acknowledged += settled;
                }
            }
        }

        Assert.True(fired > 200 / step / 2, $"The fault fired in {fired} runs only: not exercised.");
        Assert.True(acknowledged > 100, $"Only {acknowledged} settlements were acknowledged: not exercised.");
        SoakReport.Add("T-EIO-1", $"{run} runs with a fault at one of the first 200 writes or syncs, which fired in {fired}, {acknowledged} settlements acknowledged, 0 lost");
    }

    private static async Task<(bool Injected, int Acknowledged)> RunAsync(string calls, string fault, int n)
    {
        using var directory = new TestDirectory();
        string trace = directory.File("trace"), file = directory.File("acks");
        string[] tracer =
        [
            "strace", "-f", "-qq", "-o", trace, "--seccomp-bpf", "-P", directory.Database, "-P", directory.Database + "-wal",
            "-e", $"trace={calls}", "-e", string.Create(CultureInfo.InvariantCulture, $"inject={calls}:{fault}:when={n}"),
        ];
        using (Worker worker = await Worker.StartUnderAsync(tracer, "spend", directory.Database, file, Text(Tasks), Text(CallsEach)))
            await worker.EndAsync();

        // A process that is killed by an injected signal leaves its last line, too.
        string traced = await File.ReadAllTextAsync(trace);
        bool injected = traced.Contains("(INJECTED)", StringComparison.Ordinal) || traced.Contains("+++ killed by SIGKILL", StringComparison.Ordinal);
        var acknowledged = new Acknowledgements();
        acknowledged.Read(file);
        await acknowledged.AssertAreDurableAsync(directory.Database);
        return (injected, acknowledged.Settled.Count);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
