using Anthropic.Core;
using Anthropic.Models.Messages;
using Anthropic.Services;

namespace MyApp;

[TrackLlmCall(Project = "support")]
public class Support(IMessageServiceWithRawResponse messages)
{
    public Task<HttpResponse<Message>> AnswerAsync(MessageCreateParams parameters) => messages.Create(parameters);

    public Task<StreamingHttpResponse<RawMessageStreamEvent>> StreamAsync(MessageCreateParams parameters) => messages.CreateStreaming(parameters);
}
