using System.Threading;
using System.Threading.Tasks;
using Anthropic.Core;
using Anthropic.Models.Messages;
using Anthropic.Services;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>Messages as raw HTTP responses, whose body the caller reads.</summary>
internal static class AnthropicRawMessages
{
    internal static Task<HttpResponse<Message>> Create(
        LlmCallSite site, IMessageServiceWithRawResponse messages, MessageCreateParams parameters, CancellationToken cancellationToken) => LlmCall.HandOverAsync(
            site,
            AnthropicMessages.Describe(parameters),
            (messages, parameters, cancellationToken),
            static call => call.messages.Create(call.parameters, call.cancellationToken),
            static (call, response) => AnthropicRawResponses.SettleAsync(call, response, static fields => AnthropicMessages.Outcome(Message.FromRawUnchecked(fields))),
            static (call, change) => call with { parameters = AnthropicMessages.Changed(call.parameters, change) },
            cancellationToken);

    internal static Task<StreamingHttpResponse<RawMessageStreamEvent>> CreateStreaming(
        LlmCallSite site, IMessageServiceWithRawResponse messages, MessageCreateParams parameters, CancellationToken cancellationToken) => LlmCall.HandOverAsync(
            site,
            AnthropicMessages.Describe(parameters),
            (messages, parameters, cancellationToken),
            static call => call.messages.CreateStreaming(call.parameters, call.cancellationToken),
            static (call, response) => AnthropicRawResponses.Follow<RawMessageStreamEvent>(call, response, AnthropicMessages.Observe),
            static (call, change) => call with { parameters = AnthropicMessages.Changed(call.parameters, change) },
            cancellationToken);
}
