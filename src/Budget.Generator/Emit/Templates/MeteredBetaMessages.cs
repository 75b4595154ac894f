using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Anthropic.Core;
using Anthropic.Models.Beta.Messages;
using Anthropic.Services.Beta;
using Anthropic.Services.Beta.Messages;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>The messages service of one conversation that the SDK itself leads: each of its requests is a metered call.</summary>
internal sealed class MeteredBetaMessages(LlmCallSite site, IMessageService messages) : IMessageService
{
    // What the provider keeps of the conversation: the last turn's input and output. It only counts where a request continues it.
    private long _history;

    public IMessageServiceWithRawResponse WithRawResponse => messages.WithRawResponse;

    public IBatchService Batches => messages.Batches;

    public IMessageService WithOptions(Func<ClientOptions, ClientOptions> modifier) => new MeteredBetaMessages(site, messages.WithOptions(modifier));

    public Task<BetaMessageTokensCount> CountTokens(MessageCountTokensParams parameters, CancellationToken cancellationToken = default) =>
        messages.CountTokens(parameters, cancellationToken);

    public async Task<BetaMessage> Create(MessageCreateParams parameters, CancellationToken cancellationToken = default)
    {
        BetaMessage message = await AnthropicBetaMessages.Create(site, messages, parameters, Describe(parameters), cancellationToken).ConfigureAwait(false);
        Keep(Input(message.Usage) + message.Usage.OutputTokens);
        return message;
    }

    public async IAsyncEnumerable<BetaRawMessageStreamEvent> CreateStreaming(
        MessageCreateParams parameters, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long input = 0;
        await foreach (BetaRawMessageStreamEvent next in AnthropicBetaMessages.CreateStreaming(site, messages, parameters, Describe(parameters), cancellationToken).ConfigureAwait(false))
        {
            if (next.TryPickStart(out BetaRawMessageStartEvent? start))
                input = Input(start.Message.Usage);
            else if (next.TryPickDelta(out BetaRawMessageDeltaEvent? delta))
                Keep(input + delta.Usage.OutputTokens);
            yield return next;
        }
    }

    private LlmRequest Describe(MessageCreateParams parameters)
    {
        LlmRequest request = AnthropicBetaMessages.Describe(parameters);
        if (parameters.Thread?.TryPickThreadContinueParams(out _) != true)
            return request;

        PromptSize prompt = request.Prompt;
        prompt.AddHidden(Volatile.Read(ref _history), Volatile.Read(ref _history));
        return request with { Prompt = prompt };
    }

    /// <summary>Copies of a thread share the service: the longest of them bounds all.</summary>
    private void Keep(long tokens) => Volatile.Write(ref _history, Math.Max(tokens, Volatile.Read(ref _history)));

    private static long Input(BetaUsage usage) => usage.InputTokens + (usage.CacheReadInputTokens ?? 0) + (usage.CacheCreationInputTokens ?? 0);
}
