using System.Security.Cryptography;
using System.Text.Json;
using BudgetGen.Sqlite;

namespace BudgetGen.Cli.Tests;

public class OptimizeTests
{
    private static readonly string s_records = Path.Combine(Tool.Examples, "records.json");
    private static readonly PricingRegistry s_prices = new(PriceBook.Load(Path.Combine(Tool.Examples, "prices.json")));

    [Fact]
    public async Task Says_what_the_library_finds_with_its_evidence()
    {
        OptimizationReport report = new CostOptimizer(s_prices).FindSavings(RecordFile.Read(s_records));
        Assert.Equal(2, report.Recommendations.Count);
        using JsonDocument json = await JsonAsync("--records", "records.json");
        Assert.Equal((5, 0, 0), (json.RootElement.GetProperty("calls").GetInt32(), json.RootElement.GetProperty("calls_without_price").GetInt32(), json.RootElement.GetProperty("left_out").GetInt32()));
        Assert.Equal(Amounts.Exact(report.Cost), json.RootElement.GetProperty("usd").GetString());
        Assert.Equal(Amounts.Exact(report.BestTogether), json.RootElement.GetProperty("best_together_usd").GetString());
        foreach ((OptimizationRecommendation advice, JsonElement said) in report.Recommendations.Zip(json.RootElement.GetProperty("recommendations").EnumerateArray()))
        {
            Assert.Equal(
                (advice.Kind.ToString(), advice.Model, advice.Operation, Amounts.Exact(advice.Saving), Amounts.Exact(advice.Cost), advice.Explanation, advice.Assumption),
                (Text(said, "kind"), Text(said, "model"), Text(said, "operation"), Text(said, "saving_usd"), Text(said, "usd"), Text(said, "explanation"), Text(said, "assumption")));
            Assert.Equal((advice.Calls, advice.IsInBestTogether), (said.GetProperty("calls").GetInt32(), said.GetProperty("in_best_together").GetBoolean()));
            Assert.Equal(
                advice.Sample.Select(static call => (call.RequestId, call.User, call.InputTokens, Amounts.Exact(call.Cost))),
                said.GetProperty("sample").EnumerateArray().Select(static call => ((string?)Text(call, "request_id"), (string?)Text(call, "user"), call.GetProperty("input_tokens").GetInt64(), Text(call, "usd"))));
        }

        (int code, string output, _) = await Tool.RunAsync("optimize", "--records", "records.json", "--prices", "prices.json");
        Assert.Equal(0, code);
        foreach (string part in (string[])["5 calls cost $0.06757, at best $0.0225 less.", "*1", "PromptCaching", "RepeatedPrompts", "(req-1, ann)", "Assumes that the prompts begin alike"])
            Assert.Contains(part, output, StringComparison.Ordinal);
        using JsonDocument one = await JsonAsync("--records", "records.json", "--most", "1");
        Assert.Equal((1, 1), (one.RootElement.GetProperty("recommendations").GetArrayLength(), one.RootElement.GetProperty("left_out").GetInt32()));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(4, "--until", "2026-11-02")]
    [InlineData(4, "--since", "2026-11-02", "--until", "2026-11-19")]
    [InlineData(1, "--since", "2026-11-03")]
    [InlineData(1, "--since", "2026-11-20", "--until", "2026-11-20")]
    [InlineData(0, "--since", "2026-11-21")]
    public async Task Days_are_whole_and_the_last_one_counts_in_files_and_in_ledgers(int calls, params string[] days)
    {
        string ledger = Path.Combine(Directory.CreateTempSubdirectory("budgetgen").FullName, "budget.db");
        await ExampleLedger.MakeAsync(ledger, RecordFile.Read(s_records));
        using JsonDocument file = await JsonAsync(["--records", "records.json", .. days]), database = await JsonAsync(["--ledger", ledger, .. days]);
        Assert.Equal(calls, file.RootElement.GetProperty("calls").GetInt32());
        Assert.Equal(file.RootElement.GetRawText(), database.RootElement.GetRawText());
    }

    [Fact]
    public async Task A_ledger_is_read_beside_its_owner_who_goes_on()
    {
        string ledger = Path.Combine(Directory.CreateTempSubdirectory("budgetgen").FullName, "budget.db");
        UsageRecord[] calls = RecordFile.Read(s_records);
        await using var owner = new SqliteBudgetStore(ledger);
        owner.Open(DateTimeOffset.UnixEpoch);
        await ExampleLedger.BookAsync(owner, calls[..2]);
        byte[] before = Hash(ledger);
        using (JsonDocument two = await JsonAsync("--ledger", ledger))
            Assert.Equal(2, two.RootElement.GetProperty("calls").GetInt32());
        Assert.Equal(before, Hash(ledger));

        await ExampleLedger.BookAsync(owner, calls[2..]);
        using (JsonDocument all = await JsonAsync("--ledger", ledger))
            Assert.Equal(5, all.RootElement.GetProperty("calls").GetInt32());
        await owner.VerifyAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_ledger_that_nobody_has_open_stays_as_it_is()
    {
        string folder = Directory.CreateTempSubdirectory("budgetgen").FullName, ledger = Path.Combine(folder, "budget.db");
        await ExampleLedger.MakeAsync(ledger, RecordFile.Read(s_records));
        byte[] before = Hash(ledger);
        DateTime written = File.GetLastWriteTimeUtc(ledger);
        using (await JsonAsync("--ledger", ledger))
        {
            Assert.Equal(before, Hash(ledger));
            Assert.Equal(written, File.GetLastWriteTimeUtc(ledger));
            Assert.All(Directory.GetFiles(folder, "*-wal"), static log => Assert.Equal(0, new FileInfo(log).Length));
        }

        await using var owner = new SqliteBudgetStore(ledger);
        owner.Open(DateTimeOffset.UnixEpoch);
    }

    [Theory]
    [InlineData("chat", null, "medium")]
    [InlineData("classification", "0.001", "low")]
    [InlineData("Reasoning", "0.5", "high")]
    public async Task Chooses_the_model_that_the_library_chooses(string task, string? most, string quality)
    {
        string? chosen = new CostOptimizer(PricingRegistry.Embedded, "openai").SelectModel(task, most is null ? null : decimal.Parse(most, System.Globalization.CultureInfo.InvariantCulture), quality);
        Assert.NotNull(chosen);
        string[] cap = most is null ? [] : ["--max-cost", most];
        Assert.Equal((0, chosen + "\n", ""), Tool.Plain(await Tool.RunAsync(["optimize", "--task", task, "--quality", quality, "--provider", "openai", .. cap])));
        (_, string output, _) = await Tool.RunAsync(["optimize", "--task", task, "--quality", quality, "--provider", "openai", "--format", "json", .. cap]);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal((chosen, "openai"), (Text(json.RootElement, "model"), Text(json.RootElement, "provider")));
    }

    [Fact]
    public async Task No_model_is_the_answer_no()
    {
        (int code, string output, string error) = await Tool.RunAsync("optimize", "--task", "code", "--max-cost", "0.000001");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("costs at most $0.000001", error, StringComparison.Ordinal);
        (code, output, _) = await Tool.RunAsync("optimize", "--task", "code", "--context", "900000000", "--format", "json");
        Assert.Equal(1, code);
        Assert.Contains("\"model\": null", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one of --records FILE, --ledger FILE, or --task T")]
    [InlineData("one of --records FILE, --ledger FILE, or --task T", "--records", "records.json", "--task", "chat")]
    [InlineData("--max-cost belongs to --task", "--records", "records.json", "--max-cost", "1")]
    [InlineData("known are classification", "--task", "sumarization")]
    [InlineData("--max-cost is -1", "--task", "chat", "--max-cost", "-1")]
    [InlineData("--max-cost is 'much'; a number", "--task", "chat", "--max-cost", "much")]
    [InlineData("--context is -1", "--task", "chat", "--context", "-1")]
    [InlineData("--most is -1", "--records", "records.json", "--most", "-1")]
    [InlineData("--provider is 'nobody'", "--task", "chat", "--provider", "nobody")]
    [InlineData("is not a day", "--records", "records.json", "--since", "yesterday")]
    [InlineData("after --until", "--records", "records.json", "--since", "2026-11-02", "--until", "2026-11-01")]
    [InlineData("no-such-file", "--records", "no-such-file")]
    [InlineData("There is no budget ledger", "--ledger", "no-such-file")]
    [InlineData("file is not a database", "--ledger", "prompt.txt")]
    [InlineData("not valid JSON", "--records", "prompt.txt")]
    [InlineData("there are no 'records'", "--records", "cases.json")]
    [InlineData("an array of records is needed", "--records", "number.json")]
    [InlineData("[0] of the records is a string", "--records", "texts.json")]
    [InlineData("Record '1' has no 'usd'", "--records", "nousd.json")]
    [InlineData("'user' is \"\\udc00\", which is no text", "--records", "half.json")]
    public async Task A_question_that_makes_no_sense_says_what_would(string message, params string[] args)
    {
        string folder = Directory.CreateTempSubdirectory("budgetgen").FullName;
        foreach (string example in Directory.GetFiles(Tool.Examples))
            File.Copy(example, Path.Combine(folder, Path.GetFileName(example)));
        await File.WriteAllTextAsync(Path.Combine(folder, "number.json"), "5", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "nousd.json"), """[{ "id": "1", "model": "a", "usage": {} }]""", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "half.json"), """[{ "id": "1", "model": "a", "usage": {}, "usd": "1", "at": "2026-11-01T00:00:00Z", "user": "\udc00" }]""", TestContext.Current.CancellationToken);
        (int code, string output, string error) = await Tool.RunAsync(folder, [], ["optimize", .. args]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private static byte[] Hash(string file)
    {
        // Whoever has it open may go on.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return SHA256.HashData(stream);
    }

    private static string Text(JsonElement json, string key) => json.GetProperty(key).GetString()!;

    private static async Task<JsonDocument> JsonAsync(params string[] args)
    {
        (int code, string output, string error) = await Tool.RunAsync(["optimize", "--format", "json", "--prices", "prices.json", .. args]);
        Assert.Equal((0, ""), (code, error));
        return JsonDocument.Parse(output);
    }
}
