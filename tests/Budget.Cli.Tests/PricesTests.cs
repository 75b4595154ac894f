namespace BudgetGen.Cli.Tests;

public class PricesTests
{
    [Fact]
    public async Task Lists_and_shows_lines()
    {
        (int code, string output, _) = await Tool.RunAsync("prices", "list", "--provider", "OpenAI");
        Assert.Equal(0, code);
        Assert.Contains("openai/gpt-4o ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("anthropic/", output, StringComparison.Ordinal);
        (code, output, _) = await Tool.RunAsync("prices", "show", "gpt-4o-2024-08-06");
        Assert.Equal(0, code);
        Assert.Contains("openai/gpt-4o (Alias)", output, StringComparison.Ordinal);
        Assert.Contains("\"checked\"", output, StringComparison.Ordinal);
        (code, _, string error) = await Tool.RunAsync("prices", "show", "claude-sonet-4-5");
        Assert.Equal(1, code);
        Assert.Contains("claude-sonnet-4-5", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imports_a_list_into_a_book_that_can_be_used()
    {
        string list = CostTests.Write("""{ "m": { "litellm_provider": "p", "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06 }, "z": { "litellm_provider": "p", "mode": "chat" } }"""), book = list + ".book";
        (int code, string output, string error) = await Tool.RunAsync("prices", "import", "litellm", list, "--out", book, "--checked", "2026-08-01");
        Assert.True(code == 0, error);
        Assert.Contains("1 line, 1 row skipped", output, StringComparison.Ordinal);
        Assert.Contains("skipped 'z': it has no price", output, StringComparison.Ordinal);
        (_, output, _) = await Tool.RunAsync("cost", "m", "--prices", book, "--input", "1000", "--output", "1000");
        Assert.Equal("$0.003", output.Trim());
        (_, output, _) = await Tool.RunAsync("cost", "gpt-4o", "--layer", book, "--input", "1000");
        Assert.Equal("$0.0025", output.Trim());
        (code, _, error) = await Tool.RunAsync("prices", "import", "openrouter", list);
        Assert.Equal(2, code);
        Assert.Contains("file.json", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compares_books()
    {
        string before = Book("1"), after = Book("11");
        (int code, string output, _) = await Tool.RunAsync("prices", "diff", before, after);
        Assert.Equal(1, code);
        Assert.Contains("~ acme/a  input: 1000000 pico-USD -> 11000000 pico-USD  (!)", output, StringComparison.Ordinal);
        Assert.Contains("unlikely:", output, StringComparison.Ordinal);
        (code, output, _) = await Tool.RunAsync("prices", "diff", "embedded", "embedded");
        Assert.Equal((0, ""), (code, output));
    }

    [Theory]
    [InlineData("60d", "2027-01-19", 0)]
    [InlineData("60d", "2027-01-20", 1)]
    [InlineData("60", "2027-01-20", 2)]
    public async Task Fails_if_the_evidence_is_too_old(string age, string today, int expected)
    {
        (int code, string output, _) = await Tool.RunAsync("prices", "check", "--max-age", age, "--today", today, "--prices", Book("1"));
        Assert.Equal(expected, code);
        if (expected == 1)
            Assert.Contains("acme/a: checked 2026-11-20, 61 days ago", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_that_fails_says_so_and_keeps_the_last_good_book()
    {
        string file = Book("1"), before = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        (int code, string output, string error) = await Tool.RunAsync("prices", "refresh", "--url", "http://127.0.0.1:1/prices.json", "--file", file);
        Assert.Equal(1, code);
        Assert.Contains("not taken", error, StringComparison.Ordinal);
        Assert.Contains("the last good book stays", output, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_what_if_report_tells_the_difference_and_changes_nothing()
    {
        string records = CostTests.Write("""
            [{ "id": "1", "model": "a", "usd": "0.001", "at": "2026-11-20T10:00:00Z", "usage": { "prompt_tokens": 1000, "completion_tokens": 0 } },
             { "id": "2", "model": "a", "usd": "0.002", "at": "2026-11-20T11:00:00Z", "usage": { "prompt_tokens": 2000, "completion_tokens": 0 } },
             { "id": "3", "model": "nobody", "usd": "5", "at": "2026-11-20T11:00:00Z", "usage": { "prompt_tokens": 1, "completion_tokens": 0 } }]
            """);
        (int code, string output, _) = await Tool.RunAsync("reprice", "--records", records, "--prices", Book("0.5"));
        Assert.Equal(1, code);
        Assert.Contains("a  2 calls  recorded $0.003  by these prices $0.0015  difference -$0.0015", output, StringComparison.Ordinal);
        Assert.Contains("total  3 calls  recorded $0.003  by these prices $0.0015  difference -$0.0015  1 without a price", output, StringComparison.Ordinal);
    }

    private static string Book(string input) => CostTests.Write($$"""
        { "schema": "budgetgen-prices/1", "version": "1", "prices": [
          { "id": "acme/a", "provider": "acme", "model": "a", "unit": "1M tokens", "price": { "input": "{{input}}", "output": "2" }, "source": "https://acme.example/pricing", "checked": "2026-11-20" } ] }
        """);
}
