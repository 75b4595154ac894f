namespace BudgetGen.Tests;

/// <summary>The valid files that tests read and mutate.</summary>
internal static class CorpusFiles
{
    public static string PathOf(string room, string name) => Path.Combine(AppContext.BaseDirectory, room, "Corpus", name);

    /// <summary>Those of a room whose names match, in the order of their names.</summary>
    public static byte[][] All(string room, string pattern, string folder = "Corpus")
    {
        string[] paths = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, room, folder), pattern);
        Array.Sort(paths, StringComparer.Ordinal);
        Assert.NotEmpty(paths);
        return [.. paths.Select(File.ReadAllBytes)];
    }
}
