namespace BudgetGen.Packaging.Tests;

/// <summary>The projects of the folder Consumers, copied to where nothing of this checkout is seen, and built together in one build.</summary>
public sealed class Consumers(Packages packages) : IAsyncLifetime
{
    public string Folder { get; } = packages.Folder("consumers");

    internal Run Building { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        string source = Path.Combine(Repository.Root, "tests", "Budget.Packaging.Tests", "Consumers");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(source, file);
            if (path.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
                continue;
            string target = Path.Combine(Folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        Building = (await Dotnet.BuildAsync(packages, Folder, "Consumers.slnx")).Succeeded();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What the build said about one project.</summary>
    internal string[] Complaints(string project) => [.. Building.Complaints.Where(line => line.EndsWith($"{Path.DirectorySeparatorChar}{project}.csproj]", StringComparison.Ordinal))];

    /// <summary>Runs a project that was built.</summary>
    internal async Task<Run> RunAsync(string project) =>
        (await Dotnet.RunAsync(packages, Path.Combine(Folder, project), Path.Combine(Folder, project, "bin", "Debug", "net10.0", project + ".dll"))).Succeeded();
}
