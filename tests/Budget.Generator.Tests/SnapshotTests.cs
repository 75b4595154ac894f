using System.Reflection;
using System.Runtime.CompilerServices;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>
/// Generated code as a reader meets it: <c>Name.input.cs</c> and <c>Name.output.cs</c> side by side. <c>UPDATE_SNAPSHOTS=1</c> rewrites the outputs;
/// look at them before you commit.
/// </summary>
public class SnapshotTests
{
    /// <summary>The first line of an input whose project has the property.</summary>
    private const string TrackAll = "// BudgetTrackAll";

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder(), "*.input.cs").Select(path => Path.GetFileName(path).Split('.')[0]).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_generated_code_is_as_committed_compiles_and_runs(string name)
    {
        string input = File.ReadAllText(Path.Combine(Folder(), $"{name}.input.cs"));
        Generated generated = Generated.From(Compile(name, input), trackAll: input.StartsWith(TrackAll, StringComparison.Ordinal));
        Assert.Empty(generated.Diagnostics);
        byte[] image = Emitted.Image(generated.Compilation);
        if (generated.Compilation.GetTypeByMetadataName("Test") is not null)
            Assert.NotEmpty(Emitted.Run(image).Log);

        // Adapters have their own tests; here only what was written for this input.
        string text = string.Join("\n", generated.Interceptors);
        Assert.NotEmpty(text);
        string path = Path.Combine(Folder(), $"{name}.output.cs");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text, ignoreLineEndingDifferences: true);
    }

    private static CSharpCompilation Compile(string name, string input)
    {
        SyntaxTree tree = Sources.Tree(input, $"{name}.cs");
        if (!input.Contains("Microsoft.Extensions.DependencyInjection", StringComparison.Ordinal))
            return Sources.Compile(tree);

        // What helpers for dependency injection call is in the real runtime only.
        Assembly injection = Assembly.Load("Microsoft.Extensions.DependencyInjection.Abstractions");
        return Sources.Compile("App", [.. References.WithoutRuntime, References.RealRuntime, MetadataReference.CreateFromFile(injection.Location)], tree);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Snapshots");
}
