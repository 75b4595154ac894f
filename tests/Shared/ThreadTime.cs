using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BudgetGen.Testing;

/// <summary>The processor time of the calling thread: what a piece of work really took, however busy the machine is.</summary>
internal static class ThreadTime
{
    private const int ThreadClock = 3;

    /// <summary>Since the thread began. Where the system cannot tell, the time of day that goes by.</summary>
    public static TimeSpan Now =>
        OperatingSystem.IsLinux() && clock_gettime(ThreadClock, out Timespec time) == 0
            ? new TimeSpan((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
            : Stopwatch.GetElapsedTime(0);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
