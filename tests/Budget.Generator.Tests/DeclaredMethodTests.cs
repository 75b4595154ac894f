using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>Clients that nobody here knows, declared with <c>[LlmMethod]</c>: what is booked is what they tell, to the token.</summary>
public class DeclaredMethodTests
{
    private const string Client = """
        namespace Acme;
        public sealed class Message { public string Role = "user"; public string? Content { get; set; } public List<byte[]>? Pictures; }
        public sealed class Request { public string? Model; public string? System; public List<Message>? Messages; public int? MaxTokens; public int N = 1; public bool Fails; }
        public sealed class Usage { public int In { get; set; } public int Out; public long? Cached; public int Tools; public int? Thought; }
        public sealed class Answer { public string? Id; public string? Model; public string? Text; public Usage? Usage; public bool Done; public List<Message> Choices = []; }
        public class AcmeException(int status) : Exception { public int StatusCode => status; }
        public interface IAcme { Task<Answer> AskAsync(Request request, CancellationToken cancellationToken = default); }
        public class AcmeClient : IAcme
        {
            public string Region = "eu";
            public string DefaultModel { get; init; } = "acme-small";
            public Answer Ask(Request request) => request.Fails ? throw new AcmeException(429) : Reply(request);
            public virtual async Task<Answer> AskAsync(Request request, CancellationToken cancellationToken = default) { await Task.Yield(); return Reply(request); }
            public async ValueTask<Answer?> AskValueAsync(Request request) { await Task.Yield(); return Reply(request); }
            public async IAsyncEnumerable<Answer> StreamAsync(Request request)
            {
                yield return new Answer { Text = "one ", Model = "acme-large-1" };
                await Task.Yield();
                yield return new Answer { Text = "two", Usage = new Usage { In = 40, Out = 9 } };
                if (!request.Fails)
                    yield return new Answer { Done = true };
            }
            public IEnumerable<Answer> Stream(Request request) { yield return new Answer { Text = "x" }; yield return Reply(request); }
            public Task<string> CompleteAsync(string model, string prompt) => Task.FromResult("12345678");
            public void Train(byte[] data) { }
            public int Span(ReadOnlySpan<char> prompt, string model, out int used) => used = prompt.Length;
            private static Answer Reply(Request request) => new()
            {
                Id = "id-1", Model = "acme-large-1", Text = "hello", Done = true, Usage = new Usage { In = 100, Out = 20, Cached = 60, Tools = 5, Thought = 7 },
                Choices = [new Message { Content = "abcd" }, new Message { Content = "efgh" }],
            };
        }
        """;

    private const string Ask = """Provider = "Acme", Model = "{request.Model}", Prompt = "{request.System} {request.Messages.Content}", MaxOutputTokens = "{request.MaxTokens}", Choices = "{request.N}", """;
    private const string Told = """InputTokens = "{result.Usage.In} + {result.Usage.Tools}", OutputTokens = "{result.Usage.Out}", CachedTokens = "{result.Usage.Cached}", ReasoningTokens = "{result.Usage.Thought}", ResponseModel = "{result.Model}", ResponseId = "{result.Id}" """;

    private static readonly (string Name, byte[] Image) s_acme = Booked.Library("Acme", Client);

    private static Task<string> Run(string attributes, string calls, string setup = "") => Booked.Run(Program(attributes, calls), setup, s_acme);

    private static string Program(string attributes, string calls) => $$"""
        using Acme;
        {{attributes}}
        public static partial class Program
        {
            private static readonly Request R = new() { Model = "acme-large", System = "12345", Messages = [new Message { Content = "123" }, new Message(), null!], MaxTokens = 50, N = 2 };
            [TrackLlmCall(User = "ann")]
            public static async Task Main()
            {
                var c = new AcmeClient();
                {{calls}}
                await Task.Yield();
            }
        }
        """;

    [Theory]
    [InlineData("Ask", "c.Ask(R);")]
    [InlineData("AskAsync", "await c.AskAsync(R);")]
    [InlineData("AskAsync", "Func<Task> f = async () => await c.AskAsync(R, new CancellationTokenSource().Token); await f();")]
    [InlineData("AskValueAsync", "await c.AskValueAsync(R);")]
    [InlineData("Stream", "foreach (var part in c.Stream(R)) { }")]
    public async Task Usage_is_booked_to_the_token(string method, string call) => Assert.Equal(
        "acme/acme-large-1 45+60+/13+7 told id-1",
        await Run($"[assembly: LlmMethod(typeof(AcmeClient), nameof(AcmeClient.{method}), {Ask}{Told})]", call));

    [Fact]
    public async Task What_is_extra_is_not_taken_off() => Assert.Equal(
        "acme/acme-large-1 105+60+5/20+7 told id-1",
        await Run($"[assembly: LlmMethod(typeof(AcmeClient), \"Ask\", {Ask}{Told}, CacheWriteTokens = \"{{result.Usage.Tools}}\", CacheIsExtra = true, ReasoningIsExtra = true)]", "c.Ask(R);"));

    [Fact]
    public async Task A_stream_tells_its_usage_in_an_element() => Assert.Equal(
        "acme/acme-large-1 40++/9+ told",
        await Run($"[assembly: LlmMethod(typeof(AcmeClient), \"StreamAsync\", {Ask}{Told}, Text = \"{{result.Text}}\")]", "await foreach (var part in c.StreamAsync(R)) { }"));

    [Fact]
    public async Task A_stream_that_ends_without_its_end_mark_is_an_estimate()
    {
        string attribute = $"[assembly: LlmMethod(typeof(AcmeClient), \"StreamAsync\", {Ask}{Told}, Text = \"{{result.Text}}\", Finished = \"{{result.Done}}\")]";
        Assert.Equal("acme/acme-large-1 40++/9+ told", await Run(attribute, "await foreach (var part in c.StreamAsync(R)) { }"));

        // The bound of the input, and the tail that may have been generated, up to the request's own bound: 50.
        Assert.Equal("acme/acme-large-1 27++/50+ estimated", await Run(attribute, "R.Fails = true; await foreach (var part in c.StreamAsync(R)) { }"));
        Assert.Equal("acme/acme-large-1 27++/50+ estimated", await Run(attribute, "await foreach (var part in c.StreamAsync(R)) break;"));
    }

    [Fact]
    public async Task The_hold_knows_the_prompt_the_bound_and_the_number_of_answers()
    {
        // 8 bytes and four messages (4 tokens each, 3 around them) at 10 USD, 2 x 50 tokens at 30 USD for a million.
        string booked = await Run($"[assembly: LlmMethod(typeof(AcmeClient), \"Ask\", {Ask}{Told})]", "c.Ask(R);", "options.PerRequestLimit = BudgetGen.Usd.FromDollars(0.000001m);");
        Assert.Equal("refused " + Usd.FromDollars(((27 * 10m) + (100 * 30m)) / 1_000_000m), booked);
    }

    [Fact]
    public async Task Pictures_are_counted_one_by_one()
    {
        string booked = await Run(
            """[assembly: LlmMethod(typeof(AcmeClient), "Ask", Model = "m", Prompt = "{request.System}", Attachments = "{request.Messages.Pictures}", MaxOutputTokens = "0 + 1", Text = "{result.Text}")]""",
            "R.Messages![0].Pictures = [new byte[9], null!, new byte[7]]; c.Ask(R);",
            "options.PerRequestLimit = BudgetGen.Usd.FromDollars(0.000001m);");
        Assert.Equal("refused " + Usd.FromDollars(((5 + 4 + 3 + (2 * 1105)) * 10m + 30m) / 1_000_000m), booked);
    }

    [Fact]
    public async Task Without_usage_the_text_is_an_estimate()
    {
        Assert.Equal("acme/acme-large 9++/2+ estimated", await Run($"[assembly: LlmMethod(typeof(AcmeClient), \"Ask\", {Ask}Text = \"{{result.Choices.Content}}\")]", "R.Messages = null; c.Ask(R);"));
        Assert.Equal("-/gpt-x 9++/2+ estimated", await Run("[assembly: LlmMethod(typeof(AcmeClient), \"CompleteAsync\", Model = \"{model}\")]", "await c.CompleteAsync(\"gpt-x\", \"12345678\");"));
    }

    [Fact]
    public async Task Without_anything_the_worst_case_is_charged() => Assert.Equal(
        "-/acme-small 9++/+ estimated",
        await Run("[assembly: LlmMethod(typeof(AcmeClient), \"Train\", Model = \"{this.DefaultModel}\", Prompt = \"{data}\")]", "c.Train(new byte[8]);"));

    [Fact]
    public async Task A_stream_that_shows_nothing_is_charged_at_its_bound()
    {
        const string Source = """
            [assembly: LlmMethod(typeof(Silent), "Read", Model = "m", MaxOutputTokens = "100")]
            public class Silent { public async IAsyncEnumerable<int> Read(string text) { yield return 1; await Task.Yield(); yield return 2; } }
            public static partial class Program
            {
                [TrackLlmCall] public static async Task Main() { var c = new Silent(); await foreach (int i in c.Read("12345")) { } await foreach (int i in c.Read("12345")) break; }
            }
            """;
        Assert.Equal("-/m 9++/+ estimated\n-/m 9++/+ estimated", await Booked.Run(Source));
        Assert.Contains("reading.IsSilent = true", Booked.Generate(Source).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_captured_is_metered_inline()
    {
        string attribute = "[assembly: LlmMethod(typeof(AcmeClient), \"Span\", Model = \"{model}\", Prompt = \"{model}\", InputTokens = \"{result}\", OutputTokens = \"3\")]";
        Assert.Equal("-/m 8++/3+ told", await Run(attribute, "c.Span(\"12345678\", \"m\", out int used);"));
    }

    [Fact]
    public async Task A_refusal_by_status_costs_nothing()
    {
        string declared = $"[assembly: LlmMethod(typeof(AcmeClient), \"Ask\", {Ask}{Told}, ErrorType = typeof(AcmeException), Status = \"{{error.StatusCode}}\")]";
        const string Calls = "R.Fails = true; try { c.Ask(R); } catch (AcmeException) { }";
        Assert.Equal("", await Run(declared, Calls));
        Assert.Equal("suspense", await Run($"[assembly: LlmMethod(typeof(AcmeClient), \"Ask\", {Ask}{Told})]", Calls));
    }

    [Fact]
    public async Task The_model_may_be_the_attributes_around_and_the_provider_the_clients() => Assert.Equal(
        "acme-eu/from-attribute 45+60+/13+7 told",
        await Booked.Run(
            Program("[assembly: LlmMethod(typeof(AcmeClient), \"Ask\", Provider = \"acme-{client.Region}\", Prompt = \"{request.System}\", InputTokens = \"{result.Usage.In} + {result.Usage.Tools}\", OutputTokens = \"{result.Usage.Out}\", CachedTokens = \"{result.Usage.Cached}\", ReasoningTokens = \"{result.Usage.Thought}\")]", "c.Ask(R);")
                .Replace("[TrackLlmCall(", "[TrackLlmCall(\"from-attribute\", ", StringComparison.Ordinal), "", s_acme));

    [Fact]
    public async Task A_type_is_found_by_its_metadata_name() => Assert.Equal(
        "acme/acme-large-1 45+60+/13+7 told id-1", await Run($"[assembly: LlmMethod(\"Acme.AcmeClient\", \"Ask\", {Ask}{Told})]", "c.Ask(R);"));

    [Fact]
    public async Task Overrides_and_implementations_are_meant_too()
    {
        const string Mine = """
            public class Mine : AcmeClient { public override Task<Answer> AskAsync(Request q, CancellationToken cancellationToken = default) => Task.FromResult(new Answer { Model = "mine", Usage = new Usage { In = 3, Out = 4 } }); }
            public class Other : IAcme { Task<Answer> IAcme.AskAsync(Request request, CancellationToken cancellationToken) => Task.FromResult(new Answer { Model = "other", Usage = new Usage { In = 5, Out = 6 } }); }
            """;
        const string Calls = "await new Mine().AskAsync(R); await ((IAcme)new Other()).AskAsync(R); await ((IAcme)c).AskAsync(R); await c.AskAsync(R);";
        Assert.Equal(
            "acme/mine 3++/4+ told\nacme/other 5++/6+ told\nacme/acme-large-1 45+60+/13+7 told id-1\nacme/acme-large-1 45+60+/13+7 told id-1",
            await Booked.Run(Program($"[assembly: LlmMethod(typeof(IAcme), nameof(IAcme.AskAsync), {Ask}{Told})]", Calls) + Mine, "", s_acme));
    }

    [Fact]
    public async Task Extension_methods_generic_methods_private_methods_and_structs_can_be_declared()
    {
        const string Source = """
            [assembly: LlmMethod(typeof(Extensions), "Say", Model = "{client.Model}", Prompt = "{text}", InputTokens = "{result}")]
            [assembly: LlmMethod(typeof(Box<>), "Ask", Model = "box", Prompt = "{items.Name}", InputTokens = "{result.Count}", OutputTokens = "1")]
            [assembly: LlmMethod(typeof(Quick), "Ask", Model = "quick", OutputTokens = "{result}", InputTokens = "2")]
            [assembly: LlmMethod(typeof(Program), "Hidden", Model = "{model}", InputTokens = "{result}", OutputTokens = "7")]
            public interface INamed { string Name { get; } }
            public sealed class Named : INamed { public string Name => "n"; }
            public class Thing { public string Model = "thing"; }
            public static class Extensions { public static int Say(this Thing thing, string text) => text.Length; }
            public class Box<T> where T : INamed { public List<T> Ask<U>(IEnumerable<T> items, U more) { return items.ToList(); } }
            public struct Quick { public int Calls; public int Ask(string text) => ++Calls; }
            public static partial class Program
            {
                private static int s_walked;
                private static int Hidden(string model) => 11;
                private static IEnumerable<Named> Lazy() { s_walked++; yield return new Named(); }
                [TrackLlmCall] public static async Task Main()
                {
                    new Thing().Say("12345"); Extensions.Say(new Thing(), "123");
                    new Box<Named>().Ask(Lazy(), 5);
                    var quick = new Quick(); quick.Ask("a"); quick.Ask("b");
                    Hidden("hidden");
                    if (s_walked != 1 || quick.Calls != 2) throw new InvalidOperationException($"{s_walked} {quick.Calls}");
                    await Task.Yield();
                }
            }
            """;
        Assert.Equal("-/thing 5++/+ told\n-/thing 3++/+ told\n-/box 1++/1+ told\n-/quick 2++/1+ told\n-/quick 2++/2+ told\n-/hidden 11++/7+ told", await Booked.Run(Source));
    }

    [Fact]
    public async Task What_returns_its_usage_needs_no_more_words()
    {
        const string Source = """
            [assembly: LlmMethod(typeof(Bot), "Ask", Model = "m")]
            [assembly: LlmMethod(typeof(Bot), "Read", Model = "m")]
            public class Bot
            {
                public Task<(string Text, LlmUsage? Usage)> Ask(string text) => Task.FromResult<(string, LlmUsage?)>((text, LlmUsage.Of(7, 3)));
                public async IAsyncEnumerable<LlmUsage> Read(string text) { await Task.Yield(); yield return LlmUsage.Of(5, 2); }
            }
            public static partial class Program { [TrackLlmCall] public static async Task Main() { var b = new Bot(); await b.Ask("x"); await foreach (var u in b.Read("x")) { } } }
            """;
        Assert.Equal("-/m 7++/3+ told\n-/m 5++/2+ told", await Booked.Run(Source));
    }

    [Fact]
    public async Task A_method_that_is_annotated_as_well_is_metered_as_it_is_declared()
    {
        const string Source = """
            [assembly: LlmMethod(typeof(Bot), "Ask", Model = "{model}", InputTokens = "{result.In}", OutputTokens = "{result.Out}")]
            public record Reply(int In, int Out);
            public class Bot { [TrackLlmCall(User = "{user}")] public Reply Ask(string user, string model) => new(7, 3); }
            public static partial class Program { public static async Task Main() { new Bot().Ask("ann", "m"); await Task.Yield(); } }
            """;
        Assert.Equal("-/m 7++/3+ told", await Booked.Run(Source));
        Assert.Contains("Opens the scope of Bot.Ask and meters the call as it is declared.", Booked.Generate(Source).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_can_declare_its_own_methods_and_the_project_wins()
    {
        (string, byte[]) library = Booked.Library("Own", """
            [assembly: LlmMethod(typeof(Own.Bot), "Ask", Model = "library", InputTokens = "{result}", OutputTokens = "1")]
            [assembly: LlmMethod(typeof(Own.Bot), "Tell", Model = "library", InputTokens = "{result}", OutputTokens = "1")]
            namespace Own; public class Bot { public int Ask(string text) => 9; public int Tell(string text) => 9; }
            """);
        Assert.Equal("-/project 9++/2+ told\n-/library 9++/1+ told", await Booked.Run("""
            [assembly: LlmMethod(typeof(Own.Bot), "Ask", Model = "project", InputTokens = "{result}", OutputTokens = "2")]
            public static partial class Program { [TrackLlmCall] public static async Task Main() { new Own.Bot().Ask("x"); new Own.Bot().Tell("x"); await Task.Yield(); } }
            """, "", library));
    }

    [Fact]
    public async Task Several_declarations_share_the_overloads()
    {
        const string Source = """
            [assembly: LlmMethod(typeof(Bot), "Ask", Model = "{model}", InputTokens = "{result}", OutputTokens = "1")]
            [assembly: LlmMethod(typeof(Bot), "Ask", Model = "default", Prompt = "{text}", InputTokens = "{result}", OutputTokens = "2")]
            public class Bot { public int Ask(string text, string model) => 9; public int Ask(string text) => 8; }
            public static partial class Program { [TrackLlmCall] public static async Task Main() { new Bot().Ask("x", "m"); new Bot().Ask("x"); await Task.Yield(); } }
            """;
        Assert.Equal("-/m 9++/1+ told\n-/default 8++/2+ told", await Booked.Run(Source));
    }

    [Theory]
    [InlineData("public object M(Bot b) => b.Ask(\"x\");", "Untracked Bot.Ask")]
    [InlineData("[TrackLlmCall] public object M(Bot b) => b.Ask(\"x\");", "Sdk Bot.Ask")]
    [InlineData("[TrackLlmCall] public object M(Bot b) => b.Ask(5);", "Unmetered Bot.Ask")]
    [InlineData("[TrackLlmCall] public Func<string, object> M(Bot b) => b.Ask;", "Refused MethodGroup Bot.Ask")]
    [InlineData("[TrackLlmCall] public object M(Bot b, dynamic d) => b.Ask(d);", "Refused Dynamic Bot.Ask")]
    [InlineData("[BudgetIgnore(\"x\")] public object M(Bot b) => b.Ask(\"x\");", "")]
    public void A_declared_method_is_a_known_one(string member, string expected) => Assert.Equal(expected, Classified.Describe(Sources.Compile($$"""
        [assembly: LlmMethod(typeof(Bot), "Ask", Model = "m", Prompt = "{text}")]
        public class Bot { public string Ask(string text) => text; public string Ask(int number) => ""; }
        public class C { {{member}} }
        """)));

    [Theory]
    [InlineData("Model = \"one\"", "Model = \"two\"")]
    [InlineData("\"Ask\"", "\"Tell\"")]
    [InlineData("[assembly: LlmMethod(typeof(Bot), \"Ask\", Model = \"one\", InputTokens = Names.In)]", "")]
    [InlineData("In = \"{result.A}\"", "In = \"{result.B}\"")]
    [InlineData("public int A;", "public int? A;")]
    public void An_edit_of_the_declaration_is_noticed(string old, string now)
    {
        Dictionary<string, string> files = new()
        {
            ["Declared.cs"] = "[assembly: LlmMethod(typeof(Bot), \"Ask\", Model = \"one\", InputTokens = Names.In)]",
            ["Names.cs"] = "public static class Names { public const string In = \"{result.A}\"; }",
            ["Reply.cs"] = "public class Reply { public int A; public int B; }",
            ["Bot.cs"] = "public class Bot { public Reply Ask(string text) => new(); public Reply Tell(string text) => new(); }",
            ["Caller.cs"] = "public class Caller { [TrackLlmCall] public void All(Bot bot) { bot.Ask(\"x\"); bot.Tell(\"y\"); } }",
        };
        string file = files.Single(part => part.Value.Contains(old, StringComparison.Ordinal)).Key;
        string text = files[file].Replace(old, now, StringComparison.Ordinal);
        CSharpCompilation before = Sources.Compile([.. files.Select(part => Sources.Tree(part.Value, part.Key))]);
        GeneratorDriver driver = Generated.Driver(Sources.Options()).RunGenerators(before);
        string first = Text(driver);
        Assert.Contains("result?.A", first, StringComparison.Ordinal);

        SyntaxTree tree = before.SyntaxTrees.Single(part => Path.GetFileName(part.FilePath) == file);
        string kept = Text(driver.RunGenerators(before.ReplaceSyntaxTree(tree, Sources.Tree(text, file))));
        files[file] = text;
        string fresh = Text(Generated.Driver(Sources.Options()).RunGenerators(Sources.Compile([.. files.Select(part => Sources.Tree(part.Value, part.Key))])));
        Assert.Equal(fresh, kept);
        if (!now.Contains("int?", StringComparison.Ordinal))
            Assert.NotEqual(first, kept);
    }

    private static string Text(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return string.Join("\n", result.GeneratedSources.OrderBy(static source => source.HintName, StringComparer.Ordinal).Select(static source => source.SourceText.ToString()));
    }
}
