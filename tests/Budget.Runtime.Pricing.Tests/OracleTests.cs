using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BudgetGen.Pricing.Tests;

/// <summary>C-DIFF-1: our importer and calculator against a calculator that is not ours, over its own data, before our rounding.</summary>
public class OracleTests
{
    private const decimal Tolerance = 0.000000000001m;

    /// <summary>Answers that the oracle gave once, with the prices that it had; tests/Budget.Runtime.Pricing.Tests/oracle-sample.json.</summary>
    [Fact]
    public void Agrees_with_a_sample_of_the_oracle_s_answers()
    {
        using JsonDocument sample = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "Budget.Runtime.Pricing.Tests", "oracle-sample.json")));
        int compared = 0;
        foreach (JsonElement one in sample.RootElement.EnumerateArray())
        {
            PriceImport import = Import($"[{one.GetProperty("provider").GetRawText()}]");
            Question question = Question.Read(one.GetProperty("question"));
            Assert.Null(Difference(new PricingRegistry(import.Book), question, one.GetProperty("usd").GetString()!));
            compared++;
        }

        Assert.True(compared >= 100, $"{compared} answers");
    }

    [Fact]
    public void What_has_no_price_is_unknown_to_us_and_nothing_to_the_oracle()
    {
        var prices = new PricingRegistry(Import("""[{ "id": "p", "models": [{ "id": "embedder", "match": { "equals": "embedder" }, "prices": { "input_mtok": 1 } }] }]""").Book);
        Assert.Null(prices.CalculateLlmCost("embedder", LlmUsage.Of(1, 1)));
    }

    [Fact]
    public void Agrees_with_the_oracle_on_random_usages_over_its_own_data()
    {
        PriceOracle? oracle = PriceOracle.Find();
        Assert.SkipWhen(oracle is null, "The oracle is not installed: npm ci in tests/Oracles/genai-prices.");

        using JsonDocument data = oracle!.Data();
        PriceImport import = Import(data.RootElement.GetProperty("providers").GetRawText());
        var prices = new PricingRegistry(import.Book);

        // A price that is finer than a pico-dollar was rounded up when it was imported, so that it cannot be equal.
        HashSet<string> skipped = [.. import.Skipped.Select(static row => row.Row)];
        HashSet<string> rounded = [.. import.Book.Notes.Where(static note => note.Contains("finer than a pico-dollar", StringComparison.Ordinal)).Select(static note => note.Split('\'')[1])];
        (string Provider, string Model, string Name)[] probes = [.. data.RootElement.GetProperty("probes").EnumerateArray()
            .Select(static probe => (probe.GetProperty("provider").GetString()!, probe.GetProperty("model").GetString()!, probe.GetProperty("name").GetString()!))
            .Where(probe => !skipped.Contains($"{probe.Item1}/{probe.Item2}") && !rounded.Contains($"{probe.Item1}/{probe.Item2}"))];
        var random = new Random(41);
        Question[] questions = [.. Enumerable.Range(0, 5_000).Select(i => Question.Random(probes[i < probes.Length ? i : random.Next(probes.Length)], prices, random))];
        string?[] answers = oracle.Price(questions.Select(static question => question.ToJson()));
        Assert.Equal(questions.Length, answers.Length);

        var differences = new List<string>();
        int compared = 0, unanswered = 0;
        for (int i = 0; i < questions.Length; i++)
        {
            if (answers[i] is not { } answer)
            {
                unanswered++;
                continue;
            }

            compared++;
            if (Difference(prices, questions[i], answer) is { } difference)
                differences.Add(difference);
        }

        WriteSample(data, questions, answers, prices);
        Assert.True(differences.Count == 0, $"{differences.Count} of {compared} differ:\n{string.Join('\n', differences.Take(40))}");
        Assert.True(compared > 4_000, $"{compared} were compared, {unanswered} had no answer");
        SoakReport.Add("C-DIFF-1", $"{compared} random usages over {probes.Length} models of the oracle, {rounded.Count} models left out for prices finer than a pico-dollar, {unanswered} usages that it does not price, 0 differences above 1e-12");
    }

    private static PriceImport Import(string providers) =>
        PriceImporter.Import(Encoding.UTF8.GetBytes(providers), "oracle.json", new PriceImportOptions { Checked = new DateOnly(2026, 11, 20) }, PriceListFormat.GenaiPrices);

    /// <summary>What differs, or null.</summary>
    private static string? Difference(PricingRegistry prices, Question question, string answer)
    {
        decimal theirs = decimal.Parse(answer, NumberStyles.Float, CultureInfo.InvariantCulture);
        CostExplanation? cost = prices.Explain(question.Name, question.Usage, new CallTerms { At = question.At }, question.Provider);
        if (cost?.Cost is null)
            return $"{question.ToJson()}: {answer} and not unknown ({string.Join(' ', cost?.Unpriced ?? [])})";

        decimal ours = cost.Components.Sum(static part => (decimal)part.Count * part.Price.Picos / (part.Bucket == "audio_time" ? 1_000 : 1)) / 1_000_000_000_000m;
        return Math.Abs(ours - theirs) <= theirs * Tolerance ? null : $"{question.ToJson()}: {answer} and not {ours} by {cost.PriceLine}";
    }

    /// <summary>Run with BUDGET_ORACLE_SAMPLE=1 to write the sample anew.</summary>
    private static void WriteSample(JsonDocument data, Question[] questions, string?[] answers, PricingRegistry prices)
    {
        if (Environment.GetEnvironmentVariable("BUDGET_ORACLE_SAMPLE") != "1")
            return;

        var sample = new JsonArray();
        for (int i = 0; i < questions.Length && sample.Count < 120; i += 17)
        {
            if (answers[i] is not { } answer || Difference(prices, questions[i], answer) is not null)
                continue;
            JsonElement provider = data.RootElement.GetProperty("providers").EnumerateArray().First(one => one.GetProperty("id").GetString() == questions[i].Provider);
            JsonElement model = provider.GetProperty("models").EnumerateArray().First(one => one.GetProperty("id").GetString() == questions[i].Model);
            sample.Add(new JsonObject
            {
                ["provider"] = new JsonObject
                {
                    ["id"] = questions[i].Provider,
                    ["models"] = new JsonArray(new JsonObject
                    {
                        ["id"] = questions[i].Model,
                        ["match"] = JsonNode.Parse(model.GetProperty("match").GetRawText()),
                        ["prices"] = JsonNode.Parse(model.GetProperty("prices").GetRawText()),
                    }),
                },
                ["question"] = JsonNode.Parse(questions[i].ToJson()),
                ["usd"] = answer,
            });
        }

        File.WriteAllText(Path.Combine(Repository.Root, "tests", "Budget.Runtime.Pricing.Tests", "oracle-sample.json"), "[\n" + string.Join(",\n", sample.Select(static one => one!.ToJsonString())) + "\n]\n");
    }

    /// <summary>A usage in both forms: totals with details for the oracle, buckets for us.</summary>
    private sealed record Question(string Provider, string Model, string Name, DateTimeOffset At, SortedDictionary<string, long> Counts)
    {
        public LlmUsage Usage => new LlmTotals
        {
            Input = Count("input_tokens"),
            CacheRead = Count("cache_read_tokens"),
            CacheWrite = Count("cache_write_tokens"),
            CacheWrite1h = Count("cache_write_1h_tokens"),
            InputAudio = Count("input_audio_tokens"),
            Output = Count("output_tokens"),
            Reasoning = Count("output_reasoning_tokens"),
            OutputAudio = Count("output_audio_tokens"),
        }.ToUsage() with
        {
            WebSearches = Count("web_searches"),
            AudioMilliseconds = Count("audio_seconds") * 1_000,
        };

        /// <summary>Asks only for what has a price: what has none the oracle counts as 0, and we as unknown.</summary>
        public static Question Random((string Provider, string Model, string Name) probe, PricingRegistry prices, Random random)
        {
            var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(500_000));
            BucketPrices priced = prices.Find(probe.Name, new CallTerms { At = at }, probe.Provider)!.Value.Line.Price;
            long Some(long most) => random.NextInt64(0, (long)Math.Pow(most, random.NextDouble()) + 1);
            long input = priced.Input is null ? 0 : Some(500_000), read = random.Next(2) * random.NextInt64(0, (input / 3) + 1), write = random.Next(2) * random.NextInt64(0, (input / 3) + 1);
            long output = priced.Output is null ? 0 : Some(20_000), reasoning = random.Next(2) * random.NextInt64(0, output + 1);
            return new Question(probe.Provider, probe.Model, probe.Name, at, new(StringComparer.Ordinal)
            {
                ["input_tokens"] = input, ["cache_read_tokens"] = read, ["cache_write_tokens"] = write, ["cache_write_1h_tokens"] = random.Next(2) * random.NextInt64(0, write + 1),
                ["output_tokens"] = output, ["output_reasoning_tokens"] = reasoning,
                ["web_searches"] = priced.WebSearch is null ? 0 : Some(10), ["requests"] = 1, ["audio_seconds"] = priced.AudioTime is null ? 0 : Some(4_000),
            });
        }

        public static Question Read(JsonElement json) => new(
            json.GetProperty("provider").GetString()!, json.GetProperty("model").GetString()!, json.GetProperty("name").GetString()!, json.GetProperty("at").GetDateTimeOffset(),
            new(json.GetProperty("usage").EnumerateObject().ToDictionary(static count => count.Name, static count => count.Value.GetInt64()), StringComparer.Ordinal));

        public string ToJson() => new JsonObject
        {
            ["provider"] = Provider,
            ["model"] = Model,
            ["name"] = Name,
            ["at"] = At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["usage"] = new JsonObject(Counts.Select(static count => KeyValuePair.Create<string, JsonNode?>(count.Key, count.Value))),
        }.ToJsonString();

        private long? Count(string key) => Counts.TryGetValue(key, out long count) ? count : null;
    }
}
