namespace BudgetGen.Packaging.Tests;

/// <summary>A program that has ended.</summary>
internal sealed record Run(string Command, int ExitCode, string Output)
{
    public IEnumerable<string> Lines => Output.Split('\n').Select(static line => line.Trim());

    /// <summary>Each warning and error once: the build repeats them.</summary>
    public string[] Complaints => [.. Lines.Where(static line => line.Contains("warning ", StringComparison.Ordinal) || line.Contains("error ", StringComparison.Ordinal)).Distinct()];

    public Run Succeeded()
    {
        Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}:\n{Output}");
        return this;
    }
}
