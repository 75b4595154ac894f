using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests.Harness;

/// <summary>What the analysed programs reference: the running framework, our attributes and runtime, and the real SDKs.</summary>
internal static class References
{
    private static readonly string[] _sdks = ["OpenAI", "Anthropic", "Azure.AI.OpenAI", "Azure.Core", "System.ClientModel", "System.Memory.Data", "Microsoft.Extensions.AI.Abstractions"];
    private static readonly string[] _ours = ["Budget.Attributes", "Budget.Runtime"];

    private static readonly Dictionary<string, string> _trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .GroupBy(path => Path.GetFileNameWithoutExtension(path))
        .ToDictionary(group => group.Key, group => group.First());

    private static readonly string _framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>The framework alone.</summary>
    public static IReadOnlyList<MetadataReference> Framework { get; } =
        [.. _trusted.Where(file => Path.GetDirectoryName(file.Value) == _framework).Select(file => MetadataReference.CreateFromFile(file.Value))];

    /// <summary>The framework and the SDKs, in a project that does not know us.</summary>
    public static IReadOnlyList<MetadataReference> WithoutOurs { get; } = [.. Framework, .. Named(_sdks)];

    /// <summary>All of it.</summary>
    public static IReadOnlyList<MetadataReference> All { get; } = [.. WithoutOurs, .. Named(_ours)];

    /// <summary>All of it but our runtime.</summary>
    public static IReadOnlyList<MetadataReference> WithoutRuntime { get; } = [.. WithoutOurs, .. Named(["Budget.Attributes"])];

    /// <summary>All of it and ASP.NET Core.</summary>
    public static IReadOnlyList<MetadataReference> Web { get; } =
        [.. All, .. _trusted.Where(file => file.Key.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || file.Key is "Microsoft.Extensions.Hosting.Abstractions").Select(file => MetadataReference.CreateFromFile(file.Value))];

    private static IEnumerable<MetadataReference> Named(IEnumerable<string> names) => names.Select(name => MetadataReference.CreateFromFile(_trusted[name]));
}
