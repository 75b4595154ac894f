using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Anthropic.Core;
using Anthropic.Models.Beta.Messages;
using Anthropic.Services.Beta;
using Anthropic.Services.Beta.Messages;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>The messages service of a conversation that the SDK itself leads: each of its requests is a metered call.</summary>
internal sealed class MeteredBetaMessages(LlmCallSite site, IMessageService messages) : IMessageService
{
    public IMessageServiceWithRawResponse WithRawResponse => messages.WithRawResponse;

    public IBatchService Batches => messages.Batches;

    public IMessageService WithOptions(Func<ClientOptions, ClientOptions> modifier) => new MeteredBetaMessages(site, messages.WithOptions(modifier));

    public Task<BetaMessage> Create(MessageCreateParams parameters, CancellationToken cancellationToken = default) =>
        AnthropicBetaMessages.Create(site, messages, parameters, cancellationToken);

    public IAsyncEnumerable<BetaRawMessageStreamEvent> CreateStreaming(MessageCreateParams parameters, CancellationToken cancellationToken = default) =>
        AnthropicBetaMessages.CreateStreaming(site, messages, parameters, cancellationToken);

    public Task<BetaMessageTokensCount> CountTokens(MessageCountTokensParams parameters, CancellationToken cancellationToken = default) =>
        messages.CountTokens(parameters, cancellationToken);
}
