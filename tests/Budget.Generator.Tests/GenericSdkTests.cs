using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>Generic methods and types of the libraries, called from all sides: the adapter gets the type arguments that the library's method has for the call.</summary>
public class GenericSdkTests
{
    private const string StructuredOutput = """
        namespace Microsoft.Extensions.AI;
        public class ChatResponse<T>(ChatResponse response) : ChatResponse(response.Messages) { public T Result => throw new System.NotSupportedException(); }
        public static class ChatClientStructuredOutputExtensions
        {
            public static Task<ChatResponse<T>> GetResponseAsync<T>(this IChatClient chatClient, IEnumerable<ChatMessage> messages, ChatOptions? options = null, bool? useJsonSchemaResponseFormat = null, CancellationToken cancellationToken = default) => null!;
            public static Task<ChatResponse<T>> GetResponseAsync<T>(this IChatClient chatClient, string chatMessage, ChatOptions? options = null, bool? useJsonSchemaResponseFormat = null, CancellationToken cancellationToken = default) => null!;
            public static Task<ChatResponse<T>> GetResponseAsync<T>(this IChatClient chatClient, ChatMessage chatMessage, ChatOptions? options = null, bool? useJsonSchemaResponseFormat = null, CancellationToken cancellationToken = default) => null!;
            public static Task<ChatResponse<T>> GetResponseAsync<T>(this IChatClient chatClient, IEnumerable<ChatMessage> messages, System.Text.Json.JsonSerializerOptions serializerOptions, ChatOptions? options = null, bool? useJsonSchemaResponseFormat = null, CancellationToken cancellationToken = default) => null!;
            public static Task<ChatResponse<T>> GetResponseAsync<T>(this IChatClient chatClient, string chatMessage, System.Text.Json.JsonSerializerOptions serializerOptions, ChatOptions? options = null, bool? useJsonSchemaResponseFormat = null, CancellationToken cancellationToken = default) => null!;
            public static Task<ChatResponse<T>> GetResponseAsync<T>(this IChatClient chatClient, ChatMessage chatMessage, System.Text.Json.JsonSerializerOptions serializerOptions, ChatOptions? options = null, bool? useJsonSchemaResponseFormat = null, CancellationToken cancellationToken = default) => null!;
            public static Task<ChatResponse<T>> GetResponseAsync<T>(this IChatClient chatClient, string chatMessage, int newer) => null!;
        }
        """;

    [Theory]
    [InlineData("public static object M(IEmbeddingGenerator<string, Embedding<float>> g) => g.GenerateAsync([\"x\"]);", "<TInput, TEmbedding>(")]
    [InlineData("public static object M<T>(IEmbeddingGenerator<T, Embedding<float>> g, T x) => g.GenerateVectorAsync(x);", ".GenerateVectorAsync<TInput, TEmbeddingElement>(")]
    [InlineData("public static object M<A, B>(IEmbeddingGenerator<A, B> g, A[] x) where B : Embedding => g.GenerateAndZipAsync(x);", ".GenerateAndZipAsync<TInput, TEmbedding>(")]
    [InlineData("public static object M(Two g) => g.GenerateAsync([\"x\"]);", "<T, global::Microsoft.Extensions.AI.Embedding<float>>(")]
    [InlineData("public static object M(Two g) => g.GenerateAsync([7]);", "<int, global::Microsoft.Extensions.AI.Embedding<double>>(")]
    [InlineData("public static object M<T>(Typed<T> g, T x) => g.GenerateAsync([x]);", "<T, global::Microsoft.Extensions.AI.Embedding<float>>(")]
    public void Type_arguments_are_the_librarys_as_the_call_sees_them(string member, string expected)
    {
        Generated generated = Generated.From(Sources.Compile("App", References.WithoutRuntime.Append(References.RealRuntime), Sources.Tree($$"""
            using Microsoft.Extensions.AI;
            [TrackLlmCall] public static class C { {{member}} }
            public class Typed<T> : IEmbeddingGenerator<T, Embedding<float>>
            {
                public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<T> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) => null!;
                public object? GetService(Type serviceType, object? serviceKey = null) => null;
                public void Dispose() { }
            }
            public class Two : Typed<string>, IEmbeddingGenerator<int, Embedding<double>>
            {
                public Task<GeneratedEmbeddings<Embedding<double>>> GenerateAsync(IEnumerable<int> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) => null!;
            }
            """)));
        Emitted.Image(generated.Compilation);
        if (expected.StartsWith('<'))
            expected = "ExtensionsAIEmbeddings.GenerateAsync" + expected;
        Assert.Contains(expected, string.Concat(generated.Interceptors), StringComparison.Ordinal);
    }

    [Fact]
    public void Structured_output_is_known_by_its_name()
    {
        MetadataReference library = Library("Microsoft.Extensions.AI", "global using Microsoft.Extensions.AI;\n" + StructuredOutput);
        CSharpCompilation compilation = Sources.Compile("App", [.. References.WithoutRuntime, References.RealRuntime, library], Sources.Tree("""
            using Microsoft.Extensions.AI;
            [TrackLlmCall]
            public static class C
            {
                public static async Task All<T>(IChatClient c, System.Text.Json.JsonSerializerOptions o)
                {
                    var message = new ChatMessage();
                    await c.GetResponseAsync<T>([message]); await c.GetResponseAsync<T>("x"); await c.GetResponseAsync<string>(message);
                    await c.GetResponseAsync<T>([message], o); await c.GetResponseAsync<T>("x", o); await c.GetResponseAsync<string>(message, o);
                }
            }
            """));
        Generated generated = Generated.From(compilation);
        Emitted.Image(generated.Compilation);
        Assert.Contains("// 6 of 6 LLM call sites", generated.Text, StringComparison.Ordinal);
        Assert.Contains("ExtensionsAIStructuredChat.GetResponseAsync<T>(", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_overload_that_the_table_does_not_know_is_reported()
    {
        MetadataReference library = Library("Microsoft.Extensions.AI", "global using Microsoft.Extensions.AI;\n" + StructuredOutput);
        Assert.Equal("Unmetered ChatClientStructuredOutputExtensions.GetResponseAsync", Classified.Describe(Sources.Compile("App", [.. References.WithoutRuntime, References.RealRuntime, library], Sources.Tree(
            "using Microsoft.Extensions.AI; [TrackLlmCall] public static class C { public static object M(IChatClient c) => c.GetResponseAsync<string>(\"x\", 7); }"))));
    }

    [Theory]
    [InlineData("", "Sdk BetaToolRunnerExtensions.ToolRunner")]
    [InlineData("void Newer();", "Unmetered BetaToolRunnerExtensions.ToolRunner")]
    [InlineData("void Newer() { }", "Sdk BetaToolRunnerExtensions.ToolRunner")]
    public void An_interface_that_has_grown_is_not_implemented_by_halves(string member, string expected)
    {
        MetadataReference library = Library("Anthropic", $$"""
            namespace Anthropic.Services.Beta { public interface IMessageService { void Create(); {{member}} } }
            namespace Anthropic.Helpers.Beta
            {
                public class BetaToolRunner; public interface IBetaRunnableTool; public class MessageCreateParams;
                public static class BetaToolRunnerExtensions
                {
                    public static BetaToolRunner ToolRunner(this Anthropic.Services.Beta.IMessageService service, MessageCreateParams parameters, IReadOnlyList<IBetaRunnableTool> tools, int? maxIterations = null) => null!;
                }
            }
            """);
        MetadataReference[] references = [.. References.WithoutRuntime.Where(reference => Path.GetFileNameWithoutExtension(reference.Display) != "Anthropic"), References.RealRuntime, library];
        Assert.Equal(expected, Classified.Describe(Sources.Compile("App", references, Sources.Tree(
            "using Anthropic.Helpers.Beta; [TrackLlmCall] public static class C { public static object M(Anthropic.Services.Beta.IMessageService s) => s.ToolRunner(null!, null!); }"))));
    }

    private static MetadataReference Library(string name, string text)
    {
        CSharpCompilation library = Sources.Compile(name, References.WithoutRuntime.Append(References.RealRuntime), Sources.Tree(text, "Library.cs"));
        using var image = new MemoryStream();
        Assert.Empty(library.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
