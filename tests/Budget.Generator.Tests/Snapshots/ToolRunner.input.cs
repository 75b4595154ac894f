using Anthropic.Helpers.Beta;
using Anthropic.Models.Beta.Messages;
using Anthropic.Services.Beta;

namespace MyApp;

public class Agent(IMessageService messages)
{
    [TrackLlmCall(User = "{userId}")]
    public Task<BetaMessage> RunAsync(string userId, MessageCreateParams parameters, IReadOnlyList<IBetaRunnableTool> tools) =>
        messages.ToolRunner(parameters, tools, maxIterations: 10).RunUntilDoneAsync();
}
