using System.Text.RegularExpressions;

namespace BudgetGen.Packaging.Tests;

/// <summary>Projects as people have them, built from the packages and run: each says at its end what the ledger booked. One call costs $0.00075.</summary>
public sealed partial class ConsumerTests(Packages packages, Consumers consumers) : IClassFixture<Consumers>
{
    [Fact]
    public async Task A_project_with_the_package_is_metered_without_any_further_line()
    {
        Assert.Empty(consumers.Complaints("Direct"));
        await SpentAsync("Direct", "alice spent $0.00075", "bob spent $0.00075");
    }

    [Theory]
    [InlineData("Direct", "tracked")]
    [InlineData("ThroughLibrary", "untracked")]
    public void The_build_of_a_project_with_the_package_lists_its_calls(string project, string status)
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(consumers.Folder, project, "obj"), "llm-calls.*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.Equal(["llm-calls.json", "llm-calls.sarif"], files.Select(Path.GetFileName));
        Assert.Contains($"\"status\": \"{status}\"", File.ReadAllText(files[0]), StringComparison.Ordinal);
    }

    /// <summary>Without BudgetTrackAll the call would be BGN001, and without BudgetAnalysis nobody would hear of a missing reason.</summary>
    [Fact]
    public async Task The_properties_of_a_project_reach_the_compiler_from_the_package()
    {
        Assert.Contains("warning BGN017", Assert.Single(consumers.Complaints("Properties")), StringComparison.Ordinal);
        string inventory = File.ReadAllText(Assert.Single(Directory.EnumerateFiles(Path.Combine(consumers.Folder, "Properties", "obj"), "llm-calls.json", SearchOption.AllDirectories)));
        Assert.Contains("\"status\": \"tracked\"", inventory, StringComparison.Ordinal);
        Assert.Contains("\"status\": \"ignored\"", inventory, StringComparison.Ordinal);
        Assert.DoesNotContain("\"status\": \"untracked\"", inventory, StringComparison.Ordinal);
        await SpentAsync("Properties", "alice spent $0.00075");
    }

    [Fact]
    public async Task A_project_that_only_references_a_library_with_the_package_is_metered_and_warned_too()
    {
        Assert.Contains("BGN001", Assert.Single(consumers.Complaints("ThroughLibrary")), StringComparison.Ordinal);
        await SpentAsync("ThroughLibrary", "alice spent $0.00075", "bob spent $0.00075");
    }

    [Fact]
    public async Task A_project_that_references_a_packed_library_is_metered_and_warned_too()
    {
        Assert.Contains("BGN001", Assert.Single(consumers.Complaints("ThroughPackage")), StringComparison.Ordinal);
        await SpentAsync("ThroughPackage", "bob spent $0.00075");
    }

    [Fact]
    public async Task A_library_that_keeps_the_package_to_itself_fails_when_it_is_called()
    {
        Run run = await consumers.RunAsync("ThroughPrivateLibrary");
        Assert.Contains(run.Lines, static line => line is "missing Budget.Runtime" or "missing Budget.Attributes");
        Assert.DoesNotContain("answered", run.Lines);
    }

    [Fact]
    public async Task Other_generators_that_intercept_calls_go_on_doing_so()
    {
        Assert.Empty(consumers.Complaints("BesideOthers"));
        string[] generated = [.. Directory.EnumerateFiles(Path.Combine(consumers.Folder, "BesideOthers", "obj", "Generated"), "*.cs", SearchOption.AllDirectories)
            .Where(static path => InterceptedCall().IsMatch(File.ReadAllText(path)))
            .Select(static path => Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path)))!).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["Budget.Generator", "Microsoft.AspNetCore.Http.RequestDelegateGenerator", "Microsoft.Extensions.Configuration.Binder.SourceGeneration"], generated);
        await SpentAsync("BesideOthers", "hello to you", "alice spent $0.00075");
    }

    [Fact]
    public async Task The_oldest_language_that_has_interceptors_is_enough()
    {
        Assert.Empty(consumers.Complaints("OldLanguage"));
        await SpentAsync("OldLanguage", "alice spent $0.00075");
    }

    [Fact]
    public async Task A_razor_page_is_told_that_its_call_is_not_seen_and_the_code_that_it_calls_is_metered()
    {
        string[] complaints = consumers.Complaints("Razor");
        Assert.All(complaints, static complaint => Assert.Contains("BGN003", complaint, StringComparison.Ordinal));
        Assert.Equal(2, complaints.Length);
        Assert.Contains(complaints, static complaint => complaint.Contains("Answer.razor(14,", StringComparison.Ordinal));
        Assert.Contains(complaints, static complaint => complaint.Contains("Ask.cshtml(5,", StringComparison.Ordinal));
        await SpentAsync("Razor", "alice spent $0.00", "bob spent $0.00075");
    }

    [Fact]
    public async Task A_generator_that_the_compiler_does_not_load_stops_the_build_unless_it_is_allowed()
    {
        Run refused = await Dotnet.BuildAsync(packages, Path.Combine(consumers.Folder, "Refused"));
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(refused.Complaints, static line => line.Contains("error CS9057", StringComparison.Ordinal));
        Assert.Contains("warning CS9057", Assert.Single(consumers.Complaints("Allowed")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trimmed_program_has_no_warning_and_is_metered()
    {
        string folder = Path.Combine(consumers.Folder, "Trimmed");
        Run publish = (await Dotnet.PublishAsync(packages, folder, "--use-current-runtime", "-c", "Release", "-o", "out")).Succeeded();
        Assert.Empty(publish.Complaints);
        string program = Path.Combine(folder, "out", OperatingSystem.IsWindows() ? "Trimmed.exe" : "Trimmed");
        Run run = (await Dotnet.ExecuteAsync(packages, program, folder)).Succeeded();
        Assert.Equal(["hello to you", "hello to you", "alice spent $0.00075", "bob spent $0.00075"], run.Lines.Where(static line => line.Length > 0));
    }

    private async Task SpentAsync(string project, params string[] expected)
    {
        Run run = await consumers.RunAsync(project);
        Assert.All(expected, line => Assert.Contains(line, run.Lines));
    }

    /// <summary>Generators write the attribute with and without its last word.</summary>
    [GeneratedRegex(@"InterceptsLocation(Attribute)?\(\d")]
    private static partial Regex InterceptedCall();
}
