using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>Every SDK call that is metered, against the real SDKs and the real runtime: the adapters exist, and the generated files compile.</summary>
public class SdkTests
{
    private const string Calls = """
        [TrackLlmCall]
        public static class Calls
        {
            public static void OpenAI(OpenAI.Chat.ChatClient c, CancellationToken t)
            {
                c.CompleteChat("a"); c.CompleteChat(new List<OpenAI.Chat.ChatMessage>(), null, t);
                c.CompleteChatAsync("a"); c.CompleteChatAsync(new List<OpenAI.Chat.ChatMessage>(), null, t);
                c.CompleteChatStreaming("a"); c.CompleteChatStreaming(new List<OpenAI.Chat.ChatMessage>(), null, t);
                c.CompleteChatStreamingAsync("a"); c.CompleteChatStreamingAsync(new List<OpenAI.Chat.ChatMessage>(), null, t);
            }
            //-- Anthropic
            public static void Anthropic(Anthropic.AnthropicClient c) { c.Messages.Create(null!); c.Messages.CreateStreaming(null!); }
            //-- ExtensionsAI
            public static void ExtensionsAI(Microsoft.Extensions.AI.IChatClient c)
            {
                c.GetResponseAsync(new List<Microsoft.Extensions.AI.ChatMessage>()); c.GetStreamingResponseAsync(new List<Microsoft.Extensions.AI.ChatMessage>());
                Microsoft.Extensions.AI.ChatClientExtensions.GetResponseAsync(c, "a"); Microsoft.Extensions.AI.ChatClientExtensions.GetStreamingResponseAsync(c, "a");
                Microsoft.Extensions.AI.ChatClientExtensions.GetResponseAsync(c, new Microsoft.Extensions.AI.ChatMessage());
                Microsoft.Extensions.AI.ChatClientExtensions.GetStreamingResponseAsync(c, new Microsoft.Extensions.AI.ChatMessage());
            }
        }
        public static class Results
        {
            [TrackLlmCall] public static Task<System.ClientModel.ClientResult<OpenAI.Chat.ChatCompletion>> A() => null!;
            [TrackLlmCall] public static OpenAI.Chat.ChatCompletion B() => null!;
            [TrackLlmCall] public static ValueTask<Anthropic.Models.Messages.Message> C() => default;
            [TrackLlmCall] public static Task<Microsoft.Extensions.AI.ChatResponse> D() => null!;
            public static void All() { A(); B(); C(); D(); }
        }
        """;

    [Fact]
    public void Every_metered_call_has_an_adapter()
    {
        Generated generated = Generated.From(Sources.Compile("App", References.WithoutRuntime.Append(References.RealRuntime), Sources.Tree(Calls.Replace("OpenAI.Chat.", "global::OpenAI.Chat.").Replace("(Anthropic.", "(global::Anthropic.").Replace("<Anthropic.", "<global::Anthropic."))));
        Emitted.Image(generated.Compilation);
        Assert.Contains("// 20 of 20 LLM call sites", generated.Text, StringComparison.Ordinal);
        foreach (string outcome in (string[])["OpenAIChat.Outcome(answer)", "AnthropicMessages.Outcome(answer)", "ExtensionsAIChat.Outcome(answer)"])
            Assert.Contains(outcome, generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_without_the_other_libraries_gets_no_code_that_names_them()
    {
        MetadataReference[] references = [.. References.WithoutRuntime.Where(reference => Path.GetFileNameWithoutExtension(reference.Display) is not ("OpenAI" or "Anthropic" or "System.ClientModel")), References.RealRuntime];
        Generated generated = Generated.From(Sources.Compile("App", references, Sources.Tree(
            "public static class C { [TrackLlmCall] public static Task Ask(Microsoft.Extensions.AI.IChatClient c) => c.GetResponseAsync([]); }")));
        Emitted.Image(generated.Compilation);
        Assert.DoesNotContain("Anthropic.Exceptions", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subclass_of_a_client_is_metered_as_the_client()
    {
        Generated generated = Generated.From(Sources.Compile("""
            public class Mine : OpenAI.Chat.ChatClient { public override System.ClientModel.ClientResult<OpenAI.Chat.ChatCompletion> CompleteChat(params OpenAI.Chat.ChatMessage[] messages) => null!; }
            public static class C { [TrackLlmCall] public static object Ask(Mine c) => c.CompleteChat("x"); }
            """));
        Emitted.Image(generated.Compilation);
        Assert.Contains("OpenAIChat.CompleteChat(CompleteChatInAskSite, client, messages);", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_of_the_table_is_a_method_of_the_real_libraries()
    {
        CSharpCompilation compilation = Sources.Compile("");
        string[] missing =
        [
            .. from call in Discovery.KnownSdkCalls.All
               where call.Assembly is "OpenAI" or "Anthropic" or "Microsoft.Extensions.AI.Abstractions"
               where !Discovery.Libraries.OpenAICalls.IsOfOlderVersions(call)
               let type = compilation.GetTypeByMetadataName(call.Type)
               where type is null || !(type.GetMembers(call.Method).Length > 0 || call.Method.EndsWith("Async", StringComparison.Ordinal) || type.GetMembers(call.Method + "Async").Length > 0)
               select $"{call.Type}.{call.Method}",
        ];
        Assert.Empty(missing);
        Assert.All(Discovery.KnownSdkCalls.All.Where(call => call.Template is not (Discovery.SdkTemplate.None or Discovery.SdkTemplate.Declared) && call.Assembly != "Microsoft.Extensions.AI"), call => Assert.NotEmpty(compilation.GetTypeByMetadataName(call.Type)!.GetMembers(call.Method)));
    }
}
