using System.Text;
using System.Text.Json;

namespace BudgetGen.Cli.Tests;

public class EstimateTests
{
    [Fact]
    public async Task Gives_the_least_the_expected_and_what_the_library_would_hold()
    {
        string prompt = await File.ReadAllTextAsync(Path.Combine(Tool.Examples, "prompt.txt"), TestContext.Current.CancellationToken);
        long tokens = TokenCounter.ForEncoding("o200k_base").Count(prompt.AsSpan());
        using JsonDocument json = await JsonAsync("--model", "gpt-4o", "--file", "prompt.txt", "--max-output", "1000", "--prices", "prices.json");
        Assert.Equal(tokens, json.RootElement.GetProperty("tokens").GetInt64());
        Assert.False(json.RootElement.GetProperty("estimated").GetBoolean());

        // By hand: $2.50 and $10 for a million; a hold takes a byte for a token, four of framing and three that prime the reply.
        Assert.Equal(tokens * 2.5m / 1_000_000, Usd(json, "least_usd"));
        Assert.Equal(((tokens * 2.5m) + (500 * 10m)) / 1_000_000, Usd(json, "expected_usd"));
        Assert.Equal((((Encoding.UTF8.GetByteCount(prompt) + 4 + 3) * 2.5m) + (1_000 * 10m)) / 1_000_000, Usd(json, "worst_case_usd"));

        // And by the library.
        var prices = new PricingRegistry(PriceBook.Load(Path.Combine(Tool.Examples, "prices.json")));
        Assert.Equal(new CostOptimizer(prices).EstimateCost("gpt-4o", prompt).ToDollars(), Usd(json, "expected_usd"));
        Assert.Equal(new CostOptimizer(prices).EstimateCost("gpt-4o", prompt, 0).ToDollars(), Usd(json, "least_usd"));
    }

    [Fact]
    public async Task Without_a_bound_the_answer_is_as_long_as_the_book_says()
    {
        using JsonDocument json = await JsonAsync("--model", "gpt-4o", "--file", "prompt.txt", "--prices", "prices.json");
        Assert.Equal(16_384, json.RootElement.GetProperty("max_output").GetInt64());
        using JsonDocument less = await JsonAsync("--model", "gpt-4o", "--file", "prompt.txt", "--max-output", "20", "--prices", "prices.json");
        Assert.Equal(20, less.RootElement.GetProperty("expected_output").GetInt64());
        using JsonDocument vectors = await JsonAsync("--model", "text-embedding-3-small", "--file", "prompt.txt");
        Assert.Equal(0, vectors.RootElement.GetProperty("max_output").GetInt64());
        Assert.Equal(Usd(vectors, "least_usd"), Usd(vectors, "expected_usd"));
    }

    [Fact]
    public async Task A_count_that_is_an_estimate_says_so_in_both_forms()
    {
        using JsonDocument json = await JsonAsync("--model", "claude-sonnet-4-5", "--file", "prompt.txt", "--max-output", "100");
        Assert.True(json.RootElement.GetProperty("estimated").GetBoolean());
        Assert.Equal(33, json.RootElement.GetProperty("error_percent").GetInt32());
        (_, string output, _) = await Tool.RunAsync("estimate", "--model", "claude-sonnet-4-5", "--file", "prompt.txt");
        Assert.Contains("tokens, estimated, 33 % more or less are possible", output, StringComparison.Ordinal);
        using JsonDocument exact = await JsonAsync("--model", "claude-sonnet-4-5", "--encoding", "cl100k_base", "--file", "prompt.txt");
        Assert.Equal("cl100k_base", exact.RootElement.GetProperty("encoding").GetString());
    }

    [Fact]
    public async Task A_model_without_a_price_has_no_estimate()
    {
        (int code, string output, string error) = await Tool.RunAsync("estimate", "--model", "gpt-4o-minni", "--file", "prompt.txt");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("similar names: gpt-4o-mini", error, StringComparison.Ordinal);
        (code, _, error) = await Tool.RunAsync("estimate", "--model", "dall-e-3", "--file", "prompt.txt");
        Assert.Equal(1, code);
        Assert.Contains("has no price for text", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_above_the_window_is_noted()
    {
        string book = CostTests.Write("""
            { "schema": "budgetgen-prices/1", "version": "1", "prices": [
              { "id": "acme/a", "provider": "acme", "model": "a", "unit": "1M tokens", "price": { "input": "1", "output": "2" }, "limits": { "max_input": 5 }, "source": "https://acme.example/pricing", "checked": "2026-11-20" } ] }
            """);
        (int code, _, string error) = await Tool.RunAsync("estimate", "--model", "a", "--file", "prompt.txt", "--prices", book);
        Assert.Equal(2, code);
        Assert.Contains("Say --max-output N", error, StringComparison.Ordinal);
        (code, _, error) = await Tool.RunAsync("estimate", "--model", "a", "--file", "prompt.txt", "--prices", book, "--max-output", "9");
        Assert.Equal(0, code);
        Assert.Contains("takes 5 tokens of input", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'--model' is required", "--file", "prompt.txt")]
    [InlineData("--max-output is -1", "--model", "gpt-4o", "--file", "prompt.txt", "--max-output", "-1")]
    [InlineData("--max-output is 'many'", "--model", "gpt-4o", "--file", "prompt.txt", "--max-output", "many")]
    [InlineData("--expected-output is 11, and more than 10", "--model", "gpt-4o", "--file", "prompt.txt", "--max-output", "10", "--expected-output", "11")]
    [InlineData("--encoding is 'x'", "--model", "gpt-4o", "--file", "prompt.txt", "--encoding", "x")]
    [InlineData("no-such-file", "--model", "gpt-4o", "--file", "no-such-file")]
    [InlineData("the prompt is empty", "--model", "gpt-4o")]
    public async Task A_question_that_makes_no_sense_says_what_would(string message, params string[] args)
    {
        (int code, string output, string error) = await Tool.RunAsync(["estimate", .. args]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private static decimal Usd(JsonDocument json, string key) => decimal.Parse(json.RootElement.GetProperty(key).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<JsonDocument> JsonAsync(params string[] args)
    {
        (int code, string output, string error) = await Tool.RunAsync(["estimate", "--format", "json", .. args]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output);
    }
}
