using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Mutants.Tests;

/// <summary>The real sources of the generator, with those of its tests that look for texts that became code, and for what should have been noticed.</summary>
internal static class MutatedGenerator
{
    private static readonly string[] s_tests =
    [
        "HostileTextTests.cs", "ReuseTests.cs", "Harness/BuildProperties.cs", "Harness/Emitted.cs", "Harness/Generated.cs", "Harness/HostileText.cs", "Harness/References.cs", "Harness/Sources.cs", "Harness/StandIn.cs",
    ];

    public static MutatedAssembly Make()
    {
        string generator = Repository.Source("Budget.Generator"), pricing = Path.Combine(Repository.Source("Budget.Runtime"), "Pricing");
        var sources = new Dictionary<string, SyntaxTree>();

        // What stands in for members that only .NET Standard lacks would stand beside them here.
        foreach (string path in Repository.Files(generator))
        {
            string name = Path.GetRelativePath(generator, path).Replace('\\', '/');
            if (!name.StartsWith("Emit/Templates/", StringComparison.Ordinal) && !name.StartsWith("Polyfills/", StringComparison.Ordinal))
                sources.Add(name, MutatedAssembly.Parse(File.ReadAllText(path), path));
        }

        foreach (string name in (string[])["ModelNames.cs", "NearNames.cs", "ProviderNames.cs"])
            sources.Add("Prices/Runtime/" + name, MutatedAssembly.Parse(File.ReadAllText(Path.Combine(pricing, name)), Path.Combine(pricing, name)));

        string tests = Path.Combine(Repository.Root, "tests"), own = Path.Combine(tests, "Budget.Generator.Tests"), checker = Path.Combine(tests, "Budget.Mutants.Tests", "Checker");
        return new MutatedAssembly(
            "Budget.Generator.Mutant",
            sources,
            [.. s_tests.Select(file => Path.Combine(own, file)), .. Directory.GetFiles(checker, "*.cs"), .. Repository.Files(Path.Combine(checker, "Generator")), Path.Combine(tests, "Shared", "Repository.cs")],
            new HashSet<string>(),
            [
                .. Directory.GetFiles(Path.Combine(generator, "Emit", "Templates"), "*.cs").Select(static path => Resource(Path.GetFileName(path), path)),
                .. Directory.GetFiles(Path.Combine(pricing, "Book"), "*.json").Select(static path => Resource("BudgetGen.Pricing.Book." + Path.GetFileName(path), path)),
                Resource("prices.tsv", Path.Combine(generator, "Inventory", "prices.tsv")),
                .. StandIns(own).Select(static path => Resource("StandIn/" + Path.GetFileName(path), path)),
            ]);
    }

    /// <summary>The files of the recording runtime, as the project of the tests lists them.</summary>
    private static IEnumerable<string> StandIns(string project) =>
        from item in XDocument.Load(Path.Combine(project, "Budget.Generator.Tests.csproj")).Descendants("EmbeddedResource")
        where item.Attribute("LogicalName")!.Value.StartsWith("StandIn/", StringComparison.Ordinal)
        from file in item.Attribute("Include")!.Value.Split(';')
        let folder = Path.GetFullPath(Path.Combine(project, Path.GetDirectoryName(file)!))
        from path in Directory.GetFiles(folder, Path.GetFileName(file))
        select path;

    private static ResourceDescription Resource(string name, string path) => new(name, () => File.OpenRead(path), isPublic: true);
}
