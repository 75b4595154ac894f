using System.Threading;
using System.Threading.Tasks;
using Anthropic.Helpers;
using Anthropic.Models.Beta.Messages;
using Anthropic.Services.Beta;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>Messages of the beta services whose answer is parsed into a type. It is settled before anybody parses it: one that does not fit the type has cost as much.</summary>
internal static class AnthropicBetaStructuredMessages
{
    internal static Task<BetaStructuredMessage<T>> Create<T>(LlmCallSite site, IMessageService messages, MessageCreateParams parameters, CancellationToken cancellationToken)
        where T : class, new() => LlmCall.RunAsync(
            site,
            Describe<T>(parameters),
            (messages, parameters, cancellationToken),
            static call => call.messages.Create<T>(call.parameters, call.cancellationToken),
            static message => AnthropicBetaMessages.Outcome(message.Message),
            static (call, change) => call with { parameters = AnthropicBetaMessages.Changed(call.parameters, change) },
            cancellationToken);

    /// <summary>The schema of the answer is input too.</summary>
    private static LlmRequest Describe<T>(MessageCreateParams? parameters)
        where T : class, new()
    {
        LlmRequest request = AnthropicBetaMessages.Describe(parameters);
        PromptSize prompt = request.Prompt;
        prompt.AddMessage();
        prompt.AddText(StructuredOutput.ToJsonSchema<T>().ToJsonString());
        return request with { Prompt = prompt };
    }
}
