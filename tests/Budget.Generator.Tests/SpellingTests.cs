using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>Names that the text shows in another way than they are meant: attributes and methods are found all the same.</summary>
public class SpellingTests
{
    private const string Story = "open Bot.Ask user=ann|begin Bot.Ask prompt=2 scope=Bot.Ask|end text 2|close Bot.Ask";

    [Theory]
    [InlineData("its own name", "", "TrackLlmCall", "Ask")]
    [InlineData("the attribute's whole name", "", "global::BudgetGen.TrackLlmCallAttribute", "Ask")]
    [InlineData("a namespace's alias", "using B = BudgetGen;", "B::TrackLlmCall", "Ask")]
    [InlineData("an alias", "using Track = BudgetGen.TrackLlmCallAttribute;", "Track", "Ask")]
    [InlineData("an alias that ends as attributes do", "using TrackAttribute = BudgetGen.TrackLlmCallAttribute;", "Track", "Ask")]
    [InlineData("an alias of everybody's", "global using Track = global::BudgetGen.TrackLlmCallAttribute;", "Track", "Ask")]
    [InlineData("code points", "", "Track\\u004clmCall", "\\u0041sk")]
    [InlineData("an alias by code points", "using Track = BudgetGen.Track\\U0000004clmCallAttribute;", "Track", "Ask")]
    [InlineData("characters of layout", "", "Track\u200DLlmCall", "A\u00ADs\u200Bk")]
    [InlineData("verbatim", "", "@TrackLlmCallAttribute", "@Ask")]
    public void Names_are_found_however_they_are_spelled(string way, string imports, string attribute, string method)
    {
        Ran ran = Twice.Run($$"""
            {{imports}}
            public class Bot { [{{attribute}}(User = "{user}")] public string Ask(string user, string text) => text; }
            public static class Test { public static object? Run() => new Bot().{{method}}("ann", "hi"); }
            """);
        Assert.True(ran.Story == Story.Replace('|', '\n'), $"{way}: {ran.Story}");
    }

    [Theory]
    [InlineData("using Wrap = BudgetGen.GenerateTrackedDecoratorAttribute; [Wrap] public interface IBot { [TrackLlmCall] string Ask(string text); }")]
    [InlineData("[Generate\\u0054rackedDecorator] public partial interface IBot { [TrackLlmCall] string Ask(string text); } public partial interface IBot { }")]
    [InlineData("[assembly: BudgetGen.GenerateTrackedDecorator(typeof(IBot))] public interface IBot { [TrackLlmCall] string Ask(string text); }")]
    [InlineData("using Wrap = BudgetGen.GenerateTrackedDecoratorAttribute; [assembly: Wrap(typeof(IBot))] public interface IBot { [TrackLlmCall] string Ask(string text); }")]
    public void So_are_decorators(string source)
    {
        GeneratorDriver driver = Generated.Driver(Sources.Options()).RunGenerators(Sources.Compile([Sources.Tree(source, "Bot.cs")]));
        Assert.Contains(driver.GetRunResult().Results.Single().GeneratedSources, static file => file.SourceText.ToString().Contains("class TrackedBot", StringComparison.Ordinal));
    }
}
