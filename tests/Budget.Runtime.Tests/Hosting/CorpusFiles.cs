namespace BudgetGen.Tests.Hosting;

/// <summary>The valid files that tests read and mutate.</summary>
internal static class CorpusFiles
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Hosting", "Corpus", name);

    public static byte[][] All(string pattern)
    {
        string[] paths = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Hosting", "Corpus"), pattern);
        Array.Sort(paths, StringComparer.Ordinal);
        Assert.NotEmpty(paths);
        return [.. paths.Select(File.ReadAllBytes)];
    }
}
