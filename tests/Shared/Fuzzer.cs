using System.Text;

namespace BudgetGen.Testing;

/// <summary>Feeds wrong inputs to a reader: it may accept them or refuse them in its way. Anything else is a finding, and so is no answer at all.</summary>
/// <param name="make">Makes the input of a number. The same number makes the same input, so a finding can be run again.</param>
internal sealed class Fuzzer(Func<int, byte[]> make)
{
    /// <summary>How much one input may allocate, and so how much memory it can hold at any moment.</summary>
    private const long MostBytes = 256L << 20;

    /// <summary>
    /// How much processor time one input may take in a long run. In short ones it is not looked at: there a test should not fail because a machine is slow.
    /// </summary>
    private static readonly TimeSpan s_mostTime = TimeSpan.FromSeconds(1);

    /// <summary>How long one input may go without an answer. Far more than any does, even on a busy machine: it tells slow from never.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many inputs were accepted, of the last run.</summary>
    public int Accepted { get; private set; }

    /// <summary>How many inputs were tried, of the last run.</summary>
    public int Tried { get; private set; }

    /// <summary>The processor time of the last run: of the whole process, with the making of the inputs.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>The processor time of the slowest input.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>What the input that allocated most has allocated, in bytes.</summary>
    public long MostAllocated { get; private set; }

    /// <summary>What the last run did, for the table of long runs.</summary>
    public FormattableString Figures =>
        $"{Time.TotalMinutes:F1} minutes of processor time, {Tried} inputs, {Accepted} accepted, 0 findings; slowest {Slowest.TotalMilliseconds:F0} ms, most memory {MostAllocated / 1048576.0:F1} MB";

    /// <summary>The first finding, or null.</summary>
    /// <param name="read">Reads an input; true: it was accepted, false: it was refused as it should be.</param>
    /// <param name="count">How many inputs, unless it is run for a time.</param>
    /// <param name="time">How much processor time to take, or null.</param>
    public string? Run(Func<byte[], bool> read, int count, TimeSpan? time = null)
    {
        (Accepted, Tried, Time, Slowest, MostAllocated) = (0, 0, default, default, 0);
        int current = -1;
        string? finding = null;
        TimeSpan before = Environment.CpuUsage.TotalTime;
        var thread = new Thread(() =>
        {
            for (int i = 0; finding is null && (time is { } limit ? Time < limit : i < count); i++)
            {
                Volatile.Write(ref current, i);
                finding = Try(read, i, isTimed: time is not null);
                Time = Environment.CpuUsage.TotalTime - before;
            }
        })
        { IsBackground = true };
        thread.Start();
        int seen = -1;
        while (!thread.Join(Patience))
        {
            int now = Volatile.Read(ref current);
            if (now == seen)
                return Describe(now, "no answer");
            seen = now;
        }

        return finding;
    }

    private string? Try(Func<byte[], bool> read, int number, bool isTimed)
    {
        byte[] input = make(number);
        TimeSpan start = ThreadTime.Now;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Accepted += read(input) ? 1 : 0;
        }
        catch (Exception e)
        {
            return Describe(number, e.ToString());
        }

        TimeSpan took = ThreadTime.Now - start;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Tried++;
        Slowest = took > Slowest ? took : Slowest;
        MostAllocated = Math.Max(MostAllocated, allocated);
        if (isTimed && took > s_mostTime && IsSlow(read, number))
            return Describe(number, $"took {took}, and as long again");
        return allocated > MostBytes ? Describe(number, $"allocated {allocated} bytes") : null;
    }

    /// <summary>
    /// Whether an input that took long takes long again. Work for others counts as a thread's own (a collection of garbage, pages that the machine had to
    /// find because it was out of memory), and comes once; an input that is slow is slow each time.
    /// </summary>
    private bool IsSlow(Func<byte[], bool> read, int number)
    {
        byte[] input = make(number);
        TimeSpan start = ThreadTime.Now;
        read(input);
        return ThreadTime.Now - start > s_mostTime;
    }

    /// <summary>A finding with its input: as it is where it is text, else in base64, because bytes upset terminals and whatever reads the report.</summary>
    private string Describe(int number, string what)
    {
        byte[] input = make(number);
        bool isText = Array.TrueForAll(input, static b => b is (byte)'\n' or (byte)'\r' or (byte)'\t' or >= 0x20 and < 0x7F);
        return $"Input {number}: {what}{Environment.NewLine}{(isText ? Encoding.Latin1.GetString(input) : "base64 " + Convert.ToBase64String(input))}";
    }
}
