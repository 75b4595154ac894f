using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN011: a model that is known, and has no price today or from its provider.</summary>
public class BGN011Tests
{
    private const string Id = "BGN011";

    private static Program With(string line) => Program.Of("") with
    {
        EditorConfig = "[*.cs]\nbudgetgen.today = 2026-11-22",
        AdditionalFiles = [("/src/App/own.json", $$"""{ "schema": "budgetgen-prices/1", "version": "1", "prices": [{ "id": "acme/x", "provider": "acme", "model": "acme-x"{{line}} }] }""")],
    };

    [Fact]
    public async Task A_provider_that_does_not_sell_the_model_is_reported()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, "using BudgetGen; class C { [TrackLlmCall([|\"gpt-4o-mini\"|], Provider = \"groq\")] string M() => \"\"; }"));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.StartsWith("The model 'gpt-4o-mini' has no price from the provider 'groq', so nobody knows what its calls cost; price books have it from openai", found.Message(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("azure.ai.openai")]
    [InlineData("{provider}")]
    public Task A_provider_that_sells_it_is_not(string provider) =>
        Verify.Nothing($"using BudgetGen; class C {{ [TrackLlmCall(\"gpt-4o-mini\", Provider = \"{provider}\")] string M(string provider) => \"\"; }}");

    [Theory]
    [InlineData(", \"effective_from\": \"2026-12-01\"", "has no price before 2026-12-01")]
    [InlineData(", \"effective_to\": \"2026-11-22\"", "has no price since 2026-11-22")]
    public async Task A_price_of_another_time_is_none(string dates, string message) =>
        Assert.Contains(message, Assert.Single(await Verify.Reports(Id, "class C { object M() => new ChatClient([|\"acme-x\"|], \"key\"); }", With(dates))).Message(), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(", \"effective_from\": \"2026-11-22\"")]
    [InlineData(", \"effective_to\": \"2026-11-23\"")]
    public Task A_price_of_today_is_one(string dates) => Verify.Nothing(With(dates) with { Files = [("Program.cs", "class C { object M() => new ChatClient(\"acme-x\", \"key\"); }")] });

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing("""
        #pragma warning disable BGN011
        using BudgetGen;
        class C { [TrackLlmCall("gpt-4o-mini", Provider = "groq")] string M() => ""; }
        """);
}
