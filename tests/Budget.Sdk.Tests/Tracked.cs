using System.ClientModel;
using Anthropic.Models.Messages;
using Anthropic.Services;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AIChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatMessage = OpenAI.Chat.ChatMessage;

namespace BudgetGen.Sdk.Tests;

/// <summary>One method for each way into the SDKs: everything here is metered by the attribute on the class.</summary>
[TrackLlmCall(User = "tester", Project = "sdk")]
internal static class Tracked
{
    public const string Claude = "claude-sonnet-4-20250514";

    private static readonly ChatCompletionOptions s_bounded = new() { MaxOutputTokenCount = 100 };

    public static ChatCompletion OpenAI(ChatClient client, string text) => client.CompleteChat([ChatMessage.CreateUserMessage(text)], s_bounded);

    public static ChatCompletion OpenAIParams(ChatClient client, string text) => client.CompleteChat(ChatMessage.CreateUserMessage(text)).Value;

    public static async Task<ChatCompletion> OpenAIAsync(ChatClient client, string text, CancellationToken cancellationToken = default) =>
        await client.CompleteChatAsync([ChatMessage.CreateUserMessage(text)], s_bounded, cancellationToken);

    public static async Task<ChatCompletion> OpenAIParamsAsync(ChatClient client, string text) => await client.CompleteChatAsync(text);

    public static Task<ClientResult<ChatCompletion>> OpenAIOfSequenceAsync(ChatClient client, IEnumerable<ChatMessage> messages) =>
        client.CompleteChatAsync(messages, s_bounded);

    public static AsyncCollectionResult<StreamingChatCompletionUpdate> OpenAIStream(ChatClient client, string text, CancellationToken cancellationToken = default) =>
        client.CompleteChatStreamingAsync([ChatMessage.CreateUserMessage(text)], s_bounded, cancellationToken);

    public static CollectionResult<StreamingChatCompletionUpdate> OpenAISyncStream(ChatClient client, string text) =>
        client.CompleteChatStreaming([ChatMessage.CreateUserMessage(text)], s_bounded);

    public static Task<Message> AnthropicAsync(IMessageService messages, string text) => messages.Create(Ask(text));

    public static IAsyncEnumerable<RawMessageStreamEvent> AnthropicStream(IMessageService messages, string text, CancellationToken cancellationToken = default) =>
        messages.CreateStreaming(Ask(text), cancellationToken);

    public static Task<ChatResponse> ChatAsync(IChatClient client, string text) =>
        client.GetResponseAsync([new AIChatMessage(ChatRole.User, text)], new ChatOptions { MaxOutputTokens = 100 });

    public static Task<ChatResponse> ChatExtensionAsync(IChatClient client, string text) => client.GetResponseAsync(text, new ChatOptions { MaxOutputTokens = 100 });

    public static IAsyncEnumerable<ChatResponseUpdate> ChatStream(IChatClient client, string text, CancellationToken cancellationToken = default) =>
        client.GetStreamingResponseAsync([new AIChatMessage(ChatRole.User, text)], new ChatOptions { MaxOutputTokens = 100 }, cancellationToken);

    public static IAsyncEnumerable<ChatResponseUpdate> ChatStreamExtension(IChatClient client, string text) =>
        client.GetStreamingResponseAsync(text, new ChatOptions { MaxOutputTokens = 100 });

    private static MessageCreateParams Ask(string text) => new()
    {
        Model = Claude,
        MaxTokens = 100,
        Messages = [new MessageParam(new UserMessageParam(text))],
    };
}
