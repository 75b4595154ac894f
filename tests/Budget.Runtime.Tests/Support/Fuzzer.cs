using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace BudgetGen.Tests;

/// <summary>Feeds mutations to a reader: it may accept them or refuse them in its way. Anything else is a finding, and so is no answer at all.</summary>
internal sealed class Fuzzer(IReadOnlyList<byte[]> corpus)
{
    private readonly Mutations _mutations = new(corpus);

    /// <summary>How long one input may take. Far more than any does, even on a busy machine: it tells slow from never.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many inputs were accepted, of the last run.</summary>
    public int Accepted { get; private set; }

    /// <summary>How many inputs were tried, of the last run.</summary>
    public int Tried { get; private set; }

    /// <summary>Minutes for each reader, by the environment variable BUDGET_SOAK; otherwise null.</summary>
    public static TimeSpan? Soak =>
        decimal.TryParse(Environment.GetEnvironmentVariable("BUDGET_SOAK"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal minutes)
            ? TimeSpan.FromMinutes((double)minutes)
            : null;

    /// <summary>The first finding, or null.</summary>
    /// <param name="read">Reads an input; true: it was accepted, false: it was refused as it should be.</param>
    /// <param name="count">How many inputs, unless it is run for a time.</param>
    /// <param name="time">How long to run, or null.</param>
    public string? Run(Func<byte[], bool> read, int count, TimeSpan? time = null)
    {
        (Accepted, Tried) = (0, 0);
        int current = -1;
        string? finding = null;
        var clock = Stopwatch.StartNew();
        var thread = new Thread(() =>
        {
            for (int i = 0; finding is null && (time is { } limit ? clock.Elapsed < limit : i < count); i++)
            {
                Volatile.Write(ref current, i);
                finding = Try(read, i);
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

    private string? Try(Func<byte[], bool> read, int number)
    {
        try
        {
            Accepted += read(_mutations.Make(number)) ? 1 : 0;
            Tried++;
            return null;
        }
        catch (Exception e)
        {
            return Describe(number, e.ToString());
        }
    }

    private string Describe(int number, string what) => $"Mutation {number}: {what}{Environment.NewLine}{Encoding.Latin1.GetString(_mutations.Make(number))}";
}
