using System.Threading;
using System.Threading.Tasks;
using Anthropic.Core;
using Anthropic.Models.Beta.Messages;
using Anthropic.Services.Beta;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>Messages of the beta services as raw HTTP responses, whose body the caller reads.</summary>
internal static class AnthropicBetaRawMessages
{
    internal static Task<HttpResponse<BetaMessage>> Create(
        LlmCallSite site, IMessageServiceWithRawResponse messages, MessageCreateParams parameters, CancellationToken cancellationToken) => LlmCall.HandOverAsync(
            site,
            AnthropicBetaMessages.Describe(parameters),
            (messages, parameters, cancellationToken),
            static call => call.messages.Create(call.parameters, call.cancellationToken),
            static (call, response) => AnthropicRawResponses.SettleAsync(call, response, static fields => AnthropicBetaMessages.Outcome(BetaMessage.FromRawUnchecked(fields))),
            static (call, change) => call with { parameters = AnthropicBetaMessages.Changed(call.parameters, change) },
            cancellationToken);

    internal static Task<StreamingHttpResponse<BetaRawMessageStreamEvent>> CreateStreaming(
        LlmCallSite site, IMessageServiceWithRawResponse messages, MessageCreateParams parameters, CancellationToken cancellationToken) => LlmCall.HandOverAsync(
            site,
            AnthropicBetaMessages.Describe(parameters),
            (messages, parameters, cancellationToken),
            static call => call.messages.CreateStreaming(call.parameters, call.cancellationToken),
            static (call, response) => AnthropicRawResponses.Follow<BetaRawMessageStreamEvent>(call, response, AnthropicBetaMessages.Observe),
            static (call, change) => call with { parameters = AnthropicBetaMessages.Changed(call.parameters, change) },
            cancellationToken);
}
