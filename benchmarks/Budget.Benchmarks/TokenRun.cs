using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BudgetGen.Testing;

namespace BudgetGen.Benchmarks;

/// <summary>
/// Counting tokens in o200k_base, beside the original tokenizer (npm's tiktoken, in node) in the same run. Processor time of the thread, the best of many:
/// what other programs on the machine take is not counted.
/// </summary>
internal static class TokenRun
{
    private static readonly TimeSpan s_enough = TimeSpan.FromMilliseconds(400);

    public static void Run()
    {
        long retainedBefore = GC.GetTotalMemory(forceFullCollection: true);
        TimeSpan before = ThreadTime.Now;
        var counter = TokenCounter.ForEncoding("o200k_base");
        counter.Count("hello");
        TimeSpan load = ThreadTime.Now - before;
        long retained = GC.GetTotalMemory(forceFullCollection: true) - retainedBefore;

        WarmUp(counter);
        List<(string Name, string Text)> texts = [("1 KB English", TokenTexts.English), ("100 KB Markdown, C#, JSON", TokenTexts.Mixed), ("100 KB CJK and emoji", TokenTexts.Asian), .. TokenTexts.Hostile];
        IReadOnlyDictionary<string, TimeSpan> original = TimesOfOriginal(texts);
        Console.WriteLine($"unseen text, first pass ({Bytes(TokenTexts.Unseen):N0} bytes): {Rate(Bytes(TokenTexts.Unseen), Once(counter, TokenTexts.Unseen))}");
        Console.WriteLine($"100 KB CJK and emoji, first pass: {Rate(Bytes(TokenTexts.Asian), Once(counter, TokenTexts.Asian))}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"load: {load.TotalMilliseconds:0} ms (tiktoken {original.GetValueOrDefault("load").TotalMilliseconds:0} ms), retained {retained / 1048576m:0.0} MB"));
        Console.WriteLine();
        Console.WriteLine("| text | tokens | BudgetGen | bytes allocated | tiktoken (WebAssembly) | times |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach ((string name, string text) in texts)
        {
            TimeSpan own = Best(counter, text);
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long tokens = counter.Count(text);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            string peer = original.TryGetValue(name, out TimeSpan theirs) ? $"{Show(theirs, text)} | {theirs / own:N0}" : "- | -";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {tokens:N0} | {Show(own, text)} | {allocated} | {peer} |"));
        }
    }

    /// <summary>The compiler is done with the code before anything is measured, on text that is measured nowhere.</summary>
    private static void WarmUp(TokenCounter counter)
    {
        string text = string.Concat(Enumerable.Range(0, 3_000).Select(static number => $"word{number} Überweisung 数{number} \t{{}};\n don't x{number:x8}"));
        for (int round = 0; round < 60; round++)
        {
            counter.Count(text);
            counter.Count(new string((char)('a' + (round % 26)), 5_000));
            Thread.Sleep(5);
        }
    }

    private static TimeSpan Once(TokenCounter counter, string text)
    {
        TimeSpan before = ThreadTime.Now;
        counter.Count(text);
        return ThreadTime.Now - before;
    }

    private static TimeSpan Best(TokenCounter counter, string text)
    {
        // Short counts are measured many at a time: the clock itself takes a part of a microsecond.
        int times = Math.Max(1, 100_000 / Math.Max(1, text.Length));
        TimeSpan best = TimeSpan.MaxValue, begun = ThreadTime.Now;
        while (ThreadTime.Now - begun < s_enough)
        {
            TimeSpan before = ThreadTime.Now;
            for (int i = 0; i < times; i++)
                counter.Count(text);
            TimeSpan took = (ThreadTime.Now - before) / times;
            best = took < best ? took : best;
        }

        return best;
    }

    private static Dictionary<string, TimeSpan> TimesOfOriginal(List<(string Name, string Text)> texts)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, JsonSerializer.Serialize(texts.Select(static text => new[] { text.Name, text.Text })));
            if (!Directory.Exists(Path.Combine(TokenTexts.OracleFolder, "node_modules")))
                Start("npm", "ci", "--no-audit", "--no-fund");
            return Start("node", "times.mjs", file)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => line.Split(';'))
                .ToDictionary(static parts => parts[0], static parts => TimeSpan.FromTicks(long.Parse(parts[1], CultureInfo.InvariantCulture) / TimeSpan.NanosecondsPerTick));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine("node or npm is missing: no figures of tiktoken.");
            return [];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Start(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = TokenTexts.OracleFolder, RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    private static string Show(TimeSpan time, string text) => time.TotalMilliseconds >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:N2} ms, {Rate(Bytes(text), time)}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:N2} us, {Rate(Bytes(text), time)}");

    private static string Rate(int bytes, TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Math.Max(0.01, time.TotalMicroseconds):N1} MB/s");
}
