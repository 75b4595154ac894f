namespace BudgetGen.Packaging.Tests;

/// <summary>The command line as a .NET tool.</summary>
public sealed class ToolTests(Packages packages)
{
    [Fact]
    public async Task The_tool_installs_from_the_feed_and_runs()
    {
        string folder = packages.Folder("tool");
        (await Dotnet.RunAsync(packages, folder, "tool", "install", "BudgetGen.Cli", "--version", Packages.Version, "--tool-path", folder, "--add-source", packages.Feed)).Succeeded();
        Run run = (await Dotnet.ExecuteAsync(packages, Path.Combine(folder, "budgetgen"), folder, "cost", "gpt-4o-mini", "--input", "1000", "--output", "1000")).Succeeded();
        Assert.Equal("$0.00075", run.Output.Trim());
    }
}
