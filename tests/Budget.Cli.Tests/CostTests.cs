using System.Globalization;
using System.Text.Json;

namespace BudgetGen.Cli.Tests;

public class CostTests
{
    /// <summary>C-REF-1: every reference case to within a nano-dollar.</summary>
    [Fact]
    public async Task Reproduces_every_reference_case_to_the_nano_dollar()
    {
        string cases = Tool.Data("cost-cases.json");
        (int code, string output, string error) = await Tool.RunAsync("cost", "--prices", Tool.Data("litellm-prices.json"), "--cases", cases, "--format", "json");
        Assert.True(code == 0, error);
        using JsonDocument costs = JsonDocument.Parse(output), reference = JsonDocument.Parse(await File.ReadAllBytesAsync(cases, TestContext.Current.CancellationToken));
        Dictionary<string, string> actual = costs.RootElement.EnumerateArray().ToDictionary(static cost => cost.GetProperty("id").GetString()!, static cost => cost.GetProperty("usd").GetString()!);
        int compared = 0;
        foreach (JsonElement one in reference.RootElement.GetProperty("cases").EnumerateArray())
        {
            decimal expected = Decimal(one.GetProperty("expected_usd").GetString()!), found = Decimal(actual[one.GetProperty("id").GetString()!]);
            Assert.True(Math.Abs(expected - found) < 0.000000001m, $"{one.GetProperty("id")}: {found} and not {expected}");
            compared++;
        }

        Assert.Equal(116, compared);
        Assert.Equal(compared, actual.Count);
        SoakReport.Add("C-REF-1", $"{compared} reference cases, 0 off by a nano-dollar");

        static decimal Decimal(string text) => decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Prices_a_call_by_options_and_explains_it()
    {
        (int code, string output, _) = await Tool.RunAsync("cost", "gpt-4o", "--input", "1000", "--cached", "200", "--output", "500", "--explain");
        Assert.Equal(0, code);
        Assert.Equal(
            """
            $0.00725
              line         openai/gpt-4o (Exact), book embedded 2026-11-22.1
              source       https://developers.openai.com/api/docs/pricing, checked 2026-08-01
              input                       800 x $2.5 per 1M = $0.002
              cache_read                  200 x $1.25 per 1M = $0.00025
              output                      500 x $10 per 1M = $0.005

            """.ReplaceLineEndings(),
            output.ReplaceLineEndings());
    }

    [Fact]
    public async Task Explains_tiers_fallbacks_multipliers_and_pictures()
    {
        string file = Write("""
            { "schema": "budgetgen-prices/1", "version": "9", "prices": [
              { "id": "acme/a", "provider": "acme", "model": "a", "unit": "1M tokens", "price": { "input": "1", "output": "2", "image": "0.5", "audio_time": "0.001" }, "multipliers": [{ "ratio": "11/10", "region": "eu" }],
                "source": "https://acme.example/pricing", "checked": "2026-11-20" } ] }
            """);
        (int code, string output, _) = await Tool.RunAsync("cost", "a", "--prices", file, "--input", "10", "--reasoning", "4", "--output", "4", "--images", "1", "--seconds", "1.5", "--service-tier", "flex", "--region", "eu", "--explain");
        Assert.Equal(0, code);
        Assert.StartsWith("$0.5015198", output, StringComparison.Ordinal);
        foreach (string part in (string[])["service tier Flex", "standard tier", "priced as output", "tokens times 11/10 (region eu)", "1500 x $0.001 per second = $0.0015", "1 x $0.5 each = $0.5", "BucketFallback, TermFallback", "book " + Path.GetFileName(file) + " 9"])
            Assert.Contains(part, output, StringComparison.Ordinal);

        (_, output, _) = await Tool.RunAsync("cost", "a", "--prices", file, "--input", "10", "--explain", "--format", "json");
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal("0.00001", json.RootElement[0].GetProperty("usd").GetString());
        Assert.Equal("acme/a", json.RootElement[0].GetProperty("explanation").GetProperty("line").GetString());
    }

    [Fact]
    public async Task An_unknown_price_is_never_zero_and_fails()
    {
        (int code, string output, string error) = await Tool.RunAsync("cost", "gpt-4o-minni", "--input", "5");
        Assert.Equal((1, "unknown"), (code, output.Trim()));
        Assert.Contains("gpt-4o-mini", error, StringComparison.Ordinal);
        (code, output, error) = await Tool.RunAsync("cost", "gpt-4o", "--input", "5", "--pages", "3", "--format", "json");
        Assert.Equal(1, code);
        Assert.Contains("\"usd\": null", output, StringComparison.Ordinal);
        Assert.Contains("no price for page", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name a model", "cost")]
    [InlineData("unknown is never zero", "cost", "gpt-4o")]
    [InlineData("details are more than their totals", "cost", "gpt-4o", "--input", "5", "--cached", "6")]
    [InlineData("Service tier 'slow'", "cost", "gpt-4o", "--input", "5", "--service-tier", "slow")]
    [InlineData("not an instant", "cost", "gpt-4o", "--input", "5", "--at", "yesterday")]
    [InlineData("no-such-file", "cost", "gpt-4o", "--input", "5", "--prices", "no-such-file")]
    [InlineData("no-such-file", "cost", "--cases", "no-such-file")]
    public async Task A_question_that_makes_no_sense_says_what_would(string message, params string[] args)
    {
        (int code, string output, string error) = await Tool.RunAsync(args);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_with_a_field_that_is_not_known_is_refused()
    {
        string cases = Write("""{ "cases": [{ "id": "1", "model": "gpt-4o", "usage": { "prompt_tokens": 1, "moon_tokens": 5 } }] }""");
        (int code, _, string error) = await Tool.RunAsync("cost", "--cases", cases);
        Assert.Equal(2, code);
        Assert.Contains("moon_tokens", error, StringComparison.Ordinal);
    }

    internal static string Write(string text)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("budgetgen").FullName, "file.json");
        File.WriteAllText(path, text);
        return path;
    }
}
