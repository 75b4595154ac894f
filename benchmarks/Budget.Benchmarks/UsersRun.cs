using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace BudgetGen.Benchmarks;

/// <summary>
/// A million users with own budgets in one process: bytes that each of them retains, and the time of an admission with settlement of a random one; beside a
/// concurrent dictionary of counters with the same keys, and the floor: counters that are found by a number, so that only memory is waited for.
/// </summary>
internal static class UsersRun
{
    private const int Users = 1_000_000;
    private const int Rounds = 2_000_000;

    /// <summary>So many names are read before the calls of their users are timed: whoever calls has just read the name of its user, from a request or a token.</summary>
    private const int Batch = 500;

    public static void Run()
    {
        string[] names = [.. Enumerable.Range(0, Users).Select(static i => string.Create(CultureInfo.InvariantCulture, $"user-{i:0000000}"))];
        var random = new Random(1);
        int[] order = [.. Enumerable.Range(0, Rounds).Select(_ => random.Next(Users))];

        double floor = MeasureFloor(order);
        (double dictionaryBytes, double dictionaryTime) = MeasureDictionary(names, order);
        (double oneBytes, double oneTime) = MeasureLedger(names, order, BudgetScope.User);
        (double fiveBytes, double fiveTime) = MeasureLedger(names, order, BudgetScope.User, BudgetScope.Global, BudgetScope.Model, BudgetScope.Provider, BudgetScope.Project);

        Console.WriteLine("| | bytes per user, its key left out | find, reserve, settle: a random user |");
        Console.WriteLine("|---|---|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| floor: counters in an array, found by number | - | {floor:0} ns |"));
        Print("concurrent dictionary of counters", dictionaryBytes, dictionaryTime);
        Print("ledger, a budget for each user", oneBytes, oneTime);
        Print("ledger, the same and four shared budgets", fiveBytes, fiveTime);
    }

    private static void Print(string what, double bytes, double time) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {bytes:0.0} B | {time:0} ns |"));

    private static (double Bytes, double Nanoseconds) MeasureLedger(string[] names, int[] order, params BudgetScope[] scopes)
    {
        var options = new BudgetOptions { Store = static _ => new NullStore() };
        foreach (BudgetScope scope in scopes)
            options.AddPolicy(new BudgetPolicy { Name = scope.ToString(), Scope = scope, Limit = Usd.MaxLimit, Period = BudgetPeriod.Lifetime });
        using var budget = new BudgetManager(options);
        long now = TimeProvider.System.GetUtcNow().UtcTicks;
        var reservation = new Reservation(budget, new ReservationId(1, 1), new SpendRequest(default, Usd.FromNanos(1000)), DateTimeOffset.UnixEpoch, 0);

        long before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (string name in names)
            Call(budget, reservation, name, now);
        double bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Users;

        double time = Measure(names, order, name => Call(budget, reservation, name, now));
        if (budget.Book.Count < Users)
            throw new InvalidOperationException("Not every user has an account.");
        return (bytes, time);
    }

    private static void Call(BudgetManager budget, Reservation reservation, string user, long now)
    {
        reservation.Reuse(budget.Book.Resolve(new CallAttribution(User: user, Provider: "openai", Model: "gpt-4o-mini", Project: "bench"), now));
        if (budget.Admission.Reserve(reservation, now).Kind != VerdictKind.Held)
            throw new InvalidOperationException("refused");
        budget.Admission.Settle(reservation, 700, out _);
    }

    private static (double Bytes, double Nanoseconds) MeasureDictionary(string[] names, int[] order)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var counters = new ConcurrentDictionary<string, Counter>(StringComparer.Ordinal);
        foreach (string name in names)
            counters.GetOrAdd(name, static _ => new Counter()).Add(1000, 700);
        double bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Users;

        return (bytes, Measure(names, order, name => counters.GetOrAdd(name, static _ => new Counter()).Add(1000, 700)));
    }

    private static double MeasureFloor(int[] order)
    {
        // In the order of their making they would lie beside each other, as accounts of users who came one after the other do.
        Counter[] counters = [.. Enumerable.Range(0, Users).Select(static _ => new Counter())];
        long start = Stopwatch.GetTimestamp();
        foreach (int i in order)
            counters[i].Add(1000, 700);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Rounds;
    }

    /// <summary>The median of three passes, after one that is not counted: there, code is compiled and the garbage collector moves what was made last.</summary>
    private static double Measure(string[] names, int[] order, Action<string> call) =>
        Enumerable.Range(0, 4).Select(_ => Pass(names, order, call)).Skip(1).Order().ElementAt(1);

    private static double Pass(string[] names, int[] order, Action<string> call)
    {
        long ticks = 0;
        var batch = new string[Batch];
        int read = 0;
        for (int from = 0; from < Rounds; from += Batch)
        {
            for (int i = 0; i < Batch; i++)
            {
                batch[i] = names[order[from + i]];
                read += batch[i][^1];
            }

            long start = Stopwatch.GetTimestamp();
            foreach (string name in batch)
                call(name);
            ticks += Stopwatch.GetTimestamp() - start;
        }

        if (read == 0)
            throw new InvalidOperationException("Nothing was read.");
        return TimeSpan.FromSeconds(ticks / (double)Stopwatch.Frequency).TotalNanoseconds / Rounds;
    }

    private sealed class Counter
    {
        private long _free = long.MaxValue / 2;

        public void Add(long hold, long cost)
        {
            long free = Volatile.Read(ref _free);
            while (free >= hold && Interlocked.CompareExchange(ref _free, free - hold, free) is var seen && seen != free)
                free = seen;
            Interlocked.Add(ref _free, hold - cost);
        }
    }
}
