using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN040: an [LlmMethod] whose type or method is not there.</summary>
public class BGN040Tests
{
    private const string Id = "BGN040";

    private const string Bot = "public class Base { public string Tell(string text) => text; } public class Bot : Base { public string Ask(string text) => text; }";

    [Theory]
    [InlineData("typeof(Bot), [|\"Asks\"|]", "'Bot' has no method 'Asks'; did you mean 'Ask'?")]
    [InlineData("typeof(Bot), [|\"Nothing\"|]", "'Bot' has no method 'Nothing'")]
    [InlineData("[|\"Acme.Bot\"|], \"Ask\"", "there is no type 'Acme.Bot' here; write its full metadata name, such as \"Acme.Client`1\"")]
    [InlineData("method: [|\"Asks\"|], type: typeof(Bot)", "'Bot' has no method 'Asks'; did you mean 'Ask'?")]
    public async Task A_name_that_means_nothing_is_reported_where_it_stands(string arguments, string message)
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, $"using BudgetGen;\n[assembly: LlmMethod({arguments}, Model = \"m\")]\n{Bot}"));
        Assert.Equal(DiagnosticSeverity.Error, found.Severity);
        Assert.Equal("[LlmMethod] names no method: " + message, found.Message());
    }

    [Theory]
    [InlineData("typeof(Bot), nameof(Bot.Ask)")]
    [InlineData("\"Bot\", \"Ask\"")]
    [InlineData("typeof(Bot), \"Tell\"")]
    [InlineData("method: \"Ask\", type: typeof(Bot)")]
    public Task Names_that_mean_something_are_not(string arguments) => Verify.Nothing($"using BudgetGen;\n[assembly: LlmMethod({arguments}, Model = \"m\")]\n{Bot}");
}
