using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Tests.Harness;

/// <summary>What the compiled programs reference: the running framework, the attributes and the real SDKs.</summary>
internal static class References
{
    private static readonly string[] _libraries = ["OpenAI", "Anthropic", "Azure.AI.OpenAI", "Azure.Core", "System.ClientModel", "System.Memory.Data", "Microsoft.Extensions.AI.Abstractions", "Budget.Attributes"];

    private static readonly Dictionary<string, string> _trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .GroupBy(path => Path.GetFileNameWithoutExtension(path))
        .ToDictionary(group => group.Key, group => group.First());

    private static readonly string _framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>Framework, SDKs and attributes, without a runtime of ours.</summary>
    public static IReadOnlyList<MetadataReference> WithoutRuntime { get; } =
        [.. _trusted.Where(file => Path.GetDirectoryName(file.Value) == _framework || _libraries.Contains(file.Key)).Select(file => MetadataReference.CreateFromFile(file.Value))];

    /// <summary>The real runtime.</summary>
    public static MetadataReference RealRuntime { get; } = MetadataReference.CreateFromFile(typeof(Usd).Assembly.Location);
}
