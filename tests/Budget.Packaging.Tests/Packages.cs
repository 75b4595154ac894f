using System.IO.Compression;
using System.Reflection;

[assembly: AssemblyFixture(typeof(BudgetGen.Packaging.Tests.Packages))]

namespace BudgetGen.Packaging.Tests;

/// <summary>All packages of this checkout, packed once, in a folder that serves as a feed; beside it a cache of packages that begins empty, and room for projects.</summary>
public sealed class Packages : IAsyncLifetime
{
    /// <summary>The configuration that the tests were built in: what was built is what is packed.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    public static string Version { get; } = Metadata("Version");

    public string Root { get; } = Directory.CreateTempSubdirectory("budgetgen-packages-").FullName;

    public string Feed => Path.Combine(Root, "feed");

    public string Cache => Path.Combine(Root, "cache");

    internal Run Packing { get; private set; } = null!;

    /// <summary>A new folder, in which projects find the feed beside the machine's own sources.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Feed);
        await File.WriteAllTextAsync(Path.Combine(Root, "Directory.Build.props"), $"""
            <Project>
              <PropertyGroup>
                <RestoreAdditionalProjectSources>{Feed}</RestoreAdditionalProjectSources>
                <NuGetAudit>false</NuGetAudit>
                <!-- No compiler server that would outlive the build. -->
                <UseSharedCompilation>false</UseSharedCompilation>
                <UseRazorBuildServer>false</UseRazorBuildServer>
              </PropertyGroup>
            </Project>
            """);
        Packing = (await Dotnet.RunAsync(
            this, Repository.Root, "pack", "BudgetGen.sln", "-c", Configuration, "--no-build", "-o", Feed, "-m:1", "-nodeReuse:false", "--nologo", "-v", "minimal")).Succeeded();
        await PackDependentAsync();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A library in a package, as `dotnet pack` describes one that references BudgetGen: no analyzers and no build files are asked for.</summary>
    private async Task PackDependentAsync()
    {
        await using ZipArchive package = await ZipFile.OpenAsync(Path.Combine(Feed, "Company.Prompts.1.0.0.nupkg"), ZipArchiveMode.Create);
        package.CreateEntry("lib/net10.0/_._");
        await using var writer = new StreamWriter(await package.CreateEntry("Company.Prompts.nuspec").OpenAsync());
        await writer.WriteAsync($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>Company.Prompts</id>
                <version>1.0.0</version>
                <authors>The company</authors>
                <description>A library that uses BudgetGen.</description>
                <dependencies>
                  <group targetFramework="net10.0">
                    <dependency id="BudgetGen" version="{Version}" exclude="Build,Analyzers" />
                  </group>
                </dependencies>
              </metadata>
            </package>
            """);
    }

    private static string Metadata(string key) =>
        typeof(Packages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == key).Value!;
}
