using System.ClientModel;
using System.Runtime.CompilerServices;
using Anthropic.Models.Messages;
using Anthropic.Services;
using BudgetGen;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = OpenAI.Chat.ChatMessage;

namespace QuickStart;

/// <summary>
/// An ordinary class that calls language models. One attribute on a method is all that BudgetGen asks for: the compiler finds the SDK calls inside
/// and meters them, on the bill of the user whom the attribute names.
/// </summary>
internal sealed class Assistant(ChatClient openAI, IMessageService anthropic, IChatClient chat)
{
    /// <summary>A plain call, with OpenAI's own client.</summary>
    [TrackLlmCall("gpt-4o-mini", "{userId}", Project = "support")]
    public async Task<string> AskAsync(string userId, string question, CancellationToken cancellationToken = default)
    {
        ClientResult<ChatCompletion> result = await openAI.CompleteChatAsync(
            [ChatMessage.CreateSystemMessage("Answer in one sentence."), ChatMessage.CreateUserMessage(question)],
            new ChatCompletionOptions { MaxOutputTokenCount = 120 },
            cancellationToken);
        return result.Value.Content[0].Text;
    }

    /// <summary>A stream: reserved when it is read, settled on the usage that comes with its last update.</summary>
    [TrackLlmCall("gpt-4o-mini", "{userId}", Project = "support")]
    public async IAsyncEnumerable<string> TellAsync(string userId, string topic, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 200 };
        await foreach (StreamingChatCompletionUpdate update in openAI.CompleteChatStreamingAsync([ChatMessage.CreateUserMessage($"Tell me about {topic}.")], options, cancellationToken))
        {
            foreach (ChatMessageContentPart part in update.ContentUpdate)
                yield return part.Text;
        }
    }

    /// <summary>Another provider, another client, the same budget.</summary>
    [TrackLlmCall("claude-sonnet-4-5", "{userId}", Project = "legal")]
    public async Task<string> ReviewAsync(string userId, string contract)
    {
        Message message = await anthropic.Create(new MessageCreateParams
        {
            Model = "claude-sonnet-4-5",
            MaxTokens = 300,
            Messages = [new MessageParam(new UserMessageParam($"Name the risks in this contract: {contract}"))],
        });
        return message.Content[0].TryPickText(out TextBlock? text) ? text.Text : "";
    }

    /// <summary>Through the abstraction of Microsoft.Extensions.AI: whatever is behind it, it is metered here.</summary>
    [TrackLlmCall("claude-haiku-4-5", "{userId}", Project = "search")]
    public async Task<string> SummarizeAsync(string userId, string text)
    {
        ChatResponse response = await chat.GetResponseAsync($"Summarize in ten words: {text}", new ChatOptions { MaxOutputTokens = 60 });
        return response.Text;
    }

    /// <summary>Asks for more than some users may spend. The request is rejected before it leaves.</summary>
    [TrackLlmCall("gpt-4o-mini", "{userId}", Project = "support", MaxCost = "0.50")]
    public async Task<string> WriteReportAsync(string userId, string subject)
    {
        ClientResult<ChatCompletion> result = await openAI.CompleteChatAsync(
            [ChatMessage.CreateUserMessage($"Write a long report on {subject}.")],
            new ChatCompletionOptions { MaxOutputTokenCount = 8_000 });
        return result.Value.Content[0].Text;
    }
}
