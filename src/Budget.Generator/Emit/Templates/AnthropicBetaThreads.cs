using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Anthropic.Helpers.Beta;
using Anthropic.Models.Beta.Messages;
using Anthropic.Services.Beta;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>How a turn of a message thread is metered. The provider keeps the conversation, so that each turn's input is the whole of it, and not only what is sent.</summary>
internal static partial class AnthropicBetaThreads
{
    /// <summary>The thread sends by a service that meters what no call site shows: the turns of its tool runner. A turn that a call site shows is metered there.</summary>
    internal static BetaMessageThread Thread(LlmCallSite site, IMessageService messages, ThreadCreateParams parameters)
    {
        // The SDK looks at the service itself to see whether its API has threads.
        messages.Thread(parameters);
        return new MeteredBetaMessages(site, messages).Thread(parameters);
    }

    internal static Task<BetaMessage> Send(LlmCallSite site, BetaMessageThread thread, CancellationToken cancellationToken) => LlmCall.RunAsync(
            site,
            Describe(thread.Params, []),
            (thread, cancellationToken),
            static call => call.thread.Send(call.cancellationToken),
            AnthropicBetaMessages.Outcome,
            cancellationToken);

    internal static Task<BetaMessage> Send(LlmCallSite site, BetaMessageThread thread, BetaMessageParam message, CancellationToken cancellationToken) => LlmCall.RunAsync(
            site,
            Describe(thread.Params, [message]),
            (thread, message, cancellationToken),
            static call => call.thread.Send(call.message, call.cancellationToken),
            AnthropicBetaMessages.Outcome,
            cancellationToken);

    internal static Task<BetaMessage> Send(LlmCallSite site, BetaMessageThread thread, BetaMessage message, CancellationToken cancellationToken) => LlmCall.RunAsync(
            site,
            Describe(thread.Params, Reply(message)),
            (thread, message, cancellationToken),
            static call => call.thread.Send(call.message, call.cancellationToken),
            AnthropicBetaMessages.Outcome,
            cancellationToken);

    internal static Task<BetaMessage> Send(
        LlmCallSite site, BetaMessageThread thread, IEnumerable<BetaMessageParam> messages, Func<ThreadSendParams, ThreadSendParams>? configure, CancellationToken cancellationToken)
    {
        IReadOnlyList<BetaMessageParam> turn = Once(messages);
        return LlmCall.RunAsync(
            site,
            Configured(Describe(thread.Params, turn), configure),
            (thread, turn, configure, cancellationToken),
            static call => call.thread.Send(call.turn, call.configure, call.cancellationToken),
            AnthropicBetaMessages.Outcome,
            cancellationToken);
    }

    internal static IAsyncEnumerable<BetaRawMessageStreamEvent> SendStreaming(LlmCallSite site, BetaMessageThread thread, CancellationToken cancellationToken) => LlmCall.StreamAsync(
            site,
            Describe(thread.Params, []) with { CancellationToken = cancellationToken },
            (thread, cancellationToken),
            static call => call.thread.SendStreaming(call.cancellationToken),
            AnthropicBetaMessages.Observe);

    internal static IAsyncEnumerable<BetaRawMessageStreamEvent> SendStreaming(LlmCallSite site, BetaMessageThread thread, BetaMessageParam message, CancellationToken cancellationToken) => LlmCall.StreamAsync(
            site,
            Describe(thread.Params, [message]) with { CancellationToken = cancellationToken },
            (thread, message, cancellationToken),
            static call => call.thread.SendStreaming(call.message, call.cancellationToken),
            AnthropicBetaMessages.Observe);

    internal static IAsyncEnumerable<BetaRawMessageStreamEvent> SendStreaming(LlmCallSite site, BetaMessageThread thread, BetaMessage message, CancellationToken cancellationToken) => LlmCall.StreamAsync(
            site,
            Describe(thread.Params, Reply(message)) with { CancellationToken = cancellationToken },
            (thread, message, cancellationToken),
            static call => call.thread.SendStreaming(call.message, call.cancellationToken),
            AnthropicBetaMessages.Observe);

    internal static IAsyncEnumerable<BetaRawMessageStreamEvent> SendStreaming(
        LlmCallSite site, BetaMessageThread thread, IEnumerable<BetaMessageParam> messages, Func<ThreadSendParams, ThreadSendParams>? configure, CancellationToken cancellationToken)
    {
        IReadOnlyList<BetaMessageParam> turn = Once(messages);
        return LlmCall.StreamAsync(
            site,
            Configured(Describe(thread.Params, turn), configure) with { CancellationToken = cancellationToken },
            (thread, turn, configure, cancellationToken),
            static call => call.thread.SendStreaming(call.turn, call.configure, call.cancellationToken),
            AnthropicBetaMessages.Observe);
    }

    private static LlmRequest Describe(ThreadCreateParams thread, IEnumerable<BetaMessageParam> turn)
    {
        // The thread's messages are its history and what is staged for this turn.
        PromptSize prompt = AnthropicPrompts.Measure(thread.RawBodyData);
        foreach (BetaMessageParam message in turn)
            AnthropicPrompts.AddMessage(ref prompt, message.Json);

        var request = new LlmRequest
        {
            Sdk = AnthropicBetaMessages.Sdk,
            Model = thread.Model.Raw(),
            Prompt = prompt,
            MaxOutputTokens = thread.MaxTokens,
            Terms = AnthropicBetaMessages.Terms(thread.RawBodyData),
        };
        foreach (JsonElement tool in AnthropicPrompts.Items(thread.RawBodyData, "tools"))
            request = LlmHostedTools.Allow(request, tool);
        return request;
    }

    /// <summary>What a turn may change about itself is not looked at, which would be one call more of the caller's code: it may ask for anything.</summary>
    private static LlmRequest Configured(in LlmRequest request, Func<ThreadSendParams, ThreadSendParams>? configure) =>
        configure is null ? request : request with { MaxOutputTokens = null, Terms = LlmTerms.Hidden() };

    /// <summary>A reply as a message: the history has the last one already, so it may be counted twice.</summary>
    private static IEnumerable<BetaMessageParam> Reply(BetaMessage? reply) => reply is null ? [] :
        [new BetaAssistantMessageParam { Content = new BetaMessageContentParam(JsonSerializer.SerializeToElement(reply.Content.Select(static block => block.Json).ToArray())) }];

    /// <summary>A sequence with side effects must not run them again for us.</summary>
    private static IReadOnlyList<BetaMessageParam> Once(IEnumerable<BetaMessageParam> messages) => messages switch
    {
        null => null!,
        IReadOnlyList<BetaMessageParam> list => list,
        _ => messages.ToArray(),
    };
}
