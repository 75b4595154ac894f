using System.Xml.Linq;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>The property BudgetTrackAll: every known SDK call of a project is tracked, without any attribute.</summary>
public class TrackAllTests
{
    private const string Program = """
        public class Bot
        {
            public object Ask(OpenAI.Chat.ChatClient client) => client.CompleteChat("x");
            [BudgetIgnore("why")] public object Skip(OpenAI.Chat.ChatClient client) => client.CompleteChat("x");
            [TrackLlmCall(Project = "p")] public object Own(OpenAI.Chat.ChatClient client) => client.CompleteChat("x");
        }
        [BudgetIgnore("why")] public class Other { public object Ask(OpenAI.Chat.ChatClient client) => client.CompleteChat("x"); }
        """;

    [Theory]
    [InlineData("true", true)]
    [InlineData(" True ", true)]
    [InlineData("false", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void The_property_tracks_what_no_attribute_ignores(string? value, bool isOn)
    {
        CSharpCompilation compilation = Sources.Compile(Program);
        GeneratorDriver driver = Generated.Driver(Sources.Options(), BuildProperties.Of(value)).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        string text = Text(driver);
        Assert.Equal(isOn, text.Contains("Meters ChatClient.CompleteChat in Bot.Ask.", StringComparison.Ordinal));
        Assert.Contains("Meters ChatClient.CompleteChat in Bot.Own.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Bot.Skip", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Other", text, StringComparison.Ordinal);
        Emitted.Image((CSharpCompilation)output);
    }

    [Fact]
    public void Turning_it_on_and_off_binds_again_what_was_kept()
    {
        CSharpCompilation compilation = Sources.Compile(Program);
        GeneratorDriver driver = Generated.Driver(Sources.Options()).RunGenerators(compilation);
        string off = Text(driver);
        driver = driver.WithUpdatedAnalyzerConfigOptions(BuildProperties.Of("true")).RunGenerators(compilation);
        string on = Text(driver);
        Assert.NotEqual(off, on);
        Assert.Equal(Text(Generated.Driver(Sources.Options(), BuildProperties.Of("true")).RunGenerators(Sources.Compile(Program))), on);
        Assert.Equal(off, Text(driver.WithUpdatedAnalyzerConfigOptions(BuildProperties.Of("false")).RunGenerators(compilation)));
    }

    [Fact]
    public void The_package_makes_the_property_visible_to_the_compiler()
    {
        string targets = Path.Combine(BudgetGen.Testing.Repository.Root, "src", "Budget.Generator", "buildTransitive", "BudgetGen.targets");
        Assert.Contains(XDocument.Load(targets).Descendants("CompilerVisibleProperty"), static property => property.Attribute("Include")!.Value == KnownNames.TrackAllProperty);
    }

    private static string Text(GeneratorDriver driver) => string.Join("\n", driver.GetRunResult().Results.Single().GeneratedSources.Select(static source => source.SourceText.ToString()));
}
