using System.Threading;
using System.Threading.Tasks;
using Anthropic.Helpers;
using Anthropic.Models.Messages;
using Anthropic.Services;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>Messages whose answer is parsed into a type. It is settled before anybody parses it: one that does not fit the type has cost as much.</summary>
internal static class AnthropicStructuredMessages
{
    internal static Task<StructuredMessage<T>> Create<T>(LlmCallSite site, IMessageService messages, MessageCreateParams parameters, CancellationToken cancellationToken)
        where T : class, new() => LlmCall.RunAsync(
            site,
            Describe<T>(parameters),
            (messages, parameters, cancellationToken),
            static call => call.messages.Create<T>(call.parameters, call.cancellationToken),
            static message => AnthropicMessages.Outcome(message.Message),
            static (call, change) => call with { parameters = AnthropicMessages.Changed(call.parameters, change) },
            cancellationToken);

    /// <summary>The schema of the answer is input too.</summary>
    private static LlmRequest Describe<T>(MessageCreateParams? parameters)
        where T : class, new()
    {
        LlmRequest request = AnthropicMessages.Describe(parameters);
        PromptSize prompt = request.Prompt;
        prompt.AddMessage();
        prompt.AddText(StructuredOutput.ToJsonSchema<T>().ToJsonString());
        return request with { Prompt = prompt };
    }
}
