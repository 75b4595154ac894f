using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Anthropic.Helpers;
using Anthropic.Helpers.Beta;
using Anthropic.Models.Beta.Messages;
using Anthropic.Services.Beta;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>Turns of a message thread whose replies are parsed into a type.</summary>
internal static partial class AnthropicBetaThreads
{
    internal static BetaMessageThread<T> Thread<T>(LlmCallSite site, IMessageService messages, ThreadCreateParams parameters)
        where T : class, new()
    {
        messages.Thread(parameters);
        return new MeteredBetaMessages(site, messages).Thread<T>(parameters);
    }

    internal static Task<BetaStructuredMessage<T>> Send<T>(LlmCallSite site, BetaMessageThread<T> thread, CancellationToken cancellationToken)
        where T : class, new() => LlmCall.RunAsync(
            site,
            Describe(thread.Params, []),
            (thread, cancellationToken),
            static call => call.thread.Send(call.cancellationToken),
            static message => AnthropicBetaMessages.Outcome(message.Message),
            cancellationToken);

    internal static Task<BetaStructuredMessage<T>> Send<T>(LlmCallSite site, BetaMessageThread<T> thread, BetaMessageParam message, CancellationToken cancellationToken)
        where T : class, new() => LlmCall.RunAsync(
            site,
            Describe(thread.Params, [message]),
            (thread, message, cancellationToken),
            static call => call.thread.Send(call.message, call.cancellationToken),
            static message => AnthropicBetaMessages.Outcome(message.Message),
            cancellationToken);

    internal static Task<BetaStructuredMessage<T>> Send<T>(LlmCallSite site, BetaMessageThread<T> thread, BetaMessage message, CancellationToken cancellationToken)
        where T : class, new() => LlmCall.RunAsync(
            site,
            Describe(thread.Params, Reply(message)),
            (thread, message, cancellationToken),
            static call => call.thread.Send(call.message, call.cancellationToken),
            static message => AnthropicBetaMessages.Outcome(message.Message),
            cancellationToken);

    internal static Task<BetaStructuredMessage<T>> Send<T>(
        LlmCallSite site, BetaMessageThread<T> thread, IEnumerable<BetaMessageParam> messages, Func<ThreadSendParams, ThreadSendParams>? configure, CancellationToken cancellationToken)
        where T : class, new()
    {
        IReadOnlyList<BetaMessageParam> turn = Once(messages);
        return LlmCall.RunAsync(
            site,
            Configured(Describe(thread.Params, turn), configure),
            (thread, turn, configure, cancellationToken),
            static call => call.thread.Send(call.turn, call.configure, call.cancellationToken),
            static message => AnthropicBetaMessages.Outcome(message.Message),
            cancellationToken);
    }

    internal static IAsyncEnumerable<BetaRawMessageStreamEvent> SendStreaming<T>(LlmCallSite site, BetaMessageThread<T> thread, CancellationToken cancellationToken)
        where T : class, new() => LlmCall.StreamAsync(
            site,
            Describe(thread.Params, []) with { CancellationToken = cancellationToken },
            (thread, cancellationToken),
            static call => call.thread.SendStreaming(call.cancellationToken),
            AnthropicBetaMessages.Observe);

    internal static IAsyncEnumerable<BetaRawMessageStreamEvent> SendStreaming<T>(LlmCallSite site, BetaMessageThread<T> thread, BetaMessageParam message, CancellationToken cancellationToken)
        where T : class, new() => LlmCall.StreamAsync(
            site,
            Describe(thread.Params, [message]) with { CancellationToken = cancellationToken },
            (thread, message, cancellationToken),
            static call => call.thread.SendStreaming(call.message, call.cancellationToken),
            AnthropicBetaMessages.Observe);

    internal static IAsyncEnumerable<BetaRawMessageStreamEvent> SendStreaming<T>(LlmCallSite site, BetaMessageThread<T> thread, BetaMessage message, CancellationToken cancellationToken)
        where T : class, new() => LlmCall.StreamAsync(
            site,
            Describe(thread.Params, Reply(message)) with { CancellationToken = cancellationToken },
            (thread, message, cancellationToken),
            static call => call.thread.SendStreaming(call.message, call.cancellationToken),
            AnthropicBetaMessages.Observe);

    internal static IAsyncEnumerable<BetaRawMessageStreamEvent> SendStreaming<T>(
        LlmCallSite site, BetaMessageThread<T> thread, IEnumerable<BetaMessageParam> messages, Func<ThreadSendParams, ThreadSendParams>? configure, CancellationToken cancellationToken)
        where T : class, new()
    {
        IReadOnlyList<BetaMessageParam> turn = Once(messages);
        return LlmCall.StreamAsync(
            site,
            Configured(Describe(thread.Params, turn), configure) with { CancellationToken = cancellationToken },
            (thread, turn, configure, cancellationToken),
            static call => call.thread.SendStreaming(call.turn, call.configure, call.cancellationToken),
            AnthropicBetaMessages.Observe);
    }
}
