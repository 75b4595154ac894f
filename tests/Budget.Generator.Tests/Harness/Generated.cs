using System.Collections.Immutable;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>A compilation after the generator has run over it. Not in the harness's own namespace: there is one of this name further out, which would be found before it.</summary>
/// <param name="Compilation">With the generated files.</param>
/// <param name="Files">Generated text by hint name.</param>
/// <param name="Diagnostics">What the generator itself reported.</param>
internal sealed record Generated(CSharpCompilation Compilation, ImmutableSortedDictionary<string, string> Files, ImmutableArray<Diagnostic> Diagnostics)
{
    private static readonly HashSet<string> _adapters =
        [.. typeof(BudgetGenerator).Assembly.GetManifestResourceNames().Select(static name => $"BudgetGen.{Path.GetFileNameWithoutExtension(name)}.g.cs")];

    /// <summary>All generated text.</summary>
    public string Text => string.Join("\n", Files.Values);

    /// <summary>The files of interceptors, without the adapters that the compilation has once.</summary>
    public IEnumerable<string> Interceptors => Files.Where(static file => !_adapters.Contains(file.Key)).Select(static file => file.Value);

    public static Generated From(CSharpCompilation compilation, bool trackAll = false)
    {
        GeneratorDriver driver = Driver((CSharpParseOptions)compilation.SyntaxTrees[0].Options, trackAll ? BuildProperties.Of("true") : null);
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return new Generated(
            (CSharpCompilation)output,
            result.GeneratedSources.ToImmutableSortedDictionary(source => source.HintName, source => source.SourceText.ToString(), StringComparer.Ordinal),
            diagnostics);
    }

    public static GeneratorDriver Driver(CSharpParseOptions options, BuildProperties? properties = null) => CSharpGeneratorDriver.Create(
        [new BudgetGenerator().AsSourceGenerator()],
        parseOptions: options,
        optionsProvider: properties ?? BuildProperties.None,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
}
