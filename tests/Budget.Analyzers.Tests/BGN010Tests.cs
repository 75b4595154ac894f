using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN010: a model that is out of service.</summary>
public class BGN010Tests
{
    private const string Id = "BGN010";

    private static Program On(string day) => Program.Of("") with { EditorConfig = $"[*.cs]\nbudgetgen.today = {day}" };

    [Fact]
    public async Task A_model_is_reported_from_the_day_on_which_it_was_retired()
    {
        const string Code = "using BudgetGen; class C { [TrackLlmCall([|\"claude-3-7-sonnet-20250219\"|])] string M() => \"\"; }";
        Diagnostic found = Assert.Single(await Verify.Reports(Id, Code, On("2026-02-19")));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal(
            "'claude-3-7-sonnet-20250219' was retired by anthropic on 2026-02-19: calls of it fail, or another model at another price answers them; name one that is in service",
            found.Message());

        await Verify.Reports(Id, Code.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal), On("2026-02-18"));
    }

    [Fact]
    public async Task Without_a_setting_the_day_is_that_of_the_book() =>
        Assert.Single(await Verify.Reports(Id, "class C { object M() => new Microsoft.Extensions.AI.ChatOptions { ModelId = [|\"claude-3-7-sonnet-20250219\"|] }; }"));

    [Fact]
    public Task A_price_file_of_the_project_may_say_otherwise() => Verify.Nothing(
        Program.Of("using BudgetGen; class C { [TrackLlmCall(\"claude-3-7-sonnet-20250219\")] string M() => \"\"; }") with
        {
            AdditionalFiles = [("/src/App/own.json", """{ "schema": "budgetgen-prices/1", "version": "1", "prices": [{ "id": "anthropic/claude-3-7-sonnet-20250219", "provider": "anthropic", "model": "claude-3-7-sonnet-20250219" }] }""")],
        });

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing("""
        #pragma warning disable BGN010
        class C { object M() => new ChatClient("claude-3-7-sonnet-20250219", "key"); }
        """);
}
