using System.ClientModel;
using Anthropic.Models.Messages;
using Anthropic.Services;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AIChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatMessage = OpenAI.Chat.ChatMessage;

namespace BudgetGen.Sdk.Tests;

/// <summary>The ways into the SDKs again, each with the caller's own options or with none, so that the request may come without a bound on its output.</summary>
[TrackLlmCall(User = "tester")]
internal static class Unbounded
{
    public static readonly string[] Ways =
        ["openai", "openai-async", "openai-params", "openai-params-async", "openai-stream", "openai-stream-async", "openai-stream-params", "openai-stream-params-async", "chat", "chat-text", "chat-stream"];

    public static async Task CallAsync(string way, World world, string text = "hi")
    {
        switch (way)
        {
            case "openai": OpenAI(world.OpenAI, text, null); break;
            case "openai-async": await OpenAIAsync(world.OpenAI, text, null); break;
            case "openai-params": OpenAIParams(world.OpenAI, text); break;
            case "openai-params-async": await OpenAIParamsAsync(world.OpenAI, text); break;
            case "openai-stream": Assert.NotEmpty(OpenAIStream(world.OpenAI, text, null).ToList()); break;
            case "openai-stream-async": Assert.NotEmpty(await OpenAIStreamAsync(world.OpenAI, text, null).ToListAsync()); break;
            case "openai-stream-params": Assert.NotEmpty(OpenAIStreamParams(world.OpenAI, text).ToList()); break;
            case "openai-stream-params-async": Assert.NotEmpty(await OpenAIStreamParamsAsync(world.OpenAI, text).ToListAsync()); break;
            case "chat": await ChatAsync(world.Chat, text, null); break;
            case "chat-text": await ChatTextAsync(world.Chat, text, null); break;
            default: Assert.NotEmpty(await ChatStream(world.Chat, text, null).ToListAsync()); break;
        }
    }

    public static ChatCompletion OpenAI(ChatClient client, string text, ChatCompletionOptions? options) => client.CompleteChat([ChatMessage.CreateUserMessage(text)], options).Value;

    public static Task<ClientResult<ChatCompletion>> OpenAIAsync(ChatClient client, string text, ChatCompletionOptions? options) =>
        client.CompleteChatAsync([ChatMessage.CreateUserMessage(text)], options);

    public static ChatCompletion OpenAIParams(ChatClient client, string text) => client.CompleteChat(ChatMessage.CreateUserMessage(text)).Value;

    public static Task<ClientResult<ChatCompletion>> OpenAIParamsAsync(ChatClient client, string text) => client.CompleteChatAsync(ChatMessage.CreateUserMessage(text));

    public static CollectionResult<StreamingChatCompletionUpdate> OpenAIStream(ChatClient client, string text, ChatCompletionOptions? options) =>
        client.CompleteChatStreaming([ChatMessage.CreateUserMessage(text)], options);

    public static AsyncCollectionResult<StreamingChatCompletionUpdate> OpenAIStreamAsync(ChatClient client, string text, ChatCompletionOptions? options) =>
        client.CompleteChatStreamingAsync([ChatMessage.CreateUserMessage(text)], options);

    public static CollectionResult<StreamingChatCompletionUpdate> OpenAIStreamParams(ChatClient client, string text) =>
        client.CompleteChatStreaming(ChatMessage.CreateUserMessage(text));

    public static AsyncCollectionResult<StreamingChatCompletionUpdate> OpenAIStreamParamsAsync(ChatClient client, string text) =>
        client.CompleteChatStreamingAsync(ChatMessage.CreateUserMessage(text));

    public static Task<ChatResponse> ChatAsync(IChatClient client, string text, ChatOptions? options) => client.GetResponseAsync([new AIChatMessage(ChatRole.User, text)], options);

    public static Task<ChatResponse> ChatTextAsync(IChatClient client, string text, ChatOptions? options) => client.GetResponseAsync(text, options);

    public static IAsyncEnumerable<ChatResponseUpdate> ChatStream(IChatClient client, string text, ChatOptions? options) => client.GetStreamingResponseAsync(text, options);

    public static Task<Message> AnthropicAsync(IMessageService messages, MessageCreateParams parameters) => messages.Create(parameters);

    public static IAsyncEnumerable<RawMessageStreamEvent> AnthropicStream(IMessageService messages, MessageCreateParams parameters) => messages.CreateStreaming(parameters);
}
