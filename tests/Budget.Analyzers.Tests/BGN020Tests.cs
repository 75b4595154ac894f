using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN020: a client that retries by itself, made where nobody sees it.</summary>
public class BGN020Tests
{
    private const string Id = "BGN020";
    private const string Tracking = "class T { [BudgetGen.TrackLlmCall(\"m\")] void M(string text) { } }";

    [Fact]
    public async Task A_client_without_options_is_reported()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, $"class C {{ object _x = [|new ChatClient(\"m\", \"k\")|]; }} {Tracking}"));
        Assert.Equal(DiagnosticSeverity.Info, found.Severity);
        Assert.Equal(
            "This ChatClient sends failed requests again by itself, up to 4 times in all, and each may be billed: give it an HttpClient with LlmAttemptHandler, or switch its retries off",
            found.Message());
    }

    [Theory]
    [InlineData("object M() => [|new OpenAI.OpenAIClient(\"k\")|];")]
    [InlineData("object M() => [|new ChatClient(\"m\", new System.ClientModel.ApiKeyCredential(\"k\"), new OpenAI.OpenAIClientOptions())|];")]
    [InlineData("object M() => [|new ChatClient(\"m\", new System.ClientModel.ApiKeyCredential(\"k\"), new() { Endpoint = new Uri(\"http://x\") })|];")]
    [InlineData("ChatClient M() => [|new(\"m\", \"k\")|];")]
    [InlineData("object M() => [|new OpenAI.Embeddings.EmbeddingClient(\"m\", \"k\")|];")]
    [InlineData("object M() => [|new OpenAI.Responses.ResponsesClient(new System.ClientModel.ApiKeyCredential(\"k\"), new OpenAI.Responses.ResponsesClientOptions())|];")]
    [InlineData("object M() => [|new Anthropic.AnthropicClient()|];")]
    [InlineData("object M() => [|new Anthropic.AnthropicClient { ApiKey = \"k\" }|];")]
    [InlineData("object M() => [|new Anthropic.AnthropicClient(new Anthropic.Core.ClientOptions { ApiKey = \"k\" })|];")]
    public Task Clients_of_each_library_are_reported(string member) => Verify.Reports(Id, $"#pragma warning disable OPENAI001\nclass C {{ {member} }} {Tracking}");

    [Fact]
    public async Task Anthropics_clients_send_three_times_at_most() => Assert.Contains(
        "up to 3 times", Assert.Single(await Verify.Reports(Id, $"class C {{ object _x = [|new Anthropic.AnthropicClient()|]; }} {Tracking}")).Message(), StringComparison.Ordinal);

    [Theory]
    [InlineData("object M() => new ChatClient(\"m\", new System.ClientModel.ApiKeyCredential(\"k\"), new OpenAI.OpenAIClientOptions { Transport = new System.ClientModel.Primitives.HttpClientPipelineTransport(BudgetGen.LlmAttemptHandler.CreateClient()) });")]
    [InlineData("object M() => new ChatClient(\"m\", new System.ClientModel.ApiKeyCredential(\"k\"), new OpenAI.OpenAIClientOptions { RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(0) });")]
    [InlineData("object M() => new Anthropic.AnthropicClient { HttpClient = BudgetGen.LlmAttemptHandler.CreateClient() };")]
    [InlineData("object M() => new Anthropic.AnthropicClient(new Anthropic.Core.ClientOptions { MaxRetries = 0 });")]
    [InlineData("object M() => new Azure.AI.OpenAI.OpenAIClient(\"k\", new Azure.AI.OpenAI.OpenAIClientOptions { Retry = { Delay = TimeSpan.Zero, MaxRetries = 0 } });")]
    public Task Clients_with_a_transport_or_retries_of_their_own_are_left_in_peace(string member) => Verify.Nothing(Id, $"class C {{ {member} }} {Tracking}");

    [Theory]
    [InlineData("object M() => [|new ChatClient(\"m\", new System.ClientModel.ApiKeyCredential(\"k\"), new OpenAI.OpenAIClientOptions { RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(9) })|];", 10)]
    [InlineData("object M() => [|new ChatClient(\"m\", new System.ClientModel.ApiKeyCredential(\"k\"), new() { RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy() })|];", 4)]
    [InlineData("object M() => [|new Anthropic.AnthropicClient(new Anthropic.Core.ClientOptions { MaxRetries = 9 })|];", 10)]
    [InlineData("object M() => [|new Anthropic.AnthropicClient { MaxRetries = 1 }|];", 2)]
    [InlineData("object M() => [|new Azure.AI.OpenAI.OpenAIClient(\"k\", new Azure.AI.OpenAI.OpenAIClientOptions { Retry = { MaxRetries = 5 } })|];", 6)]
    [InlineData("object M() => [|new Azure.AI.OpenAI.OpenAIClient(\"k\", new Azure.AI.OpenAI.OpenAIClientOptions { Retry = { Delay = TimeSpan.Zero } })|];", 4)]
    public async Task Retries_that_are_set_to_a_number_are_not_switched_off(string member, int attempts) => Assert.Contains(
        $"up to {attempts} times", Assert.Single(await Verify.Reports(Id, $"class C {{ {member} }} {Tracking}")).Message(), StringComparison.Ordinal);

    [Theory]
    [InlineData("object M(int n) => new Anthropic.AnthropicClient { MaxRetries = n };")]
    [InlineData("object M() => new Anthropic.AnthropicClient { MaxRetries = 9, HttpClient = BudgetGen.LlmAttemptHandler.CreateClient() };")]
    [InlineData("object M(int n) => new ChatClient(\"m\", new System.ClientModel.ApiKeyCredential(\"k\"), new OpenAI.OpenAIClientOptions { RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(n) });")]
    [InlineData("class P : System.ClientModel.Primitives.ClientRetryPolicy { } object M() => new ChatClient(\"m\", new System.ClientModel.ApiKeyCredential(\"k\"), new OpenAI.OpenAIClientOptions { RetryPolicy = new P() });")]
    [InlineData("object M(OpenAI.OpenAIClientOptions options) => new ChatClient(\"m\", new System.ClientModel.ApiKeyCredential(\"k\"), options);")]
    [InlineData("object M(bool b) => new ChatClient(\"m\", new System.ClientModel.ApiKeyCredential(\"k\"), b ? new OpenAI.OpenAIClientOptions() : null);")]
    [InlineData("object M(System.Net.Http.HttpClient h) => new Uri(\"http://x\");")]
    public Task What_cannot_be_known_is_not_said(string member) => Verify.Nothing(Id, $"class C {{ {member} }} {Tracking}");

    [Fact]
    public Task Where_nothing_is_tracked_there_is_no_account_that_could_be_wrong() => Verify.Nothing(Id, "class C { object _x = new ChatClient(\"m\", \"k\"); }");

    [Theory]
    [InlineData("class T { [BudgetGen.TrackLlmCallAttribute(\"m\")] void M(string text) { } }")]
    [InlineData("[BudgetGen.TrackLlmCall] class T { }")]
    [InlineData("interface T { [BudgetGen.TrackLlmCall(\"m\")] void M(string text); }")]
    [InlineData("class T { [Paid(\"m\")] void M(string text) { } }", "global using Paid = BudgetGen.TrackLlmCallAttribute;")]
    [InlineData("class T { void M(string text) { } }", "[assembly: BudgetGen.TrackLlmCall]")]
    public Task Tracking_is_seen_wherever_and_however_it_is_written(string code, string other = "") =>
        Verify.Reports(Id, $"{code} class C {{ object _x = [|new ChatClient(\"m\", \"k\")|]; }}", Program.Of(other, "Other.cs"));

    [Fact]
    public Task A_project_with_the_property_tracks_without_an_attribute() =>
        Verify.Reports(Id, "class C { object _x = [|new ChatClient(\"m\", \"k\")|]; }", Program.Of("") with { TrackAll = true });

    [Fact]
    public Task A_word_in_a_comment_tracks_nothing() => Verify.Nothing(Id, "/* [TrackLlmCall] */ class C { object _x = new ChatClient(\"m\", \"k\"); string _y = \"TrackLlmCall\"; }");

    [Fact]
    public Task A_project_that_does_not_know_us_is_left_in_peace() =>
        Verify.Nothing(Id, Program.Of("class C { object _x = new ChatClient(\"m\", \"k\"); }") with { References = References.WithoutOurs });

    [Fact]
    public Task Ignored_code_is_left_in_peace() => Verify.Nothing(Id, $"[BudgetGen.BudgetIgnore(\"why\")] class C {{ object _x = new ChatClient(\"m\", \"k\"); }} {Tracking}");

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing(Id, $"#pragma warning disable BGN020\nclass C {{ object _x = new ChatClient(\"m\", \"k\"); }} {Tracking}");
}
