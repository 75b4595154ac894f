using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using Microsoft.Extensions.AI;

namespace BudgetGen.Generated;

/// <summary>Chat calls whose answer is parsed into a type. They are settled before anybody parses it: one that does not fit the type has cost as much.</summary>
internal static class ExtensionsAIStructuredChat
{
    internal static Task<ChatResponse<T>> GetResponseAsync<T>(
        LlmCallSite site, IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions? options, bool? useJsonSchemaResponseFormat, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> prompt = ExtensionsAIChat.Once(messages);
        return LlmCall.RunAsync(
            site,
            Describe<T>(client, prompt, options, null),
            (client, prompt, options, useJsonSchemaResponseFormat, cancellationToken),
            static call => call.client.GetResponseAsync<T>(call.prompt, call.options, call.useJsonSchemaResponseFormat, call.cancellationToken),
            ExtensionsAIChat.Outcome,
            static (call, change) => call with { options = ExtensionsAIChat.Changed(call.options, change) },
            cancellationToken);
    }

    internal static Task<ChatResponse<T>> GetResponseAsync<T>(
        LlmCallSite site, IChatClient client, string chatMessage, ChatOptions? options, bool? useJsonSchemaResponseFormat, CancellationToken cancellationToken) =>
        GetResponseAsync<T>(site, client, [new ChatMessage(ChatRole.User, chatMessage)], options, useJsonSchemaResponseFormat, cancellationToken);

    internal static Task<ChatResponse<T>> GetResponseAsync<T>(
        LlmCallSite site, IChatClient client, ChatMessage chatMessage, ChatOptions? options, bool? useJsonSchemaResponseFormat, CancellationToken cancellationToken) =>
        GetResponseAsync<T>(site, client, [chatMessage], options, useJsonSchemaResponseFormat, cancellationToken);

    internal static Task<ChatResponse<T>> GetResponseAsync<T>(
        LlmCallSite site, IChatClient client, IEnumerable<ChatMessage> messages, JsonSerializerOptions serializerOptions, ChatOptions? options, bool? useJsonSchemaResponseFormat, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> prompt = ExtensionsAIChat.Once(messages);
        return LlmCall.RunAsync(
            site,
            Describe<T>(client, prompt, options, serializerOptions),
            (client, prompt, serializerOptions, options, useJsonSchemaResponseFormat, cancellationToken),
            static call => call.client.GetResponseAsync<T>(call.prompt, call.serializerOptions, call.options, call.useJsonSchemaResponseFormat, call.cancellationToken),
            ExtensionsAIChat.Outcome,
            static (call, change) => call with { options = ExtensionsAIChat.Changed(call.options, change) },
            cancellationToken);
    }

    internal static Task<ChatResponse<T>> GetResponseAsync<T>(
        LlmCallSite site, IChatClient client, string chatMessage, JsonSerializerOptions serializerOptions, ChatOptions? options, bool? useJsonSchemaResponseFormat, CancellationToken cancellationToken) =>
        GetResponseAsync<T>(site, client, [new ChatMessage(ChatRole.User, chatMessage)], serializerOptions, options, useJsonSchemaResponseFormat, cancellationToken);

    internal static Task<ChatResponse<T>> GetResponseAsync<T>(
        LlmCallSite site, IChatClient client, ChatMessage chatMessage, JsonSerializerOptions serializerOptions, ChatOptions? options, bool? useJsonSchemaResponseFormat, CancellationToken cancellationToken) =>
        GetResponseAsync<T>(site, client, [chatMessage], serializerOptions, options, useJsonSchemaResponseFormat, cancellationToken);

    /// <summary>The schema of the answer is input too, in the message that asks for it or beside it; there it may be indented.</summary>
    private static LlmRequest Describe<T>(IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions? options, JsonSerializerOptions? serializerOptions)
    {
        LlmRequest request = ExtensionsAIChat.Describe(client, messages, options);
        PromptSize prompt = request.Prompt;
        prompt.AddMessage();
        prompt.AddUtf8(200 + (3 * LlmText.Utf8Bytes(AIJsonUtilities.CreateJsonSchema(typeof(T), serializerOptions: serializerOptions).GetRawText())));
        return request with { Prompt = prompt };
    }
}
