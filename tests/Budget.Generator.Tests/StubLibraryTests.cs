using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Tests.Harness;

namespace BudgetGen.Generator.Tests;

/// <summary>
/// Libraries that are known by their names only. The stubs below have the members that the table speaks of, as the public sources had them; what is booked is what they tell.
/// </summary>
public class StubLibraryTests
{
    private const string Google = """
        namespace Google.GenAI
        {
            public class ApiException(int status) : System.Net.Http.HttpRequestException("no") { public new int StatusCode { get; } = status; }
            public class Models
            {
                private static Types.GenerateContentResponse Reply(bool last = true) => new()
                {
                    ModelVersion = "gemini-2.5-flash", ResponseId = "g-1",
                    Candidates = [new() { Content = new() { Parts = [new() { Text = "12345678" }] }, FinishReason = last ? Types.FinishReason.Stop : null }],
                    UsageMetadata = new() { PromptTokenCount = 100, CachedContentTokenCount = 40, ToolUsePromptTokenCount = last ? 5 : null, CandidatesTokenCount = last ? 30 : 1, ThoughtsTokenCount = last ? 20 : null },
                };
                public Task<Types.GenerateContentResponse> GenerateContentAsync(string model, List<Types.Content> contents, Types.GenerateContentConfig? config = null) => Task.FromResult(Reply());
                public Task<Types.GenerateContentResponse> GenerateContentAsync(string model, Types.Content contents, Types.GenerateContentConfig? config = null) => Task.FromResult(Reply());
                public Task<Types.GenerateContentResponse> GenerateContentAsync(string model, string contents, Types.GenerateContentConfig? config = null) => model == "no" ? throw new ApiException(400) : Task.FromResult(Reply());
                public async IAsyncEnumerable<Types.GenerateContentResponse> GenerateContentStreamAsync(string model, string contents, Types.GenerateContentConfig? config = null) { yield return Reply(last: false); await Task.Yield(); yield return Reply(); }
                public Task<object> EmbedContentAsync(string model, string contents) => Task.FromResult(new object());
                public Task<string> GenerateImagesAsync(string model, string prompt) => Task.FromResult("");
                public Task<int> CountTokensAsync(string model, string contents) => Task.FromResult(1);
                public Task<string> DreamAsync(string model) => Task.FromResult("");
            }
        }
        namespace Google.GenAI.Types
        {
            public enum FinishReason { Stop }
            public class Part { public string? Text { get; set; } public object? InlineData { get; set; } public object? FileData { get; set; } }
            public class Content { public List<Part>? Parts { get; set; } }
            public class Tool { }
            public class GenerateContentConfig { public int? MaxOutputTokens { get; set; } public int? CandidateCount { get; set; } public Content? SystemInstruction { get; set; } public List<Tool>? Tools { get; set; } }
            public class Candidate { public Content? Content { get; set; } public FinishReason? FinishReason { get; set; } }
            public class UsageMetadata { public int? PromptTokenCount { get; set; } public int? CachedContentTokenCount { get; set; } public int? CandidatesTokenCount { get; set; } public int? ThoughtsTokenCount { get; set; } public int? ToolUsePromptTokenCount { get; set; } }
            public class GenerateContentResponse { public List<Candidate>? Candidates { get; set; } public UsageMetadata? UsageMetadata { get; set; } public string? ModelVersion { get; set; } public string? ResponseId { get; set; } }
        }
        """;

    private const string Generative = """
        namespace GenerativeAI.Exceptions { public class ApiException : Exception { public int ErrorCode { get; set; } } }
        namespace GenerativeAI
        {
            using GenerativeAI.Types;
            public interface IGenerativeModel
            {
                Task<GenerateContentResponse> GenerateContentAsync(GenerateContentRequest request, CancellationToken cancellationToken = default);
                Task<GenerateContentResponse> GenerateContentAsync(string prompt, CancellationToken cancellationToken = default);
                Task<T?> GenerateObjectAsync<T>(string prompt, CancellationToken cancellationToken = default) where T : class;
            }
            public class GenerativeModel : IGenerativeModel
            {
                public string Model { get; set; } = "gemini-2.5-flash";
                public string? SystemInstruction { get; set; }
                public GenerationConfig? Config { get; set; }
                private static GenerateContentResponse Reply() => new() { UsageMetadata = new() { PromptTokenCount = 10, CandidatesTokenCount = 4, ThoughtsTokenCount = 3 }, Candidates = [new() { Content = new(), FinishReason = FinishReason.STOP }] };
                public virtual Task<GenerateContentResponse> GenerateContentAsync(GenerateContentRequest request, CancellationToken cancellationToken = default) => Task.FromResult(Reply());
                public Task<GenerateContentResponse> GenerateContentAsync(string prompt, CancellationToken cancellationToken = default) => Task.FromResult(Reply());
                public Task<GenerateContentResponse> GenerateContentAsync(string prompt, string fileUri, string mimeType, CancellationToken cancellationToken = default) => Task.FromResult(Reply());
                public Task<GenerateContentResponse> GenerateContentAsync(IEnumerable<Part> parts, CancellationToken cancellationToken = default) => Task.FromResult(Reply());
                public async IAsyncEnumerable<GenerateContentResponse> StreamContentAsync(IEnumerable<Content> contents, CancellationToken cancellationToken = default) { await Task.Yield(); yield return Reply(); }
                public virtual Task<T?> GenerateObjectAsync<T>(string prompt, CancellationToken cancellationToken = default) where T : class => Task.FromResult<T?>(null);
                public Task<string> GenerateAnswerAsync(string request) => Task.FromResult("");
                public Task<int> CountTokensAsync(string prompt) => Task.FromResult(1);
                public Task<string> ThinkAsync(string prompt) => Task.FromResult("");
            }
            public class ChatSession : GenerativeModel { public override Task<GenerateContentResponse> GenerateContentAsync(GenerateContentRequest request, CancellationToken cancellationToken = default) => base.GenerateContentAsync(request, cancellationToken); }
            public class EmbeddingModel { public string Model { get; set; } = "text-embedding-004"; public Task<object> EmbedContentAsync(IEnumerable<string> messages, CancellationToken cancellationToken = default) => Task.FromResult(new object()); }
        }
        namespace GenerativeAI.Types
        {
            public enum FinishReason { STOP }
            public class Part { public string? Text { get; set; } public object? InlineData { get; set; } public object? FileData { get; set; } }
            public class Content { public List<Part> Parts { get; set; } = []; }
            public class Tool { }
            public class GenerationConfig { public int? MaxOutputTokens { get; set; } public int? CandidateCount { get; set; } }
            public class GenerateContentRequest { public List<Content> Contents { get; set; } = []; public List<Tool>? Tools { get; set; } public Content? SystemInstruction { get; set; } public GenerationConfig? GenerationConfig { get; set; } }
            public class Candidate { public Content? Content { get; set; } public FinishReason? FinishReason { get; set; } }
            public class UsageMetadata { public int PromptTokenCount { get; set; } public int CachedContentTokenCount { get; set; } public int CandidatesTokenCount { get; set; } public int ToolUsePromptTokenCount { get; set; } public int ThoughtsTokenCount { get; set; } }
            public class GenerateContentResponse { public Candidate[]? Candidates { get; set; } public UsageMetadata? UsageMetadata { get; set; } public string? ModelVersion { get; set; } public string? ResponseId { get; set; } }
        }
        """;

    private const string Mistral = """
        #nullable disable
        namespace Mistral.SDK.Completions
        {
            using Mistral.SDK.DTOs;
            public class CompletionsEndpoint
            {
                public Task<ChatCompletionResponse> GetCompletionAsync(ChatCompletionRequest request, CancellationToken cancellationToken = default) =>
                    Task.FromResult(new ChatCompletionResponse { Id = "m-1", Model = "mistral-small-2506", Usage = new() { PromptTokens = 12, CompletionTokens = 7 }, Choices = [new() { Message = new() { Content = "hello" } }] });
                public async IAsyncEnumerable<ChatCompletionResponse> StreamCompletionAsync(ChatCompletionRequest request, CancellationToken cancellationToken = default)
                {
                    yield return new() { Model = "mistral-small-2506", Choices = [new() { Delta = new() { Content = "hello" } }] };
                    await Task.Yield();
                    yield return new() { Choices = [new() { FinishReason = Choice.FinishReasonEnum.Stop }], Usage = request.Model == "silent" ? null : new() { PromptTokens = 12, CompletionTokens = 7 } };
                }
                public Task<string> FillInTheMiddleAsync(string prompt) => Task.FromResult("");
            }
        }
        namespace Mistral.SDK.Embeddings { public class EmbeddingsEndpoint { public Task<Mistral.SDK.DTOs.EmbeddingResponse> GetEmbeddingsAsync(Mistral.SDK.DTOs.EmbeddingRequest request, CancellationToken cancellationToken = default) => Task.FromResult(new Mistral.SDK.DTOs.EmbeddingResponse { Usage = new() { PromptTokens = 9 }, Model = "mistral-embed" }); } }
        namespace Mistral.SDK.DTOs
        {
            public class Tool { }
            public class ChatMessage { public string Name { get; set; } public string Content { get; set; } }
            public class ChatCompletionRequest { public string Model { get; set; } public List<ChatMessage> Messages { get; set; } public int? MaxTokens { get; set; } public IList<Tool> Tools { get; set; } }
            public class Choice { public enum FinishReasonEnum { Stop } public FinishReasonEnum? FinishReason { get; set; } public ChatMessage Message { get; set; } public ChatMessage Delta { get; set; } }
            public class Usage { public int PromptTokens { get; set; } public int CompletionTokens { get; set; } }
            public class ChatCompletionResponse { public string Id { get; set; } public string Model { get; set; } public List<Choice> Choices { get; set; } public Usage Usage { get; set; } }
            public class EmbeddingRequest { public string Model { get; set; } public List<string> Input { get; set; } }
            public class EmbeddingResponse { public string Id { get; set; } public string Model { get; set; } public Usage Usage { get; set; } }
        }
        """;

    private const string Ollama = """
        namespace OllamaSharp
        {
            using OllamaSharp.Models; using OllamaSharp.Models.Chat;
            public interface IOllamaApiClient
            {
                string SelectedModel { get; set; }
                IAsyncEnumerable<ChatResponseStream?> ChatAsync(ChatRequest request, CancellationToken cancellationToken = default);
                IAsyncEnumerable<GenerateResponseStream?> GenerateAsync(GenerateRequest request, CancellationToken cancellationToken = default);
                Task<EmbedResponse> EmbedAsync(EmbedRequest request, CancellationToken cancellationToken = default);
                Task<bool> IsRunningAsync(CancellationToken cancellationToken = default);
                Task<string> DreamAsync(CancellationToken cancellationToken = default);
            }
            public class OllamaApiClient : IOllamaApiClient
            {
                public string SelectedModel { get; set; } = "llama3";
                public async IAsyncEnumerable<ChatResponseStream?> ChatAsync(ChatRequest request, CancellationToken cancellationToken = default) { yield return new() { Model = "llama3:8b", Message = new() { Content = "hi" } }; await Task.Yield(); yield return null; yield return new ChatDoneResponseStream { Model = "llama3:8b", Done = true, PromptEvalCount = 21, EvalCount = 8 }; }
                public async IAsyncEnumerable<GenerateResponseStream?> GenerateAsync(GenerateRequest request, CancellationToken cancellationToken = default) { await Task.Yield(); yield return new GenerateDoneResponseStream { Model = "llama3:8b", Response = "hi", Done = true, PromptEvalCount = 5, EvalCount = 2 }; }
                public Task<EmbedResponse> EmbedAsync(EmbedRequest request, CancellationToken cancellationToken = default) => Task.FromResult(new EmbedResponse { PromptEvalCount = 3 });
                public Task<bool> IsRunningAsync(CancellationToken cancellationToken = default) => Task.FromResult(true);
                public Task<string> DreamAsync(CancellationToken cancellationToken = default) => Task.FromResult("");
            }
            public static class OllamaApiClientExtensions
            {
                public static Task<EmbedResponse> EmbedAsync(this IOllamaApiClient client, string input, CancellationToken cancellationToken = default) => client.EmbedAsync(new EmbedRequest { Input = [input] }, cancellationToken);
            }
            public class Chat(IOllamaApiClient client)
            {
                public List<Message> Messages { get; set; } = [];
                public string Model { get; set; } = client.SelectedModel;
                public RequestOptions? Options { get; set; }
                public async IAsyncEnumerable<string> SendAsync(string message, CancellationToken cancellationToken = default) { await Task.Yield(); yield return "1234"; yield return "5678"; }
            }
        }
        namespace OllamaSharp.Models
        {
            public class RequestOptions { public int? NumPredict { get; set; } }
            public class GenerateRequest { public string Model { get; set; } = ""; public string Prompt { get; set; } = ""; public string Suffix { get; set; } = ""; public RequestOptions? Options { get; set; } public string[]? Images { get; set; } public string? System { get; set; } }
            public class GenerateResponseStream { public string Model { get; set; } = ""; public string Response { get; set; } = ""; public bool Done { get; set; } }
            public class GenerateDoneResponseStream : GenerateResponseStream { public int PromptEvalCount { get; set; } public int EvalCount { get; set; } }
            public class EmbedRequest { public string Model { get; set; } = ""; public List<string> Input { get; set; } = []; }
            public class EmbedResponse { public int? PromptEvalCount { get; set; } }
        }
        namespace OllamaSharp.Models.Chat
        {
            public class Message { public string? Content { get; set; } public string? Thinking { get; set; } public string[]? Images { get; set; } }
            public class ChatRequest { public string Model { get; set; } = ""; public IEnumerable<Message>? Messages { get; set; } public OllamaSharp.Models.RequestOptions? Options { get; set; } public IEnumerable<object>? Tools { get; set; } }
            public class ChatResponseStream { public string Model { get; set; } = ""; public Message? Message { get; set; } public bool Done { get; set; } }
            public class ChatDoneResponseStream : ChatResponseStream { public int PromptEvalCount { get; set; } public int EvalCount { get; set; } }
        }
        """;

    private const string Kernel = """
        namespace Microsoft.SemanticKernel
        {
            public class ChatMessageContent { public string? Content { get; set; } public string? ModelId { get; set; } }
            public class StreamingChatMessageContent { public string? Content { get; set; } public string? ModelId { get; set; } }
            public class TextContent { public string? Text { get; set; } public string? ModelId { get; set; } }
            public class PromptExecutionSettings { public string? ModelId { get; set; } }
            public class Kernel { public Task<string> InvokeAsync(string function) => Task.FromResult(""); }
        }
        namespace Microsoft.SemanticKernel.ChatCompletion
        {
            public class ChatHistory : List<ChatMessageContent> { }
            public interface IChatCompletionService
            {
                Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default);
                IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default);
            }
            public static class ChatCompletionServiceExtensions
            {
                public static async Task<ChatMessageContent> GetChatMessageContentAsync(this IChatCompletionService service, string prompt, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default) =>
                    (await service.GetChatMessageContentsAsync([], executionSettings, kernel, cancellationToken))[0];
            }
        }
        namespace Microsoft.SemanticKernel.TextGeneration { public interface ITextGenerationService { Task<IReadOnlyList<TextContent>> GetTextContentsAsync(string prompt, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default); } }
        """;

    private static readonly Dictionary<string, (string Name, byte[] Image)> s_libraries = new[]
    {
        ("Google.GenAI", Google), ("GenerativeAI", Generative), ("Mistral.SDK", Mistral), ("OllamaSharp", Ollama), ("Microsoft.SemanticKernel.Abstractions", Kernel),
    }.ToDictionary(library => library.Item1, library => Booked.Library(library.Item1, library.Item2));

    private static string Program(string calls, string more = "") => $$"""
        public static partial class Program
        {
            [TrackLlmCall] public static async Task Main() { {{calls}} await Task.Yield(); }
            private static async Task Read<T>(IAsyncEnumerable<T> stream) { await foreach (T item in stream) { } }
        }
        {{more}}
        """;

    private const string Gemini = "google/gemini-2.5-flash 65+40+/30+20 told g-1";

    [Theory]
    [InlineData("Google.GenAI", "await new Google.GenAI.Models().GenerateContentAsync(\"gemini-2.5-flash\", \"hi\");", Gemini)]
    [InlineData("Google.GenAI", "await new Google.GenAI.Models().GenerateContentAsync(\"gemini-2.5-flash\", new Google.GenAI.Types.Content());", Gemini)]
    [InlineData("Google.GenAI", "await new Google.GenAI.Models().GenerateContentAsync(\"gemini-2.5-flash\", new List<Google.GenAI.Types.Content>());", Gemini)]
    [InlineData("Google.GenAI", "await Read(new Google.GenAI.Models().GenerateContentStreamAsync(\"gemini-2.5-flash\", \"hi\"));", Gemini)]
    [InlineData("Google.GenAI", "try { await new Google.GenAI.Models().GenerateContentAsync(\"no\", \"hi\"); } catch (Google.GenAI.ApiException) { }", "")]
    [InlineData("Google.GenAI", "await new Google.GenAI.Models().EmbedContentAsync(\"gemini-embedding-001\", \"12345678\");", "google/gemini-embedding-001 9++/+ estimated")]
    [InlineData("GenerativeAI", "await new GenerativeAI.GenerativeModel().GenerateContentAsync(\"hi\");", "google/gemini-2.5-flash 10+0+/4+3 told")]
    [InlineData("GenerativeAI", "await new GenerativeAI.GenerativeModel().GenerateContentAsync(\"hi\", \"file\", \"text/plain\");", "google/gemini-2.5-flash 10+0+/4+3 told")]
    [InlineData("GenerativeAI", "await new GenerativeAI.GenerativeModel().GenerateContentAsync([new GenerativeAI.Types.Part()]);", "google/gemini-2.5-flash 10+0+/4+3 told")]
    [InlineData("GenerativeAI", "await Read(new GenerativeAI.GenerativeModel().StreamContentAsync([]));", "google/gemini-2.5-flash 10+0+/4+3 told")]
    [InlineData("GenerativeAI", "await new GenerativeAI.ChatSession().GenerateContentAsync(new GenerativeAI.Types.GenerateContentRequest());", "google/gemini-2.5-flash 10+0+/4+3 told")]
    [InlineData("GenerativeAI", "await ((GenerativeAI.IGenerativeModel)new GenerativeAI.GenerativeModel()).GenerateContentAsync(\"hi\");", "google/(unnamed) 10+0+/4+3 told")]
    [InlineData("GenerativeAI", "await new GenerativeAI.GenerativeModel().GenerateObjectAsync<string>(\"12345678\");", "google/gemini-2.5-flash 13++/+ estimated")]
    [InlineData("GenerativeAI", "await new GenerativeAI.EmbeddingModel().EmbedContentAsync([\"12345678\"]);", "google/text-embedding-004 9++/+ estimated")]
    [InlineData("Mistral.SDK", "await new Mistral.SDK.Completions.CompletionsEndpoint().GetCompletionAsync(new() { Model = \"mistral-small-latest\" });", "mistral/mistral-small-2506 12++/7+ told m-1")]
    [InlineData("Mistral.SDK", "await Read(new Mistral.SDK.Completions.CompletionsEndpoint().StreamCompletionAsync(new() { Model = \"mistral-small-latest\" }));", "mistral/mistral-small-2506 12++/7+ told")]
    [InlineData("Mistral.SDK", "await Read(new Mistral.SDK.Completions.CompletionsEndpoint().StreamCompletionAsync(new() { Model = \"silent\", Messages = [new() { Content = \"12345678\" }] }));", "mistral/mistral-small-2506 9++/2+ estimated")]
    [InlineData("Mistral.SDK", "await new Mistral.SDK.Embeddings.EmbeddingsEndpoint().GetEmbeddingsAsync(new() { Model = \"mistral-embed\", Input = [\"a\"] });", "mistral/mistral-embed 9++/+ told")]
    [InlineData("OllamaSharp", "await Read(new OllamaSharp.OllamaApiClient().ChatAsync(new() { Model = \"llama3\" }));", "ollama/llama3:8b 21++/8+ told")]
    [InlineData("OllamaSharp", "OllamaSharp.IOllamaApiClient c = new OllamaSharp.OllamaApiClient(); await Read(c.GenerateAsync(new() { Model = \"llama3\" }));", "ollama/llama3:8b 5++/2+ told")]
    [InlineData("OllamaSharp", "await new OllamaSharp.OllamaApiClient().EmbedAsync(new OllamaSharp.Models.EmbedRequest { Model = \"nomic\" });", "ollama/nomic 3++/+ told")]
    [InlineData("OllamaSharp", "await OllamaSharp.OllamaApiClientExtensions.EmbedAsync(new OllamaSharp.OllamaApiClient(), \"x\");", "ollama/llama3 3++/+ told")]
    [InlineData("OllamaSharp", "await Read(new OllamaSharp.Chat(new OllamaSharp.OllamaApiClient()).SendAsync(\"12345678\"));", "ollama/llama3 9++/2+ estimated")]
    public async Task What_the_library_tells_is_booked(string library, string calls, string expected) => Assert.Equal(expected, await Booked.Run(Program(calls), "", s_libraries[library]));

    [Fact]
    public async Task Semantic_kernel_is_estimated_from_its_text() => Assert.Equal(
        "openai/gpt-4o 9++/2+ estimated\nopenai/gpt-4o-2024-08-06 9++/1+ estimated\nopenai/gpt-4o-2024-08-06 9++/1+ estimated",
        await Booked.Run(
            Program("""
                IChatCompletionService service = new Service();
                var settings = new PromptExecutionSettings { ModelId = "gpt-4o" };
                await service.GetChatMessageContentsAsync([new() { Content = "12345678" }], settings);
                await Read(service.GetStreamingChatMessageContentsAsync([new() { Content = "12345678" }], settings));
                await service.GetChatMessageContentAsync("12345678", settings);
                """, """
                #pragma warning disable CS8425
                public class Service : IChatCompletionService
                {
                    public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default) =>
                        Task.FromResult<IReadOnlyList<ChatMessageContent>>([new() { Content = "1234", ModelId = "gpt-4o-2024-08-06" }, new() { Content = "5678" }]);
                    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default) { await Task.Yield(); yield return new() { Content = "1234", ModelId = "gpt-4o-2024-08-06" }; }
                }
                """).Insert(0, "using Microsoft.SemanticKernel; using Microsoft.SemanticKernel.ChatCompletion;\n"),
            "",
            s_libraries["Microsoft.SemanticKernel.Abstractions"]));

    [Theory]
    [InlineData("Google.GenAI", "object M(Google.GenAI.Models m) => m.DreamAsync(\"x\");", "Unmetered Models.DreamAsync")]
    [InlineData("Google.GenAI", "object M(Google.GenAI.Models m) => m.GenerateImagesAsync(\"x\", \"y\");", "Unmetered Models.GenerateImagesAsync")]
    [InlineData("Google.GenAI", "object M(Google.GenAI.Models m) => m.CountTokensAsync(\"x\", \"y\");", "")]
    [InlineData("GenerativeAI", "object M(GenerativeAI.GenerativeModel m) => m.ThinkAsync(\"x\");", "Unmetered GenerativeModel.ThinkAsync")]
    [InlineData("GenerativeAI", "object M(GenerativeAI.GenerativeModel m) => m.GenerateAnswerAsync(\"x\");", "Unmetered GenerativeModel.GenerateAnswerAsync")]
    [InlineData("GenerativeAI", "object M(GenerativeAI.GenerativeModel m) => m.CountTokensAsync(\"x\");", "")]
    [InlineData("Mistral.SDK", "object M(Mistral.SDK.Completions.CompletionsEndpoint m) => m.FillInTheMiddleAsync(\"x\");", "Unmetered CompletionsEndpoint.FillInTheMiddleAsync")]
    [InlineData("OllamaSharp", "object M(OllamaSharp.OllamaApiClient m) => m.DreamAsync();", "Unmetered OllamaApiClient.DreamAsync")]
    [InlineData("OllamaSharp", "object M(OllamaSharp.OllamaApiClient m) => m.IsRunningAsync();", "")]
    [InlineData("Microsoft.SemanticKernel.Abstractions", "object M(Microsoft.SemanticKernel.Kernel m) => m.InvokeAsync(\"x\");", "Unmetered Kernel.InvokeAsync")]
    public void What_the_table_does_not_meter_is_reported(string library, string member, string expected) => Assert.Equal(expected, Classified.Describe(Sources.Compile(
        "App", References.WithoutRuntime.Append(Microsoft.CodeAnalysis.MetadataReference.CreateFromImage(s_libraries[library].Image)), Sources.Tree($"class C {{ {member} }}"))));

    [Fact]
    public void Each_listed_row_says_why() => Assert.All(
        KnownSdkCalls.All.Where(call => call is { Template: SdkTemplate.None } && (s_libraries.ContainsKey(call.Assembly) || call.Assembly.StartsWith("Microsoft.SemanticKernel", StringComparison.Ordinal) || call.Assembly == "Azure.AI.OpenAI")),
        call => Assert.NotNull(call.Reason));
}
