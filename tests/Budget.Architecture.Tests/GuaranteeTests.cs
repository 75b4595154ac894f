using System.Text.RegularExpressions;

namespace BudgetGen.Architecture.Tests;

/// <summary>A promise that names a test which is not there is no promise.</summary>
public sealed partial class GuaranteeTests
{
    [Theory]
    [InlineData("docs/guarantees.md")]
    [InlineData("docs/regressions.md")]
    public void Every_test_that_a_page_names_exists(string page)
    {
        HashSet<string> tests = [.. Repository.Files(Path.Combine(Repository.Root, "tests")).Select(static path => Path.GetFileNameWithoutExtension(path))];
        string[] named = [.. NamedTest().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))).Select(static match => match.Groups[1].Value).Distinct()];
        Assert.True(named.Length > 5, $"{page} names only {named.Length} tests: is it read as it should be?");
        Assert.All(named, test => Assert.Contains(test, tests));
    }

    [GeneratedRegex("`([A-Za-z0-9]+Tests)")]
    private static partial Regex NamedTest();
}
