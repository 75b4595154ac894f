namespace BudgetGen.Testing;

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Source(string project) => Path.Combine(Root, "src", project);

    /// <summary>The C# files of a project that people wrote.</summary>
    public static IEnumerable<string> Files(string folder) => Directory
        .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(static path => !path.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "BudgetGen.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("BudgetGen.sln was not found above the tests."));
}
