using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace BudgetGen.Packaging.Tests;

/// <summary>What `dotnet pack` of the solution makes.</summary>
public sealed class PackageTests(Packages packages)
{
    private static readonly string[] s_ids = ["BudgetGen", "BudgetGen.Attributes", "BudgetGen.Cli", "BudgetGen.Runtime", "BudgetGen.Sqlite", "BudgetGen.Templates"];

    [Fact]
    public void The_solution_packs_these_packages_without_a_warning()
    {
        Assert.Empty(packages.Packing.Complaints);
        Assert.Equal(
            s_ids.Select(static id => $"{id}.{Packages.Version}.nupkg"),
            Directory.GetFiles(packages.Feed, "BudgetGen*.nupkg").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(
            ((string[])["BudgetGen.Attributes", "BudgetGen.Cli", "BudgetGen.Runtime", "BudgetGen.Sqlite"]).Select(static id => $"{id}.{Packages.Version}.snupkg"),
            Directory.GetFiles(packages.Feed, "*.snupkg").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_package_that_people_add_carries_what_the_compiler_needs_and_depends_on_the_rest()
    {
        using ZipArchive package = Open("BudgetGen");
        Assert.Equal(
            [
                "README.md", "analyzers/dotnet/cs/Budget.Generator.CodeFixes.dll", "analyzers/dotnet/cs/Budget.Generator.dll",
                .. Directory.GetFiles(Path.Combine(Repository.Source("Budget.Generator"), "buildTransitive")).Select(static path => "build/" + Path.GetFileName(path)).Order(StringComparer.Ordinal),
                .. Directory.GetFiles(Path.Combine(Repository.Source("Budget.Generator"), "buildTransitive")).Select(static path => "buildTransitive/" + Path.GetFileName(path)).Order(StringComparer.Ordinal),
                "icon.png", "lib/net10.0/_._",
            ],
            Contents(package));
        Assert.Equal(["BudgetGen.Attributes", "BudgetGen.Runtime", "BudgetGen.Sqlite"], Dependencies(package));
    }

    [Fact]
    public void What_the_compiler_loads_is_built_on_the_oldest_compiler_that_is_supported()
    {
        using ZipArchive package = Open("BudgetGen");
        foreach (string name in (string[])["Budget.Generator", "Budget.Generator.CodeFixes"])
        {
            using var bytes = new MemoryStream();
            using (Stream stream = package.GetEntry($"analyzers/dotnet/cs/{name}.dll")!.Open())
                stream.CopyTo(bytes);
            bytes.Position = 0;
            using var file = new PEReader(bytes);
            MetadataReader reader = file.GetMetadataReader();
            AssemblyReference[] compiler = [.. reader.AssemblyReferences.Select(reader.GetAssemblyReference)
                .Where(reference => reader.GetString(reference.Name).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))];
            Assert.NotEmpty(compiler);
            Assert.All(compiler, static reference => Assert.Equal(new Version(4, 14, 0, 0), reference.Version));
        }
    }

    [Fact]
    public void Every_package_says_what_it_is_where_it_comes_from_and_under_which_licence() => Assert.All(s_ids, id =>
    {
        using ZipArchive package = Open(id);
        XElement metadata = Metadata(package);
        XNamespace schema = metadata.Name.Namespace;
        Assert.Equal("MIT", metadata.Element(schema + "license")?.Value);
        Assert.Equal("README.md", metadata.Element(schema + "readme")?.Value);
        Assert.Equal("icon.png", metadata.Element(schema + "icon")?.Value);
        Assert.Equal("https://github.com/budgetgen/budgetgen", metadata.Element(schema + "projectUrl")?.Value);
        Assert.Equal("https://github.com/budgetgen/budgetgen", metadata.Element(schema + "repository")?.Attribute("url")?.Value);
        Assert.Contains("llm", metadata.Element(schema + "tags")!.Value, StringComparison.Ordinal);
        Assert.NotNull(package.GetEntry("README.md"));
        Assert.NotNull(package.GetEntry("icon.png"));
    });

    [Fact]
    public void The_work_of_others_is_named_where_it_is_shipped() => Assert.All((string[])["BudgetGen.Runtime", "BudgetGen.Cli"], id =>
    {
        using ZipArchive package = Open(id);
        Assert.NotNull(package.GetEntry("THIRD-PARTY-NOTICES.md"));
    });

    /// <summary>On a package's page there is nothing beside the text.</summary>
    [Fact]
    public void The_text_of_the_packages_has_no_relative_links()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Source("Budget.Package"), "README.md"));
        string[] links = [.. text.Split("](")[1..].Select(static rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)])];
        Assert.NotEmpty(links);
        Assert.All(links, static link => Assert.StartsWith("https://", link, StringComparison.Ordinal));
    }

    private static string[] Contents(ZipArchive package) => [.. package.Entries.Select(static entry => entry.FullName)
        .Where(static name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml" && !name.EndsWith(".nuspec", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    private static string[] Dependencies(ZipArchive package) =>
        [.. Metadata(package).Descendants().Where(static element => element.Name.LocalName == "dependency").Select(static element => element.Attribute("id")!.Value).Order(StringComparer.Ordinal)];

    private static XElement Metadata(ZipArchive package)
    {
        using Stream nuspec = package.Entries.Single(static entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(nuspec).Root!.Elements().Single();
    }

    private ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(packages.Feed, $"{id}.{Packages.Version}.nupkg"));
}
