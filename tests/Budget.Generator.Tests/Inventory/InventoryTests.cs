using System.Text.Json;
using BudgetGen.Generator.Inventory;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests.Inventory;

public class InventoryTests
{
    private const string ByHand = "nothing intercepts a request that is made by hand, here to 'api.openai.com', and the calls of no method with a model stand for it";

    private const string Bot = """
        class Bot
        {
            [TrackLlmCall("gpt-4o", "{user}", Project = "support", MaxCost = "0.05")] public string Whole(string user, string text) => text;
            [TrackLlmCall(User = "{user}")] public object Scope(string user, OpenAI.Chat.ChatClient c) => c.CompleteChat("x");
            [TrackLlmCall(User = "{user}")] public string NoModel(string user) => user;
        }
        """;

    [Theory]
    [InlineData("[TrackLlmCall] object M(ChatClient c) => c.CompleteChat(\"x\");", "tracked")]
    [InlineData("object M(ChatClient c) => c.CompleteChat(\"x\");", "untracked BGN001: it stands outside of code that is marked with [TrackLlmCall]")]
    [InlineData("[TrackLlmCall] object M(OpenAI.Graders.GraderClient c) => c.RunGrader(null!);", "unmetered BGN006: this version does not meter it")]
    [InlineData("[TrackLlmCall] object M(OpenAI.Assistants.AssistantClient c) => c.GetRun(\"thread\", \"run\");", "")]
    [InlineData("[BudgetIgnore(\"a demo\")] object M(ChatClient c) => c.CompleteChat(\"x\");", "ignored: a demo")]
    [InlineData("[BudgetIgnore(\"a demo\")] object M(ChatClient c) { Func<ChatMessage[], object> f = c.CompleteChat; return f; }", "ignored: a demo")]
    [InlineData("[TrackLlmCall] Func<ChatMessage[], object> M(ChatClient c) => c.CompleteChat;", "refused BGN003: it becomes a delegate, so there is no call to intercept")]
    [InlineData("string M(Bot b) => b.Whole(\"a\", \"b\");", "tracked")]
    [InlineData("[BudgetIgnore(\"a demo\")] string M(Bot b) => b.Whole(\"a\", \"b\");", "ignored: a demo")]
    [InlineData("string M(Bot b, dynamic d) => b.Whole(d, d);", "refused BGN003: the call is dynamic, so its target is not known before it runs")]
    [InlineData("Func<string, string, string> M(Bot b) => (b.Whole);", "refused BGN003: it becomes a delegate, so there is no call to intercept")]
    [InlineData("class D : Bot { string M() => base.ToString()!; }", "")]
    [InlineData("string S => nameof(Bot.Whole);", "")]
    [InlineData("object M(Bot b) => b.Scope(\"a\", null!);", "")]
    [InlineData("object M(Bot b) => b.NoModel(\"a\");", "")]
    public void A_call_is_listed_with_what_becomes_of_it(string members, string expected) =>
        Assert.Equal(expected, string.Join("; ", Listed.Calls(Sources.Tree(Bot, "Bot.cs"), Sources.Tree($"using OpenAI.Chat; class C {{ {members} }}", "Case.cs")).Where(call => Text(call, "file") == "Case.cs").Select(Fate)));

    [Theory]
    [InlineData("object M(HttpClient h) => h.PostAsync(Url, null);", "HttpClient.PostAsync http untracked BGN007: " + ByHand)]
    [InlineData("object M(HttpClient h) => h.SendAsync(new HttpRequestMessage(HttpMethod.Post, Url));", "HttpRequestMessage.new http untracked BGN007: " + ByHand)]
    [InlineData("readonly HttpClient _h = new() { BaseAddress = new Uri(Url) };", "HttpClient.BaseAddress http untracked BGN007: " + ByHand)]
    [InlineData("object M(HttpClient h) => h.PostAsync(\"https://example.com/\", null);", "")]
    [InlineData("[BudgetIgnore(\"a demo\")] object M(HttpClient h) => h.PostAsync(Url, null);", "HttpClient.PostAsync http ignored: a demo")]
    [InlineData("[TrackLlmCall] void M(HttpClient h) { h.PostAsync(Url, null); BudgetGen.LlmCallScope.Report(1); }", "HttpClient.PostAsync http tracked")]
    [InlineData("[TrackLlmCall] object M(HttpClient h) => h.PostAsync(Url, null);", "HttpClient.PostAsync http unmetered BGN007: " + ByHand)]
    [InlineData("[TrackLlmCall(\"gpt-4o\")] object M(HttpClient h) => h.PostAsync(Url, null); object N(HttpClient h) => M(h);", "C.M method tracked")]
    public void A_request_that_is_made_by_hand_is_listed(string members, string expected)
    {
        // The stand-in for the runtime has no scope of this name.
        const string Scope = "namespace BudgetGen { static class LlmCallScope { public static void Report(int used) { } } }";
        SyntaxTree tree = Sources.Tree($"using System.Net.Http; {Scope} class C {{ const string Url = \"https://api.openai.com/v1/responses\"; {members} }}");
        Assert.Equal(expected, string.Join("; ", Listed.Calls(tree).Select(call => $"{Text(call, "called")} {Text(call, "kind")} {Fate(call)}")));

        // What escapes is a result of the SARIF by its own rule, and takes from the coverage.
        using var sarif = JsonDocument.Parse(Listed.Sarif(Sources.Compile(tree)));
        JsonElement run = sarif.RootElement.GetProperty("runs")[0];
        bool isResult = expected.Contains("BGN007", StringComparison.Ordinal) || expected.Contains("ignored", StringComparison.Ordinal);
        Assert.Equal(isResult ? ["BGN007"] : [], run.GetProperty("results").EnumerateArray().Select(result => Text(result, "ruleId")));
        Assert.Equal(expected.Contains("BGN007", StringComparison.Ordinal) ? 0 : 100, run.GetProperty("properties").GetProperty("summary").GetProperty("coverage_percent").GetDecimal());
    }

    [Fact]
    public void A_call_through_base_is_refused_as_BGN004()
    {
        JsonElement[] calls = Listed.Calls(Sources.Tree("class B { [TrackLlmCall(\"gpt-4o\")] protected virtual string Ask(string x) => x; } class D : B { protected override string Ask(string x) => base.Ask(x); }"));
        Assert.Equal("BGN004", Text(Assert.Single(calls), "diagnostic"));
    }

    [Theory]
    [InlineData("[TrackLlmCall(\"gpt-4o\")] object M(ChatClient c) => c.CompleteChat(\"x\");", "literal gpt-4o", "2.5 10")]
    [InlineData("[TrackLlmCall(\"{m}\")] object M(ChatClient c, string m) => c.CompleteChat(\"x\");", "template {m}", "- -")]
    [InlineData("[TrackLlmCall] object M(ChatClient c) => c.CompleteChat(\"x\");", "client -", "- -")]
    [InlineData("object M() => new ChatClient(\"gpt-4o-mini\", \"key\").CompleteChat(\"x\");", "client gpt-4o-mini", "0.15 0.6")]
    [InlineData("[TrackLlmCall(\"other\")] object M() => new ChatClient(\"gpt-4o-mini\", \"key\").CompleteChat(\"x\");", "client gpt-4o-mini", "0.15 0.6")]
    [InlineData("object M() { var c = new ChatClient(\"gpt-4o-mini\", \"key\"); return c.CompleteChat(\"x\"); }", "client gpt-4o-mini", "0.15 0.6")]
    [InlineData("object M(bool b) { var c = new ChatClient(\"gpt-4o-mini\", \"key\"); if (b) c = new ChatClient(\"gpt-4o\", \"key\"); return c.CompleteChat(\"x\"); }", "client -", "- -")]
    [InlineData("object M() { var c = new ChatClient(\"gpt-4o-mini\", \"key\"); F(ref c); return c.CompleteChat(\"x\"); } void F(ref ChatClient c) { }", "client -", "- -")]
    [InlineData("const string Name = \"gpt-4o\"; readonly ChatClient _c = new(Name, \"key\"); object M() => _c.CompleteChat(\"x\");", "client gpt-4o", "2.5 10")]
    [InlineData("ChatClient _c = new(\"gpt-4o\", \"key\"); object M() => _c.CompleteChat(\"x\");", "client -", "- -")]
    [InlineData("readonly ChatClient _c; C() => _c = new(\"gpt-4o\", \"key\"); object M() => _c.CompleteChat(\"x\");", "client gpt-4o", "2.5 10")]
    [InlineData("readonly ChatClient _c; C() => _c = new(\"gpt-4o\", \"key\"); C(int i) => _c = new(\"gpt-4o-mini\", \"key\"); object M() => _c.CompleteChat(\"x\");", "client -", "- -")]
    [InlineData("ChatClient Own { get; } = new(\"gpt-4o\", \"key\"); object M() => Own.CompleteChat(\"x\");", "client gpt-4o", "2.5 10")]
    [InlineData("object M(OpenAI.OpenAIClient o) => o.GetChatClient(\"gpt-4o\").CompleteChat(\"x\");", "client gpt-4o", "2.5 10")]
    [InlineData("object M(Microsoft.Extensions.AI.IChatClient c) => c.GetResponseAsync([], new Microsoft.Extensions.AI.ChatOptions { ModelId = \"gpt-4o\" });", "request gpt-4o", "2.5 10")]
    [InlineData("object M(Microsoft.Extensions.AI.IChatClient c) => c.GetResponseAsync([]);", "client -", "- -")]
    [InlineData("object M(Microsoft.Extensions.AI.IChatClient c, string m) => c.GetResponseAsync([], new Microsoft.Extensions.AI.ChatOptions { ModelId = m });", "request -", "- -")]
    [InlineData("object M(Anthropic.AnthropicClient c) => c.Messages.Create(new Anthropic.Models.Messages.MessageCreateParams { Model = \"claude-sonnet-4-20250514\", MaxTokens = 300, Messages = [] });", "request claude-sonnet-4-20250514", "3 15")]
    [InlineData("object M(Anthropic.AnthropicClient c) => c.Messages.Create(new Anthropic.Models.Messages.MessageCreateParams { Model = Anthropic.Models.Messages.Model.ClaudeSonnet4_5, MaxTokens = 300, Messages = [] });", "request claude-sonnet-4-5", "3 15")]
    [InlineData("object M(Anthropic.AnthropicClient c, Anthropic.Models.Messages.Model m) => c.Messages.Create(new Anthropic.Models.Messages.MessageCreateParams { Model = m, MaxTokens = 300, Messages = [] });", "request -", "- -")]
    [InlineData("object M() => new OpenAI.Embeddings.EmbeddingClient(\"text-embedding-3-small\", \"key\").GenerateEmbedding(\"x\");", "client text-embedding-3-small", "0.02 0")]
    [InlineData("[TrackLlmCall(\"gpt-nonsense\")] object M(ChatClient c) => c.CompleteChat(\"x\");", "literal gpt-nonsense", "- -")]
    [InlineData("[TrackLlmCall(\"gpt-4o\", Provider = \"anthropic\")] object M(ChatClient c) => c.CompleteChat(\"x\");", "literal gpt-4o", "- -")]
    public void The_model_is_what_the_code_shows(string members, string model, string prices)
    {
        JsonElement call = Assert.Single(Listed.Calls(Sources.Tree($"using OpenAI.Chat; class C {{ {members} }}")));
        Assert.Equal((model, prices), ($"{Text(call.GetProperty("model"), "binding")} {call.GetProperty("model").GetProperty("value").GetString() ?? call.GetProperty("model").GetProperty("template").GetString() ?? "-"}", $"{Text(call, "input_usd_per_million")} {Text(call, "output_usd_per_million")}"));
        Assert.Equal(prices == "- -", call.GetProperty("estimated_usd").ValueKind == JsonValueKind.Null);
        Assert.Equal(prices == "- -", call.GetProperty("unpriced").ValueKind == JsonValueKind.String);
    }

    [Theory]
    [InlineData("c.CompleteChat([], new ChatCompletionOptions { MaxOutputTokenCount = 100 })", 100, "0.0035")]
    [InlineData("c.CompleteChat([], new ChatCompletionOptions { MaxOutputTokenCount = 10_000 })", 10_000, "0.0075")]
    [InlineData("c.CompleteChat([], new ChatCompletionOptions { Temperature = 1 })", null, "0.0075")]
    public void An_estimate_is_of_a_usual_call_within_its_bound(string call, int? bound, string cost)
    {
        JsonElement listed = Assert.Single(Listed.Calls(Sources.Tree($"using OpenAI.Chat; class C {{ [TrackLlmCall(\"gpt-4o\")] object M(ChatClient c) => {call}; }}")));
        Assert.Equal(bound, listed.GetProperty("max_output_tokens") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null);
        Assert.Equal(cost, Text(listed, "estimated_usd"));
    }

    [Fact]
    public void Anthropics_constants_are_spelled_as_they_are_sent() => Assert.All(
        Enum.GetValues<Anthropic.Models.Messages.Model>(),
        static model => Assert.Equal($"\"{ModelConstants.Spell(model.ToString())}\"", JsonSerializer.Serialize(model)));

    [Fact]
    public void A_bound_that_is_set_again_is_not_known()
    {
        JsonElement listed = Assert.Single(Listed.Calls(Sources.Tree(
            "using OpenAI.Chat; class C { object M(ChatClient c, int n) { var o = new ChatCompletionOptions { MaxOutputTokenCount = 100 }; o.MaxOutputTokenCount = n; return c.CompleteChat([], o); } }")));
        Assert.Equal(JsonValueKind.Null, listed.GetProperty("max_output_tokens").ValueKind);
    }

    [Fact]
    public void All_fields_of_a_call()
    {
        string json = Listed.Json(Sources.Compile(Sources.Tree("""
            namespace Shop
            {
                [TrackLlmCall(Project = "support", Tags = ["tenant={t}"])]
                class Desk(OpenAI.Chat.ChatClient client)
                {
                    [TrackLlmCall("gpt-4o", "{user}", Operation = "ask", MaxCost = "0.05")]
                    public object Ask(string user, string t) => client.CompleteChat([], new OpenAI.Chat.ChatCompletionOptions { MaxOutputTokenCount = 100 });
                }
            }
            """, "Pages/Désk.cs")));
        Assert.Equal(
            """
            {
              "$schema": "https://github.com/budgetgen/budgetgen/blob/main/docs/schemas/llm-calls.schema.json",
              "version": 1,
              "projects": [
                {
                  "name": "App",
                  "target_framework": "net10.0"
                }
              ],
              "prices": "BOOK",
              "assumptions": {
                "input_tokens": 1000,
                "output_tokens": 500
              },
              "summary": {
                "calls": 1,
                "tracked": 1,
                "untracked": 0,
                "refused": 0,
                "unmetered": 0,
                "ignored": 0,
                "coverage_percent": 100
              },
              "calls": [
                {
                  "project": "App",
                  "file": "Pages/D\u00e9sk.cs",
                  "line": 7,
                  "column": 60,
                  "member": "Desk.Ask",
                  "called": "ChatClient.CompleteChat",
                  "library": "OpenAI",
                  "kind": "chat",
                  "status": "tracked",
                  "why": null,
                  "diagnostic": null,
                  "model": {
                    "binding": "literal",
                    "value": "gpt-4o",
                    "template": null
                  },
                  "user": {
                    "binding": "template",
                    "value": null,
                    "template": "{user}"
                  },
                  "paid_by": {
                    "binding": "literal",
                    "value": "support",
                    "template": null
                  },
                  "provider": "openai",
                  "operation": "ask",
                  "tags": [
                    "tenant={t}"
                  ],
                  "max_cost_usd": "0.05",
                  "max_output_tokens": 100,
                  "input_usd_per_million": "2.5",
                  "output_usd_per_million": "10",
                  "estimated_usd": "0.0035",
                  "unpriced": null
                }
              ]
            }

            """.Replace("BOOK", PriceTable.Embedded.Book, StringComparison.Ordinal), json);
    }

    [Fact]
    public void A_project_without_calls_has_an_empty_inventory()
    {
        JsonElement root = JsonDocument.Parse(Listed.Json(Sources.Compile("class C { }"))).RootElement;
        Assert.Equal(0, root.GetProperty("calls").GetArrayLength());
        Assert.Equal(100m, root.GetProperty("summary").GetProperty("coverage_percent").GetDecimal());
    }

    [Theory]
    [InlineData("/src/App/Desk.cs", "/src/App/", "Desk.cs")]
    [InlineData("/src/Shared/Desk.cs", "/src/App/", "../Shared/Desk.cs")]
    [InlineData("/home/me/Desk.cs", "/src/App/", "Desk.cs")]
    [InlineData(@"C:\src\App\Pages\Desk.cs", @"C:\src\App\", "Pages/Desk.cs")]
    [InlineData(@"D:\Desk.cs", @"C:\src\App\", "Desk.cs")]
    [InlineData("Pages/Desk.cs", "/src/App/", "Pages/Desk.cs")]
    public void No_path_says_where_the_project_is(string path, string root, string expected) => Assert.Equal(expected, BudgetGen.Generator.Discovery.HintNames.SourcePath(path, root));

    [Fact]
    public void The_same_project_elsewhere_has_the_same_inventory()
    {
        (string Path, string Text)[] files = [("A.cs", "class A { object M(OpenAI.Chat.ChatClient c) => c.CompleteChat(\"x\"); }"), ("B.cs", Bot)];
        CSharpCompilation At(string root) => Sources.Compile(
            "App", References.WithoutRuntime.Append(StandIn.Reference), [.. files.Select(file => CSharpSyntaxTree.ParseText(file.Text, Sources.Options(), root + file.Path, System.Text.Encoding.UTF8))]);
        string here = Listed.Json(At("/src/App/"), "/src/App/");
        Assert.Equal(here, Listed.Json(At("/elsewhere/x/"), "/elsewhere/x/"));
        Assert.DoesNotContain("src/", here.Replace("$schema", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void An_editor_gets_none_and_does_not_look_for_any()
    {
        CSharpCompilation compilation = Sources.Compile(Sources.Tree(Bot, "Bot.cs"));
        GeneratorRunResult result = Listed.Run(compilation, inBuild: false);
        Assert.DoesNotContain(result.GeneratedSources, source => source.HintName.Contains("llm-calls", StringComparison.Ordinal));
        Assert.DoesNotContain(StepNames.Inventory, result.TrackedSteps.Keys);
        Assert.Contains(StepNames.Inventory, Listed.Run(compilation).TrackedSteps.Keys);
    }

    [Fact]
    public void What_is_added_for_it_changes_nothing_that_is_compiled()
    {
        CSharpCompilation compilation = Sources.Compile(Sources.Tree(Bot, "Bot.cs"));
        Listed.Driver(compilation, inBuild: true).RunGeneratorsAndUpdateCompilation(compilation, out Compilation with, out _, TestContext.Current.CancellationToken);
        Listed.Driver(compilation, inBuild: false).RunGeneratorsAndUpdateCompilation(compilation, out Compilation without, out _, TestContext.Current.CancellationToken);
        Assert.Equal(without.SyntaxTrees.Count() + 2, with.SyntaxTrees.Count());
        Assert.Empty(with.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        Assert.Equal(Image(without), Image(with));

        static byte[] Image(Compilation compilation)
        {
            using var image = new MemoryStream();
            Assert.True(compilation.Emit(image).Success);
            return image.ToArray();
        }
    }

    private static string Fate(JsonElement call) =>
        Text(call, "status") + (Text(call, "diagnostic") is var id and not "-" ? " " + id : "") + (Text(call, "why") is var why and not "-" ? ": " + why : "");

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString() ?? "-";
}
