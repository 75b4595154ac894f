using System.ClientModel;
using OpenAI.Chat;

namespace MyApp;

[TrackLlmCall(User = "{userId}")]
public class Writer(ChatClient client)
{
    public string Write(string userId, string text) => client.CompleteChat(ChatMessage.CreateUserMessage(text)).Value.Content[0].Text;

    public void Print(string userId, IReadOnlyList<ChatMessage> messages)
    {
        CollectionResult<StreamingChatCompletionUpdate> updates = client.CompleteChatStreaming(messages);
        foreach (StreamingChatCompletionUpdate update in updates)
            Console.Write(update.ContentUpdate);
    }

    public async Task PrintAsync(string userId, string text, CancellationToken cancellationToken)
    {
        AsyncCollectionResult<StreamingChatCompletionUpdate> updates = client.CompleteChatStreamingAsync([ChatMessage.CreateUserMessage(text)], cancellationToken: cancellationToken);
        await foreach (StreamingChatCompletionUpdate update in updates)
            Console.Write(update.ContentUpdate);
    }
}
