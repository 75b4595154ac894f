using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Xml.Linq;

namespace BudgetGen.Packaging.Tests;

/// <summary>Whoever debugs into a package finds its lines: symbols beside each library, and in them the address of its sources.</summary>
public sealed class SymbolTests(Packages packages)
{
    private const string Remote = "https://github.com/somebody/fork";

    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    /// <summary>The whole of each library's symbols is there, and of this very build: a debugger compares the two ids.</summary>
    [Theory]
    [InlineData("BudgetGen.Attributes", "lib/netstandard2.0/Budget.Attributes")]
    [InlineData("BudgetGen.Runtime", "lib/net10.0/Budget.Runtime")]
    [InlineData("BudgetGen.Sqlite", "lib/net10.0/Budget.Store.Sqlite")]
    [InlineData("BudgetGen.Cli", "tools/net10.0/any/Budget.Cli")]
    public void Each_symbol_package_holds_the_portable_symbols_of_its_library(string id, string library)
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(packages.Feed, $"{id}.{Packages.Version}.nupkg"));
        using ZipArchive symbols = ZipFile.OpenRead(Path.Combine(packages.Feed, $"{id}.{Packages.Version}.snupkg"));
        using var assembly = new PEReader(Bytes(package, library + ".dll"));
        CodeViewDebugDirectoryData expected = assembly.ReadCodeViewDebugDirectoryData(assembly.ReadDebugDirectory().Single(static entry => entry.Type == DebugDirectoryEntryType.CodeView && entry.IsPortableCodeView));

        // Throws for what is not the portable form.
        using var provider = MetadataReaderProvider.FromPortablePdbStream(Bytes(symbols, library + ".pdb"));
        MetadataReader reader = provider.GetMetadataReader();
        Assert.Equal(expected.Guid, new BlobContentId(reader.DebugMetadataHeader!.Id).Guid);
        Assert.NotEmpty(reader.Documents);
    }

    /// <summary>A project of this checkout, packed where the remote is one of GitHub's: this machine's checkout may have none.</summary>
    [Fact]
    public async Task Packed_from_a_clone_a_package_says_its_commit_and_its_symbols_lead_to_the_sources()
    {
        string clone = await CloneAsync();
        string commit = (await GitAsync(clone, "rev-parse", "HEAD")).Output.Trim();
        (await Dotnet.RunAsync(
            packages, clone, "pack", "src/Budget.Attributes", "-o", "out", "-p:ContinuousIntegrationBuild=true", "-p:UseSharedCompilation=false", "-m:1", "-nodeReuse:false", "--nologo", "-v", "minimal")).Succeeded();

        using ZipArchive package = ZipFile.OpenRead(Path.Combine(clone, "out", $"BudgetGen.Attributes.{Packages.Version}.nupkg"));
        using Stream nuspec = package.GetEntry("BudgetGen.Attributes.nuspec")!.Open();
        XElement repository = XDocument.Load(nuspec).Descendants().Single(static element => element.Name.LocalName == "repository");
        Assert.Equal("git", repository.Attribute("type")?.Value);
        Assert.Equal("https://github.com/budgetgen/budgetgen", repository.Attribute("url")?.Value);
        Assert.Equal(commit, repository.Attribute("commit")?.Value);

        using ZipArchive symbols = ZipFile.OpenRead(Path.Combine(clone, "out", $"BudgetGen.Attributes.{Packages.Version}.snupkg"));
        using var provider = MetadataReaderProvider.FromPortablePdbStream(Bytes(symbols, "lib/netstandard2.0/Budget.Attributes.pdb"));
        MetadataReader reader = provider.GetMetadataReader();
        CustomDebugInformation map = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Single(information => reader.GetGuid(information.Kind) == s_sourceLink);
        using var json = JsonDocument.Parse(reader.GetBlobBytes(map.Value));
        JsonProperty address = Assert.Single(json.RootElement.GetProperty("documents").EnumerateObject());
        Assert.Equal($"{Remote.Replace("github.com", "raw.githubusercontent.com", StringComparison.Ordinal)}/{commit}/*", address.Value.GetString());

        // No path of the machine that packed it, and a file of ours among them.
        string[] documents = [.. reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))];
        string root = address.Name.TrimEnd('*');
        Assert.All(documents, document => Assert.StartsWith(root, document, StringComparison.Ordinal));
        Assert.Contains(root + "src/Budget.Attributes/TrackLlmCallAttribute.cs", documents);
        Assert.DoesNotContain(packages.Root, root, StringComparison.Ordinal);
    }

    /// <summary>What the project needs of this checkout, as it is now, committed to a repository of its own.</summary>
    private async Task<string> CloneAsync()
    {
        string clone = packages.Folder("clone");
        string attributes = Repository.Source("Budget.Attributes");
        IEnumerable<string> files = Directory.EnumerateFiles(attributes, "*", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(attributes, path).Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
            .Concat(((string[])["Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", ".editorconfig", ".gitignore", "src/Directory.Build.props", "src/Budget.Package/README.md", "src/Budget.Package/icon.png"])
                .Select(static path => Path.Combine(Repository.Root, path)));
        foreach (string file in files)
        {
            string target = Path.Combine(clone, Path.GetRelativePath(Repository.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        await GitAsync(clone, "init", "--quiet");
        await GitAsync(clone, "remote", "add", "origin", Remote + ".git");
        await GitAsync(clone, "add", ".");
        await GitAsync(clone, "-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", "All");
        return clone;
    }

    private async Task<Run> GitAsync(string folder, params string[] arguments) => (await Dotnet.ExecuteAsync(packages, "git", folder, arguments)).Succeeded();

    private static MemoryStream Bytes(ZipArchive archive, string name)
    {
        ZipArchiveEntry? entry = archive.GetEntry(name);
        Assert.True(entry is not null, $"{name} is none of {string.Join(", ", archive.Entries.Select(static one => one.FullName))}");
        using Stream stream = entry.Open();
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        bytes.Position = 0;
        return bytes;
    }
}
