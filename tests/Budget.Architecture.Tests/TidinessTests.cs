using System.Text.RegularExpressions;

namespace BudgetGen.Architecture.Tests;

/// <summary>What a look from outside would stumble over.</summary>
public sealed partial class TidinessTests
{
    [Fact]
    public void No_source_file_is_longer_than_400_lines() => Assert.DoesNotContain(
        Repository.Files(Path.Combine(Repository.Root, "src")), static path => File.ReadLines(path).Count() > 400);

    [Fact]
    public void Nothing_is_left_open_in_the_sources() => Assert.DoesNotContain(
        Repository.Files(Path.Combine(Repository.Root, "src")), static path => Unfinished().IsMatch(File.ReadAllText(path)));

    [Fact]
    public void Money_is_never_floating_point() => Assert.DoesNotContain(
        Repository.Files(Repository.Source("Budget.Runtime")), static path => FloatingPoint().IsMatch(Code(path)));

    private static string Code(string path) => string.Join('\n', File.ReadLines(path).Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\b(double|float)\b")]
    private static partial Regex FloatingPoint();
}
