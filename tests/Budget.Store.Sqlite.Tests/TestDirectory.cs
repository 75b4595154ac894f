namespace BudgetGen.Sqlite.Tests;

/// <summary>A directory of a test's own.</summary>
internal sealed class TestDirectory : IDisposable
{
    private const string Memory = "/dev/shm";

    /// <param name="inMemory">For tests that open hundreds of files and are not about what reaches a disk.</param>
    public TestDirectory(bool inMemory = false)
    {
        Path = inMemory && Directory.Exists(Memory)
            ? Directory.CreateDirectory(System.IO.Path.Combine(Memory, $"budgetgen-sqlite-{Guid.NewGuid():N}")).FullName
            : Directory.CreateTempSubdirectory("budgetgen-sqlite-").FullName;
    }

    public string Path { get; }

    public string Database => File("budget.db");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
