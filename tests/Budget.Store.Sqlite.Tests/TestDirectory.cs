namespace BudgetGen.Sqlite.Tests;

/// <summary>A directory of a test's own.</summary>
internal sealed class TestDirectory : IDisposable
{
    public TestDirectory() => Path = Directory.CreateTempSubdirectory("budgetgen-sqlite-").FullName;

    public string Path { get; }

    public string Database => File("budget.db");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
