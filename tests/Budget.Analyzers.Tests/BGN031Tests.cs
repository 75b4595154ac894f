using BudgetGen.Analyzers.Tests.Harness;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN031: a decorator whose name cannot be used.</summary>
public class BGN031Tests
{
    private const string Id = "BGN031";
    private const string Member = "{ [TrackLlmCall(\"m\")] string Ask(string text); }";

    [Theory]
    [InlineData("namespace N { [[|GenerateTrackedDecorator|]] public interface IBot " + Member + " public class TrackedBot { } }", "there is another type 'TrackedBot' in the namespace; give the decorator another name")]
    [InlineData("[[|GenerateTrackedDecorator(Name = \"Bot\")|]] public interface IBot<T> " + Member + " public class Bot<T> { }", "there is another type 'Bot'")]
    [InlineData("[[|GenerateTrackedDecorator(Name = \"not a name\")|]] public interface IBot " + Member, "'not a name' cannot be the name of a class")]
    [InlineData("[[|GenerateTrackedDecorator(Name = \"class\")|]] public interface IBot " + Member, "'class' cannot be the name of a class")]
    public async Task A_name_that_is_taken_or_none_is_reported(string text, string message) =>
        Assert.Contains(message, Assert.Single(await Verify.Reports(Id, "using BudgetGen;\n" + text)).Message(), StringComparison.Ordinal);

    [Theory]
    [InlineData("namespace N { [GenerateTrackedDecorator] public interface IBot " + Member + " public class TrackedBot<T> { } } public class TrackedBot { }")]
    [InlineData("[GenerateTrackedDecorator(Name = \"Budgeted\")] public interface IBot " + Member + " public class TrackedBot { }")]
    public Task A_free_name_is_not(string text) => Verify.Nothing("using BudgetGen;\n" + text);
}
