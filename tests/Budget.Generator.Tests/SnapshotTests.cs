using System.Runtime.CompilerServices;
using BudgetGen.Generator.Tests.Harness;

namespace BudgetGen.Generator.Tests;

/// <summary>
/// Generated code as a reader meets it: <c>Name.input.cs</c> and <c>Name.output.cs</c> side by side. <c>UPDATE_SNAPSHOTS=1</c> rewrites the outputs;
/// look at them before you commit.
/// </summary>
public class SnapshotTests
{
    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder(), "*.input.cs").Select(path => Path.GetFileName(path).Split('.')[0]).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_generated_code_is_as_committed(string name)
    {
        string input = File.ReadAllText(Path.Combine(Folder(), $"{name}.input.cs"));
        Generated generated = Generated.From(Sources.Compile(Sources.Tree(input, $"{name}.cs")));
        Emitted.Image(generated.Compilation);

        // Adapters have their own tests; here only what was written for this input.
        string text = generated.Interceptors.Single();
        string path = Path.Combine(Folder(), $"{name}.output.cs");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text, ignoreLineEndingDifferences: true);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Snapshots");
}
