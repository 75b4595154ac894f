using System.Text.RegularExpressions;

namespace BudgetGen.EndToEnd.Tests;

/// <summary>The sample that the README starts with.</summary>
[Collection("processes")]
public sealed partial class QuickStartTests
{
    [Fact]
    public async Task It_shows_tracked_calls_a_rejection_and_the_one_that_nobody_tracks()
    {
        using var scratch = new Scratch();
        string output = await RunAsync(scratch);

        Assert.Equal(5, Count(output, "settled"));
        Assert.Equal(1, Count(output, "rejected"));
        Assert.Equal(1, Count(output, "unseen"));
        Assert.Contains("The ledger is new.", output, StringComparison.Ordinal);
        foreach (string expected in (string[])["Company", "Alice", "Bob", "AskAsync", "TellAsync", "ReviewAsync", "SummarizeAsync", "claude-sonnet-4-5"])
            Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Running_it_twice_shows_that_spending_persisted()
    {
        using var scratch = new Scratch();
        string first = await RunAsync(scratch);
        string second = await RunAsync(scratch);
        Assert.Contains("from earlier runs", second, StringComparison.Ordinal);

        // The same five calls again: the same money again, as far as figures tell that are shown to a millionth.
        Assert.InRange(CompanySpent(second) - (2 * CompanySpent(first)), -0.000001m, 0.000001m);
    }

    [Fact]
    public async Task It_fits_a_terminal_of_eighty_columns()
    {
        using var scratch = new Scratch();
        Assert.All((await RunAsync(scratch)).Split('\n'), static line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Its_build_warns_about_exactly_the_one_untracked_call()
    {
        (int exitCode, string output) = await Machine.DotnetAsync(
            Machine.Repository, "build", "samples/QuickStart", "-c", Machine.Configuration, "--no-restore", "--no-dependencies", "--no-incremental");
        Assert.True(exitCode == 0, output);
        string[] warnings = [.. output.Split('\n').Where(static line => line.Contains(": warning ", StringComparison.Ordinal)).Select(static line => line.Trim()).Distinct()];
        string warning = Assert.Single(warnings);
        Assert.Contains("ForgottenCall.cs(13,", warning, StringComparison.Ordinal);
        Assert.Contains("BGN001", warning, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(Scratch scratch)
    {
        string program = scratch.File("QuickStart");
        if (!Directory.Exists(program))
        {
            Machine.CopyDirectory(Machine.Output("samples/QuickStart"), program);
            foreach (string database in Directory.EnumerateFiles(program, "*.db*"))
                File.Delete(database);
        }

        (int exitCode, string output) = await Machine.DotnetAsync(program, "QuickStart.dll");
        Assert.True(exitCode == 0, output);
        return Escapes().Replace(output, "");
    }

    private static int Count(string output, string outcome) => output.Split('\n').Count(line => line.StartsWith(outcome, StringComparison.Ordinal));

    private static decimal CompanySpent(string output) =>
        decimal.Parse(CompanyRow().Match(output).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Escapes();

    [GeneratedRegex(@"Company.*?\$25\.000.*?\$([0-9.]+)")]
    private static partial Regex CompanyRow();
}
