using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Microsoft.Extensions.AI;

// The package Microsoft.Extensions.AI, which has these, is not among what this project restores. Its signatures, for the templates to compile against; never called.

/// <summary>A response with its parsed result.</summary>
public abstract class ChatResponse<T> : ChatResponse
{
    /// <summary>The parsed result.</summary>
    public abstract T Result { get; }
}

/// <summary>Structured output.</summary>
public static class ChatClientStructuredOutputExtensions
{
    /// <summary>Asks for a type.</summary>
    public static Task<ChatResponse<T>> GetResponseAsync<T>(
        this IChatClient chatClient, IEnumerable<ChatMessage> messages, ChatOptions? options = null, bool? useJsonSchemaResponseFormat = null, CancellationToken cancellationToken = default) =>
        throw new System.NotSupportedException();

    /// <summary>Asks for a type.</summary>
    public static Task<ChatResponse<T>> GetResponseAsync<T>(
        this IChatClient chatClient,
        IEnumerable<ChatMessage> messages,
        JsonSerializerOptions serializerOptions,
        ChatOptions? options = null,
        bool? useJsonSchemaResponseFormat = null,
        CancellationToken cancellationToken = default) => throw new System.NotSupportedException();
}
