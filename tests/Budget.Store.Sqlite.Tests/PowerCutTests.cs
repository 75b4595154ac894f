using System.Globalization;
using System.Runtime.InteropServices;
using BudgetGen.Storage;

namespace BudgetGen.Sqlite.Tests;

/// <summary>
/// T-POWER-1: a file system that stops as if the power had gone, what was not synced included. It is a real ext4 in a file, mounted in a loop; the kernel's own
/// ioctl shuts it down.
/// </summary>
/// <remarks>
/// What counts is what was acknowledged before the cut began. The ioctl is no instant: a bare program that writes and calls fdatasync in a loop is told of success, in one
/// cut of eight, by the one call that is under way meanwhile, and finds that write gone; never an earlier one (33 and 0 of 250 cuts, measured with this kernel).
/// </remarks>
public sealed class PowerCutTests
{
    private const uint ShutDown = 0x8004_587D;
    private const uint WithoutFlushingTheLog = 2;
    private const int Tasks = 16;

    [Fact]
    public async Task A_power_cut_loses_nothing_that_was_acknowledged_and_would_without_full_syncs()
    {
        using var directory = new TestDirectory();
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && await Disk.MakeAsync(directory), "T-POWER-1 DID NOT RUN: it needs root, mkfs.ext4 and loop mounts.");
        int full = 0, fullLost = 0, normalLost = 0;
        for (int round = 0; round < Soak.Rounds(3, 200); round++)
        {
            (int acknowledged, int lost) = await CutAsync(directory, $"full-{round}", "FULL");
            full += acknowledged;
            fullLost += lost;
            normalLost += (await CutAsync(directory, $"normal-{round}", "NORMAL")).Lost;
        }

        Assert.True(full > 100, $"Only {full} settlements were acknowledged: not exercised.");
        Assert.Equal(0, fullLost);
        Assert.True(normalLost > 0, "The control lost nothing: these were no power cuts.");
        SoakReport.Add("T-POWER-1", $"{Soak.Rounds(3, 200)} cuts, {full} settlements acknowledged, {fullLost} lost; the control without full syncs lost {normalLost}");
    }

    private static async Task<(int Acknowledged, int Lost)> CutAsync(TestDirectory directory, string name, string synchronous)
    {
        string file = directory.File($"acks-{name}");
        long acknowledgedBefore;
        using (Disk disk = Disk.Mount(directory))
        {
            string database = disk.File($"{name}.db");
            using Worker worker = await Worker.StartAsync(
                "spend", database, file, Tasks.ToString(CultureInfo.InvariantCulture), int.MaxValue.ToString(CultureInfo.InvariantCulture), synchronous);
            Assert.Equal("open", worker.FirstLine);
            await WaitForAsync(file);
            acknowledgedBefore = new FileInfo(file).Length;
            disk.CutPower();
            worker.Kill();
        }

        var acknowledged = new Acknowledgements();
        acknowledged.Read(file, acknowledgedBefore);
        using (Disk disk = Disk.Mount(directory))
            return (acknowledged.Settled.Count, await CountLostAsync(disk.File($"{name}.db"), acknowledged, synchronous == "FULL"));
    }

    // Enough that it is at full speed. The machine may be slow, so not by the clock.
    private static async Task WaitForAsync(string file)
    {
        while (!File.Exists(file) || new FileInfo(file).Length < 30_000)
            await Task.Delay(5);
    }

    private static async Task<int> CountLostAsync(string database, Acknowledgements acknowledged, bool everything)
    {
        if (!File.Exists(database))
            return acknowledged.Settled.Count;

        await using (var store = new SqliteBudgetStore(database))
        {
            store.Open(Calls.Now);
            await store.VerifyAsync();
            IReadOnlyList<UsageRecord> usage = await store.Reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue });
            HashSet<ReservationId> there = [.. usage.Select(static record => record.Reservation!.Value)];
            int lost = acknowledged.Settled.Keys.Count(id => !there.Contains(id));
            if (lost > 0 || !everything)
                return lost;
        }

        await acknowledged.AssertAreDurableAsync(database);
        return 0;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int file, ulong request, ref uint flags);

    /// <summary>The file system, mounted.</summary>
    private sealed class Disk : IDisposable
    {
        private readonly string _path;

        private Disk(string path) => _path = path;

        public static async Task<bool> MakeAsync(TestDirectory directory)
        {
            string image = directory.File("disk.img");
            await using (FileStream file = System.IO.File.Create(image))
                file.SetLength(96 << 20);
            string mountPoint = Directory.CreateDirectory(directory.File("disk")).FullName;
            return Commands.Run("mkfs.ext4", "-q", "-F", image) && Commands.Run("mount", "-o", "loop", image, mountPoint) && Commands.Run("umount", mountPoint);
        }

        public static Disk Mount(TestDirectory directory)
        {
            string path = directory.File("disk");
            Assert.True(Commands.Run("mount", "-o", "loop", directory.File("disk.img"), path), "the image cannot be mounted");
            return new Disk(path);
        }

        public string File(string name) => Path.Combine(_path, name);

        public void CutPower()
        {
            using var root = System.IO.File.OpenHandle(File(".cut"), FileMode.Create, FileAccess.Write);
            uint flags = WithoutFlushingTheLog;
            Assert.Equal(0, ioctl((int)root.DangerousGetHandle(), ShutDown, ref flags));
        }

        public void Dispose()
        {
            // The process that was killed may hold its files for a moment longer.
            for (int i = 0; i < 100 && !Commands.Run("umount", _path); i++)
                Thread.Sleep(20);
        }
    }
}
