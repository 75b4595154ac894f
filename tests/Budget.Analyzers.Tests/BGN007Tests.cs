using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN007: an HTTP request to a paid address that nobody tracks.</summary>
public class BGN007Tests
{
    private const string Id = "BGN007";
    private const string Url = "static class Address { public const string Url = \"https://api.openai.com/v1/chat/completions\"; }";
    private const string Usings = "using BudgetGen; using System.Net.Http; using System.Net.Http.Json; ";

    [Fact]
    public async Task A_request_by_hand_is_reported_on_the_name_of_the_call()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, Usings + """
            class Chat
            {
                public Task Ask(HttpClient http) => http.[|PostAsync|]("https://api.openai.com/v1/chat/completions", null);
            }
            """));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal(
            "This request goes to 'api.openai.com', and nobody tracks what it costs: add [TrackLlmCall(\"model\")] to 'Chat.Ask', or say why not with [BudgetIgnore(\"reason\")]",
            found.Message());
    }

    [Theory]
    [InlineData("https://api.anthropic.com/v1/messages")]
    [InlineData("https://eu.api.openai.com/v1/responses")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent?key=k")]
    [InlineData("https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/google/models/g:streamGenerateContent")]
    [InlineData("https://acme.openai.azure.com/openai/deployments/d/chat/completions?api-version=1")]
    [InlineData("https://acme.services.ai.azure.com/models/chat/completions")]
    [InlineData("https://api.mistral.ai/v1/embeddings")]
    [InlineData("https://api.groq.com/openai/v1/chat/completions")]
    [InlineData("https://api.x.ai/v1/chat/completions")]
    [InlineData("https://openrouter.ai/api/v1/chat/completions")]
    [InlineData("https://bedrock-runtime.us-east-1.amazonaws.com/model/m/invoke")]
    [InlineData("https://gateway.example.com/openai/v1/chat/completions")]
    [InlineData("HTTPS://API.OPENAI.COM/v1/chat/completions")]
    [InlineData("v1/chat/completions")]
    [InlineData("/v1/messages")]
    [InlineData("v1/embeddings")]
    [InlineData("chat/completions")]
    public Task Each_known_address_is_recognised(string address) => Verify.Reports(Id, $"{Usings} class C {{ object M(HttpClient http) => http.[|PostAsync|](\"{address}\", null); }}");

    [Theory]
    [InlineData("http.[|PostAsJsonAsync|](Url, 1)")]
    [InlineData("http.[|PostAsync|](Host + \"v1/responses\", null)")]
    [InlineData("http.[|PostAsync|]($\"{Host}v1/{path}\", null)")]
    [InlineData("http.[|PostAsync|]($\"{path}/v1/chat/completions\", null)")]
    [InlineData("http.[|PostAsync|](new Uri(Url), null)")]
    [InlineData("http.[|PostAsync|](new Uri(new Uri(Host), \"v1/messages\"), null)")]
    [InlineData("http.[|PostAsync|](_address, null)")]
    [InlineData("http.[|PostAsync|](Address, null)")]
    [InlineData("http.[|PostAsync|](string.Format(\"{0}/v1/chat/completions\", path), null)")]
    [InlineData("http.SendAsync(new HttpRequestMessage(HttpMethod.Post, [|Url|]))")]
    [InlineData("http.SendAsync(new(HttpMethod.Post, [|\"https://api.openai.com/v1/responses\"|]), default(HttpRequestMessage) is null ? default : default)")]
    [InlineData("http.SendAsync(new HttpRequestMessage { Method = HttpMethod.Post, RequestUri = [|new Uri(Url)|] })")]
    [InlineData("new HttpClient { BaseAddress = [|new Uri(Host)|] }")]
    [InlineData("new System.Net.WebSockets.ClientWebSocket().[|ConnectAsync|](new Uri(\"wss://api.openai.com/v1/realtime\"), default)")]
    public Task Addresses_are_followed(string call) => Verify.Reports(Id, $$"""
        {{Usings}}
        class C
        {
            const string Host = "https://api.openai.com/";
            const string Url = Host + "v1/chat/completions";
            static readonly Uri _address = new(Url);
            static string Address => $"{Host}v1/responses";
            object M(HttpClient http, string path) => {{call}};
        }
        """);

    [Fact]
    public Task A_local_is_followed() => Verify.Reports(Id, Usings + """
        class C
        {
            async Task M(HttpClient http, string deployment)
            {
                var url = $"https://acme.openai.azure.com/openai/deployments/{deployment}/chat/completions";
                var request = new HttpRequestMessage(HttpMethod.Post, [|url|]);
                await http.SendAsync(request);
            }
        }
        """);

    [Fact]
    public Task A_constant_of_another_file_is_followed() =>
        Verify.Reports(Id, Usings + "class C { object M(HttpClient http) => http.[|PostAsync|](Urls.Chat, null); }", new Program { Files = [("Urls.cs", "static class Urls { public const string Chat = \"https://api.openai.com/v1/chat/completions\"; }")] });

    [Theory]
    [InlineData("http.PostAsync(\"https://api.example.com/v1/orders\", null)")]
    [InlineData("http.PostAsync(\"https://api.example.com/v1/messages\", null)")]
    [InlineData("http.PostAsync(\"https://notapi.openai.community/v1/x\", null)")]
    [InlineData("http.PostAsync(\"http://localhost:11434/v1/chat/completions\", null)")]
    [InlineData("http.PostAsync(\"http://ollama:11434/v1/chat/completions\", null)")]
    [InlineData("http.GetAsync(\"https://api.openai.com/v1/models\")")]
    [InlineData("http.PostAsync(\"https://api.openai.com/v1/files\", null)")]
    [InlineData("http.PostAsync(\"https://api.anthropic.com/v1/messages/count_tokens\", null)")]
    [InlineData("http.SendAsync(new HttpRequestMessage(HttpMethod.Get, \"https://api.openai.com/v1/responses/1\"))")]
    [InlineData("http.PostAsync(path, null)")]
    [InlineData("PostAsync(\"https://api.openai.com/v1/chat/completions\")")]
    public Task Other_requests_are_left_in_peace(string call) =>
        Verify.Nothing($"{Usings} class C {{ object M(HttpClient http, string path) => {call}; static object PostAsync(string requestUri) => \"\"; }}");

    [Theory]
    [InlineData("[TrackLlmCall(\"gpt-4o\")] Task<string> M(HttpClient http, string prompt) => Send(http); [BudgetIgnore(\"why\")] async Task<string> Send(HttpClient http) { await http.PostAsync(\"https://api.openai.com/v1/chat/completions\", null); return \"\"; }")]
    [InlineData("[TrackLlmCall(\"gpt-4o\")] async Task<string> M(HttpClient http, string prompt) { await http.PostAsync(\"https://api.openai.com/v1/chat/completions\", null); return \"\"; }")]
    [InlineData("[BudgetIgnore(\"why\")] object M(HttpClient http) => http.PostAsync(\"https://api.openai.com/v1/chat/completions\", null);")]
    public Task Tracked_and_ignored_code_is_exempt(string members) => Verify.Nothing($"{Usings} class C {{ {members} }}");

    [Theory]
    [InlineData("[TrackLlmCall] class C { object M(HttpClient http) => http.[|PostAsync|](Url, null); }", "add [TrackLlmCall(\"model\")] to 'C.M'")]
    [InlineData("class C { [TrackLlmCall(\"gpt-4o\")] class D { object M(HttpClient http) => http.[|PostAsync|](Url, null); } }", "add [TrackLlmCall(\"model\")] to 'C.D.M'")]
    [InlineData("class C { [TrackLlmCall(User = \"{user}\")] object M(HttpClient http, string user, Func<object> maybe) { maybe(); return http.[|PostAsync|](Url, null); } }", "name the model in [TrackLlmCall] of 'C.M'")]
    [InlineData("class C { [TrackLlmCall(\"gpt-4o\")] object M(HttpClient http, ChatClient c) { c.CompleteChat(\"x\"); return http.[|PostAsync|](Url, null); } }", "move it into a method of its own with [TrackLlmCall(\"model\")]")]
    public async Task Tracked_code_that_meters_only_calls_of_libraries_is_not(string code, string remedy) => Assert.Contains(
        $": {remedy}, or say why not", Assert.Single(await Verify.Reports(Id, $"{Usings} {Url} {code.Replace("Url", "Address.Url", StringComparison.Ordinal)}")).Message(), StringComparison.Ordinal);

    [Theory]
    [InlineData("[TrackLlmCall] class C { void M(HttpClient http) { http.PostAsync(Url, null); LlmCallScope.Report(LlmUsage.Of(1, 2)); } }")]
    [InlineData("[TrackLlmCall(\"gpt-4o\")] class C { [TrackLlmCall] object M(HttpClient http) => http.PostAsync(Url, null); }")]
    [InlineData("interface I { [TrackLlmCall(\"gpt-4o\")] object M(HttpClient http); } class C : I { public object M(HttpClient http) => http.PostAsync(Url, null); }")]
    [InlineData("[TrackLlmCall] class C { readonly HttpClient _http = new() { BaseAddress = new Uri(Url) }; }")]
    public Task Tracked_code_that_counts_it_is(string code) => Verify.Nothing($"{Usings} {Url} {code.Replace("Url", "Address.Url", StringComparison.Ordinal)}");

    [Theory]
    [InlineData("class C { object M(HttpClient http) => http.PostAsync(Url, null); }")]
    [InlineData("[TrackLlmCall] class C { object M(HttpClient http) => http.PostAsync(Url, null); object N(ChatClient c) => c.CompleteChat(\"x\"); }")]
    [InlineData("class C { [TrackLlmCall(\"gpt-4o\")] object M(HttpClient http) => http.PostAsync(Url, null); object N(HttpClient http) => M(http); }")]
    [InlineData("class C { [BudgetIgnore(\"why\")] object M(HttpClient http) => http.PostAsync(Url, null); readonly HttpClient _http = new() { BaseAddress = new Uri(Url) }; }")]
    [InlineData("class C { object M(HttpClient http) => http.SendAsync(new(HttpMethod.Post, Url)); readonly HttpRequestMessage _m = new() { Method = HttpMethod.Post, RequestUri = new Uri(Url) }; }")]
    public async Task The_inventory_agrees(string code)
    {
        foreach (bool tracksAll in (bool[])[false, true])
        {
            Program program = Program.Of($"{Usings} {Url} {code.Replace("Url", "Address.Url", StringComparison.Ordinal)}") with { TrackAll = tracksAll };
            InventoryAgreement.Check(program, await program.AnalyseAsync());
        }
    }

    [Fact]
    public Task A_base_address_is_not_reported_where_requests_name_their_paths() => Verify.Reports(Id, Usings + """
        class C
        {
            readonly HttpClient _http = new() { BaseAddress = new Uri("https://api.openai.com/") };
            object M() => _http.[|PostAsync|]("v1/responses", null);
        }
        """);

    [Fact]
    public Task Projects_that_do_not_know_us_are_left_in_peace() => Verify.Nothing(
        Program.Of("using System.Net.Http; class C { object M(HttpClient http) => http.PostAsync(\"https://api.openai.com/v1/responses\", null); }") with { References = References.WithoutOurs });

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing(Usings + """
        class C
        {
        #pragma warning disable BGN007
            object M(HttpClient http) => http.PostAsync("https://api.openai.com/v1/responses", null);
        #pragma warning restore BGN007
        }
        """);
}
