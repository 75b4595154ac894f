using System.Reflection;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>Every shape once with the real runtime: intercepted calls end up in the ledger.</summary>
public class RealRuntimeTests
{
    [Fact]
    public async Task Every_shape_is_booked()
    {
        CSharpCompilation program = Sources.Compile("RealApp", References.WithoutRuntime.Append(References.RealRuntime), Sources.Tree("""
            using BudgetGen.Storage;
            public struct Meter { public int N; [TrackLlmCall("gpt-4o-mini", User = "struct")] public int Ask(string text) => N += text.Length; }
            [TrackLlmCall("gpt-4o-mini", Project = "all")]
            public class Bot
            {
                [TrackLlmCall(User = "{user}")] public string Ask(string user, string text) => text + "!";
                [TrackLlmCall(User = "{user}")] public async Task<(string Text, LlmUsage Usage)> AskAsync(string user, string text, CancellationToken token = default) { await Task.Yield(); return (text, LlmUsage.Of(100, 20)); }
                [TrackLlmCall(User = "value")] public async ValueTask<LlmUsage> AskValueAsync(string text) { await Task.Yield(); return LlmUsage.Of(7, 5); }
                [TrackLlmCall(User = "stream")] public async IAsyncEnumerable<string> StreamAsync(string text) { yield return text; await Task.Yield(); yield return text; }
                [TrackLlmCall(User = "pull")] public IEnumerable<string> Stream(string text) { yield return text; }
                [TrackLlmCall(User = "ref")] public LlmUsage Ref(ref int n, ReadOnlySpan<char> text) { n++; return LlmUsage.Of(1, 2); }
                [TrackLlmCall(User = "count")] public int Count(string text) => 1; [TrackLlmCall(User = "fails")] public Task<string> FailAsync(string text) => throw new FormatException(text);
            }
            public static class Test
            {
                public static async Task<object?> Run()
                {
                    await using var budget = new BudgetManager(new BudgetOptions());
                    using (BudgetContext.Use(manager: budget))
                    {
                        var bot = new Bot();
                        bot.Ask("sync", "hello");
                        await bot.AskAsync("task", "hello");
                        await bot.AskValueAsync("hello");
                        await foreach (string part in bot.StreamAsync("hello")) { }
                        foreach (string part in bot.Stream("hello")) { }
                        int n = 0;
                        bot.Ref(ref n, "hello");
                        new Meter().Ask("hello"); bot.Count("hello");
                        try { await bot.FailAsync("no"); } catch (FormatException) { }
                    }

                    IReadOnlyList<UsageRecord> records = await budget.Reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue });
                    return string.Join("\n", records.Reverse().Select(record => $"{record.User} {record.Project} {record.Operation} {record.InputTokens}+{record.OutputTokens} {(record.Cost > Usd.Zero ? "costs" : "free")} {record.Endpoint}"));
                }
            }
            """));
        Generated generated = Generated.From(program);
        var booked = (Task<object?>)Assembly.Load(Emitted.Image(generated.Compilation)).GetType("Test")!.GetMethod("Run")!.Invoke(null, null)!;
        Assert.Equal(
            """
            sync all Bot.Ask 9+2 costs Bot.Ask (Program.cs)
            task all Bot.AskAsync 100+20 costs Bot.AskAsync (Program.cs)
            value all Bot.AskValueAsync 7+5 costs Bot.AskValueAsync (Program.cs)
            stream all Bot.StreamAsync 9+3 costs Bot.StreamAsync (Program.cs)
            pull all Bot.Stream 9+2 costs Bot.Stream (Program.cs)
            ref all Bot.Ref 1+2 costs Bot.Ref (Program.cs)
            struct  Meter.Ask 9+0 costs Meter.Ask (Program.cs)
            count all Bot.Count 9+0 costs Bot.Count (Program.cs)
            """,
            await booked);
    }
}
