namespace BudgetGen.Cli.Tests.Inventory;

/// <summary>What CI asks: the exit code, and why.</summary>
public class InventoryGateTests
{
    [Theory]
    [InlineData(new[] { "--min-coverage", "50" }, 0, "")]
    [InlineData(new[] { "--min-coverage", "50.1" }, 1, "budgetgen: coverage is 50%, and 50.1% is needed: 2 calls not tracked, and not ignored\n")]
    [InlineData(new[] { "--max-cost", "0.0075" }, 0, "budgetgen: 2 calls without an estimate, not held against --max-cost\n")]
    [InlineData(new[] { "--max-cost", "0.007" }, 1, "budgetgen: Desk.cs:31: Desk.TranslateAsync costs $0.0075 by estimate, and $0.007 is the most\nbudgetgen: 2 calls without an estimate, not held against --max-cost\n")]
    [InlineData(new[] { "--max-cost", "0.0075", "--output-tokens", "501" }, 1, "budgetgen: Desk.cs:31: Desk.TranslateAsync costs $0.00751 by estimate, and $0.0075 is the most\nbudgetgen: 2 calls without an estimate, not held against --max-cost\n")]
    [InlineData(new[] { "--compare", "before.json" }, 0, "")]
    [InlineData(new[] { "--compare", "llm-calls.json", "--fail-on-new-untracked" }, 0, "")]
    [InlineData(new[] { "--compare", "before.json", "--fail-on-new-untracked" }, 1, "budgetgen: Desk.cs:40: Desk.GreetAsync calls ChatClient.CompleteChatAsync, which is new and untracked\n")]
    [InlineData(new[] { "--compare", "before.json", "--fail-on-new-untracked", "--min-coverage", "75" }, 1, "budgetgen: coverage is 50%, and 75% is needed: 2 calls not tracked, and not ignored\nbudgetgen: Desk.cs:40: Desk.GreetAsync calls ChatClient.CompleteChatAsync, which is new and untracked\n")]
    public async Task The_exit_code_answers_and_standard_error_says_why(string[] args, int expected, string why)
    {
        (int code, string output, string error) = await Tool.RunAsync(["inventory", "llm-calls.json", "--prices", "prices.json", .. args]);
        Assert.Equal((expected, why), (code, error.ReplaceLineEndings("\n")));
        Assert.Contains("5 calls: 2 tracked", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_with_a_cap_needs_no_estimate()
    {
        using var scratch = new Scratch();
        string file = scratch.Edit("llm-calls.json", "llm-calls.json", static calls => (calls[2]!["max_cost_usd"], calls[3]!["max_cost_usd"]) = ("0.01", "0.5"));
        (int code, _, string error) = await Tool.RunAsync("inventory", file, "--prices", "prices.json", "--max-cost", "0.01");
        Assert.Equal((0, "budgetgen: 1 call without an estimate, not held against --max-cost\n"), (code, error.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task A_call_that_is_tracked_no_more_is_a_new_escape()
    {
        using var scratch = new Scratch();
        string file = scratch.Edit("llm-calls.json", "llm-calls.json", static calls => (calls[0]!["status"], calls[0]!["diagnostic"]) = ("refused", "BGN003"));
        (int code, _, string error) = await Tool.RunAsync("inventory", file, "--prices", "prices.json", "--compare", "llm-calls.json", "--fail-on-new-untracked");
        Assert.Equal((1, "budgetgen: Desk.cs:12: Desk.AskAsync calls ChatClient.CompleteChatAsync, which is new and refused\n"), (code, error.ReplaceLineEndings("\n")));
    }
}
