using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.CodeFixes;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN009: a model that no price book knows.</summary>
public class BGN009Tests
{
    private const string Id = "BGN009";

    private static readonly Fixing _fix = new(new ModelNameFix());

    [Fact]
    public async Task A_misprint_is_reported_with_the_nearest_name()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """
            using BudgetGen;
            class C
            {
                [TrackLlmCall("[|gpt-4o-mni|]", "{userId}")]
                string Ask(string userId) => "";
            }
            """));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal(
            "No price book knows the model 'gpt-4o-mni', so nobody knows what its calls cost; did you mean 'gpt-4o-mini'? Otherwise add a price file with it to AdditionalFiles",
            found.Message());
    }

    [Theory]
    [InlineData("object M() => new ChatClient([|\"acme-xxl-9000\"|], \"key\");")]
    [InlineData("ChatClient M() => new([|\"acme-xxl-9000\"|], \"key\");")]
    [InlineData("ChatClient _c = new([|\"acme-xxl-9000\"|], \"key\");")]
    [InlineData("object M() => new OpenAI.Chat.ChatClient(model: [|\"acme-xxl-9000\"|], apiKey: \"key\");")]
    [InlineData("object M(OpenAI.OpenAIClient c) => c.GetChatClient([|\"acme-xxl-9000\"|]);")]
    [InlineData("object M(OpenAI.OpenAIClient c) => c.GetEmbeddingClient([|\"acme-xxl-9000\"|]);")]
    [InlineData("object M() => new OpenAI.Images.ImageClient([|\"acme-xxl-9000\"|], \"key\");")]
    [InlineData("const string Name = \"acme-xxl-9000\"; object M() => new ChatClient([|Name|], \"key\");")]
    [InlineData("object M() => new Anthropic.Models.Messages.MessageCreateParams { MaxTokens = 1, Messages = [], Model = [|\"acme-xxl-9000\"|] };")]
    [InlineData("object M() => new Microsoft.Extensions.AI.ChatOptions { ModelId = [|\"acme-xxl-9000\"|] };")]
    [InlineData("void M(Microsoft.Extensions.AI.ChatOptions o) => o.ModelId = [|\"acme-xxl-9000\"|];")]
    [InlineData("object M(Anthropic.AnthropicClient c) => Microsoft.Extensions.AI.AnthropicClientExtensions.AsIChatClient(c, [|\"acme-xxl-9000\"|]);")]
    public Task It_is_found_wherever_a_model_is_named(string member) => Verify.Reports(Id, $"class C {{ {member} }}");

    [Theory]
    [InlineData("[TrackLlmCall(\"gpt-4o-mini\")] string M() => \"\";")]
    [InlineData("[TrackLlmCall(\"GPT-4o \")] string M() => \"\";")]
    [InlineData("[TrackLlmCall(\"openai/gpt-4o\")] string M() => \"\";")]
    [InlineData("[TrackLlmCall(\"{model}\")] string M(string model) => \"\";")]
    [InlineData("[TrackLlmCall(\"gpt-{size}\")] string M(string size) => \"\";")]
    [InlineData("[TrackLlmCall(User = \"acme-xxl-9000\")] object M(ChatClient c) => c.CompleteChat(\"x\");")]
    [InlineData("object M() => new ChatClient(\"gpt-4o\", \"acme-xxl-9000\");")]
    [InlineData("object M(string model) => new ChatClient(model, \"key\");")]
    [InlineData("class Car { public string? Model { get; set; } public Car() { } public Car(string model) { } } object M() => new Car { Model = \"acme-xxl-9000\" }; object N() => new Car(model: \"acme-xxl-9000\");")]
    [InlineData("[BudgetIgnore(\"why\")] object M() => new ChatClient(\"acme-xxl-9000\", \"key\");")]
    [InlineData("object M() => new ChatClient(\"m\", \"key\");")]
    public Task What_is_known_or_no_model_is_not_reported(string member) => Verify.Nothing($"using BudgetGen; class C {{ {member} }}");

    [Theory]
    [InlineData("/src/App/own.json", """{ "schema": "budgetgen-prices/1", "version": "1", "prices": [{ "id": "acme/xxl", "provider": "acme", "model": "acme-xxl-9000" }] }""")]
    [InlineData("/src/App/own.json", """{ "schema": "budgetgen-prices/1", "version": "1", "prices": [{ "id": "acme/xxl", "provider": "acme", "model": "xxl", "match": { "equals": "ACME-XXL-9000" } }] }""")]
    [InlineData("/src/App/own.json", """{ "schema": "budgetgen-prices/1", "version": "1", "prices": [{ "id": "acme/xxl", "provider": "acme", "model": "xxl", "match": { "and": [{ "starts_with": "acme-" }, { "regex": ".*[0-9]+" }] } }] }""")]
    [InlineData("/src/App/appsettings.json", """{ "Logging": null, "Budget": { "Prices": { "Models": [{ "Model": "acme-xxl-9000", "InputPerMillion": 2.25 }] } } }""")]
    [InlineData("/src/App/appsettings.json", """{ "Budget": { "Deployments": { "prod-chat": "gpt-4o", "Acme-XXL-9000": "gpt-4o-mini", "odd": 5 } } }""")]
    public Task A_price_file_of_the_project_makes_it_known(string path, string prices) =>
        Verify.Nothing(Program.Of("class C { object M() => new ChatClient(\"acme-xxl-9000\", \"key\"); }") with { AdditionalFiles = [(path, prices)] });

    [Theory]
    [InlineData("/src/App/own.txt", """{ "schema": "budgetgen-prices/1", "version": "1", "prices": [{ "id": "acme/xxl", "provider": "acme", "model": "acme-xxl-9000" }] }""")]
    [InlineData("/src/App/own.json", """{ "schema": "budgetgen-prices/1", "version": "1", "prices": [{ "id": "acme/xxl", "provider": "acme", "model": "acme-xxl-9000" }""")]
    [InlineData("/src/App/own.json", """{ "schema": "other", "prices": [{ "id": "acme/xxl", "provider": "acme", "model": "acme-xxl-9000" }] }""")]
    public Task A_file_that_is_no_price_book_does_not(string path, string prices) =>
        Verify.Reports(Id, "class C { object M() => new ChatClient([|\"acme-xxl-9000\"|], \"key\"); }", Program.Of("") with { AdditionalFiles = [(path, prices)] });

    [Fact]
    public Task A_setting_names_models_that_are_priced_elsewhere() =>
        Verify.Nothing(Program.Of("class C { object M() => new ChatClient(\"acme-xxl-9000\", \"key\"); }") with { EditorConfig = "[*.cs]\nbudgetgen.known_models = other, ACME-xxl-9000" });

    [Fact]
    public Task The_nearest_name_is_written() => _fix.AppliesAsync(
        ModelNameFix.Key,
        "using BudgetGen; class C { [TrackLlmCall(\"gpt-4o-mni\")] string M() => \"\"; }",
        "using BudgetGen; class C { [TrackLlmCall(\"gpt-4o-mini\")] string M() => \"\"; }");

    [Fact]
    public async Task Without_a_near_name_nothing_is_offered() => Assert.Empty(await _fix.OfferedAsync("class C { object M() => new ChatClient(\"acme-xxl-9000\", \"key\"); }"));

    [Fact]
    public Task Fix_all_corrects_each() => _fix.AppliesToAllAsync(
        ModelNameFix.Key,
        [("One.cs", "class C { object M() => new ChatClient(\"gpt-4o-mni\", \"key\"); }"), ("Two.cs", "class D { object M(OpenAI.OpenAIClient c) => c.GetChatClient(\"gtp-4o\"); }")],
        [("One.cs", "class C { object M() => new ChatClient(\"gpt-4o-mini\", \"key\"); }"), ("Two.cs", "class D { object M(OpenAI.OpenAIClient c) => c.GetChatClient(\"gpt-4o\"); }")]);

    [Fact]
    public async Task An_editorconfig_sets_its_severity()
    {
        Program setting = Program.Of("") with { EditorConfig = "[*.cs]\ndotnet_diagnostic.BGN009.severity = error" };
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(await Verify.Reports(Id, "class C { object M() => new ChatClient([|\"acme-xxl-9000\"|], \"key\"); }", setting)).Severity);
    }
}
