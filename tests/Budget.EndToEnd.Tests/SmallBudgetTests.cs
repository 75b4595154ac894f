namespace BudgetGen.EndToEnd.Tests;

/// <summary>The sample of the Pydantic2 document's complete example.</summary>
[Collection("processes")]
public sealed class SmallBudgetTests
{
    [Fact]
    public async Task It_is_rejected_with_a_very_small_budget_and_answered_with_a_larger_one()
    {
        (int exitCode, string output) = await Machine.DotnetAsync(Machine.Output("samples/SmallBudget"), "SmallBudget.dll");
        Assert.True(exitCode == 0, output);
        string[] runs = output.Split("Setting budget: ");
        Assert.Equal(3, runs.Length);
        Assert.Contains("budget_exceeded: True", runs[1], StringComparison.Ordinal);
        Assert.Contains("Error: ", runs[1], StringComparison.Ordinal);
        Assert.DoesNotContain("Response:", runs[1], StringComparison.Ordinal);
        foreach (string expected in (string[])["budget_exceeded: False", "Response: Short answers cost less.", "Request cost: $0.0000", "Max tokens for model: 16384", "Usage stats: calls 1, tokens ", "The calls so far, 1, cost $0.0000"])
            Assert.Contains(expected, runs[2], StringComparison.Ordinal);
        Assert.DoesNotContain("Error:", runs[2], StringComparison.Ordinal);
    }
}
