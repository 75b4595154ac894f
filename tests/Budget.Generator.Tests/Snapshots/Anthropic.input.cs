using Anthropic.Models.Messages;
using Anthropic.Services;

namespace MyApp;

[TrackLlmCall("claude-sonnet-4-5", Project = "support")]
public class Support(IMessageService messages)
{
    public Task<Message> AnswerAsync(MessageCreateParams parameters) => messages.Create(parameters);

    public async Task PrintAsync(MessageCreateParams parameters)
    {
        await foreach (RawMessageStreamEvent part in messages.CreateStreaming(parameters))
            Console.Write(part);
    }
}
