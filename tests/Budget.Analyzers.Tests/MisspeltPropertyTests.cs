using System.Diagnostics;

namespace BudgetGen.Analyzers.Tests;

/// <summary>A word that a property of ours does not know stops the build, and the message says which property, which word, and what to write.</summary>
public class MisspeltPropertyTests
{
    [Theory]
    [InlineData("BudgetTrackAll", "ture", "BudgetTrackAll is 'ture', which is neither true nor false: write true to track every known LLM call of the project, false or nothing to track what attributes mark.")]
    [InlineData("BudgetTrackAll", "yes", "BudgetTrackAll is 'yes', which is neither true nor false")]
    [InlineData("BudgetTrackAll", "off", "BudgetTrackAll is 'off', which is neither true nor false")]
    [InlineData("BudgetTrackAll", "true;false", "BudgetTrackAll is 'true;false', which is neither true nor false")]
    [InlineData("BudgetTrackAll", "it's 100% $(On)", "BudgetTrackAll is 'it's 100% ', which is neither true nor false")]
    [InlineData("BudgetInventory", "none", "BudgetInventory is 'none', which is neither true nor false: write false to leave the inventory out, true or nothing to write it.")]
    [InlineData("BudgetGenAllowOldCompiler", "1", "BudgetGenAllowOldCompiler is '1', which is neither true nor false: write true to make CS9057 a warning again, false or nothing to keep it an error.")]
    [InlineData("BudgetAnalysis", "strickt", "BudgetAnalysis is 'strickt', which is none of default, strict, all-errors and none: write one of them, or nothing, which is default.")]
    public void An_unknown_word_stops_the_build(string property, string value, string message)
    {
        (int exitCode, string output) = Build(property, value);
        Assert.Equal(1, exitCode);
        Assert.Contains("error : " + message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("compiled", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BudgetTrackAll", "True")]
    [InlineData("BudgetTrackAll", "\n  false\n")]
    [InlineData("BudgetTrackAll", "")]
    [InlineData("BudgetInventory", " FALSE ")]
    [InlineData("BudgetInventory", "no")]
    [InlineData("BudgetGenAllowOldCompiler", "true")]
    [InlineData("BudgetAnalysis", " All-Errors ")]
    [InlineData("BudgetAnalysis", "default")]
    public void A_known_word_is_taken_in_any_case_and_with_blanks_around_it(string property, string value)
    {
        (int exitCode, string output) = Build(property, value);
        Assert.True(exitCode == 0, output);
        Assert.Contains("compiled", output, StringComparison.Ordinal);
    }

    /// <summary>Builds a project that imports our targets and whose compiler only says that it ran.</summary>
    private static (int ExitCode, string Output) Build(string property, string value)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("budgetgen-property-");
        try
        {
            string project = Path.Combine(directory.FullName, "App.proj");
            File.WriteAllText(project, $"""
                <Project>
                  <PropertyGroup><{property}>{value}</{property}></PropertyGroup>
                  <Import Project="{Path.Combine(CatalogueTests.Root, "src", "Budget.Generator", "buildTransitive", "BudgetGen.targets")}" />
                  <Target Name="CoreCompile"><Message Importance="high" Text="compiled" /></Target>
                </Project>
                """);
            using var msbuild = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", project, "-nologo", "-t:CoreCompile", "-nodeReuse:false"]) { RedirectStandardOutput = true, WorkingDirectory = directory.FullName })!;
            string output = msbuild.StandardOutput.ReadToEnd();
            msbuild.WaitForExit();
            return (msbuild.ExitCode, output);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
