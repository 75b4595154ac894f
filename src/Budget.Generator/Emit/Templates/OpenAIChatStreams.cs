using System;
using System.ClientModel;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using BudgetGen.CompilerServices;
using OpenAI.Chat;

namespace BudgetGen.Generated;

/// <summary>Streamed chat calls of the OpenAI SDK.</summary>
internal static partial class OpenAIChat
{
    internal static CollectionResult<StreamingChatCompletionUpdate> CompleteChatStreaming(
        LlmCallSite site, ChatClient client, IEnumerable<ChatMessage> messages, ChatCompletionOptions? options, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> prompt = Once(messages);
        LlmRequest request = Describe(client, prompt, options) with { CancellationToken = cancellationToken };
        return new TrackedUpdates(
            client.CompleteChatStreaming(prompt, options, cancellationToken),
            site,
            request,
            change => client.CompleteChatStreaming(prompt, Changed(options, change), cancellationToken));
    }

    internal static CollectionResult<StreamingChatCompletionUpdate> CompleteChatStreaming(LlmCallSite site, ChatClient client, ChatMessage[] messages) =>
        new TrackedUpdates(
            client.CompleteChatStreaming(messages),
            site,
            Describe(client, messages, options: null),
            change => client.CompleteChatStreaming(messages, Changed(null, change)));

    internal static AsyncCollectionResult<StreamingChatCompletionUpdate> CompleteChatStreamingAsync(
        LlmCallSite site, ChatClient client, IEnumerable<ChatMessage> messages, ChatCompletionOptions? options, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> prompt = Once(messages);
        LlmRequest request = Describe(client, prompt, options) with { CancellationToken = cancellationToken };
        return new TrackedAsyncUpdates(
            client.CompleteChatStreamingAsync(prompt, options, cancellationToken),
            site,
            request,
            change => client.CompleteChatStreamingAsync(prompt, Changed(options, change), cancellationToken));
    }

    internal static AsyncCollectionResult<StreamingChatCompletionUpdate> CompleteChatStreamingAsync(LlmCallSite site, ChatClient client, ChatMessage[] messages) =>
        new TrackedAsyncUpdates(
            client.CompleteChatStreamingAsync(messages),
            site,
            Describe(client, messages, options: null),
            change => client.CompleteChatStreamingAsync(messages, Changed(null, change)));

    /// <summary>The usage comes with the last update, which has no content.</summary>
    internal static void Observe(LlmReading reading, StreamingChatCompletionUpdate update)
    {
        reading.Model ??= update.Model;
        reading.Terms = LlmTerms.Served(update.ServiceTier?.ToString()) ?? reading.Terms;
        reading.ResponseId ??= update.CompletionId;
        reading.Finished |= update.FinishReason is not null;
        foreach (ChatMessageContentPart part in update.ContentUpdate)
            reading.AddText(part.Text);
        foreach (StreamingChatToolCallUpdate tool in update.ToolCallUpdates)
            reading.AddUtf8(tool.FunctionArgumentsUpdate?.Length ?? 0);

        if (update.Usage is not null)
        {
            reading.Usage = Usage(update.Usage, reading.Model);
            reading.HasFinalUsage = true;
        }
    }
}

/// <summary>
/// A stream of updates that is metered. Every way to read it walks the raw pages, so that is where the reservation is made and settled; the values
/// only tell what was used.
/// </summary>
internal sealed class TrackedAsyncUpdates : AsyncCollectionResult<StreamingChatCompletionUpdate>
{
    private readonly AsyncCollectionResult<StreamingChatCompletionUpdate> _updates;
    private readonly IAsyncEnumerable<ClientResult> _pages;
    private readonly ConditionalWeakTable<ClientResult, LlmReading> _readings = [];

    internal TrackedAsyncUpdates(
        AsyncCollectionResult<StreamingChatCompletionUpdate> updates,
        LlmCallSite site,
        LlmRequest request,
        Func<LlmRequestChange, AsyncCollectionResult<StreamingChatCompletionUpdate>> changed)
    {
        _updates = updates;
        _pages = LlmCall.StreamAsync(
            site,
            request,
            (updates, changed),
            static stream => stream.updates.GetRawPagesAsync(),
            (LlmReading reading, ClientResult page) => _readings.AddOrUpdate(page, reading),
            static (stream, change) => stream with { updates = stream.changed(change) });
    }

    public override ContinuationToken? GetContinuationToken(ClientResult page) => _updates.GetContinuationToken(page);

    public override IAsyncEnumerable<ClientResult> GetRawPagesAsync() => _pages;

    protected override async IAsyncEnumerable<StreamingChatCompletionUpdate> GetValuesFromPageAsync(ClientResult page)
    {
        _readings.TryGetValue(page, out LlmReading? reading);
        await foreach (StreamingChatCompletionUpdate update in Pages<StreamingChatCompletionUpdate>.Values(_updates, page))
        {
            if (reading is not null)
                OpenAIChat.Observe(reading, update);
            yield return update;
        }
    }
}

/// <summary>The synchronous twin of <see cref="TrackedAsyncUpdates"/>.</summary>
internal sealed class TrackedUpdates : CollectionResult<StreamingChatCompletionUpdate>
{
    private readonly CollectionResult<StreamingChatCompletionUpdate> _updates;
    private readonly IEnumerable<ClientResult> _pages;
    private readonly ConditionalWeakTable<ClientResult, LlmReading> _readings = [];

    internal TrackedUpdates(
        CollectionResult<StreamingChatCompletionUpdate> updates,
        LlmCallSite site,
        LlmRequest request,
        Func<LlmRequestChange, CollectionResult<StreamingChatCompletionUpdate>> changed)
    {
        _updates = updates;
        _pages = LlmCall.Stream(
            site,
            request,
            (updates, changed),
            static stream => stream.updates.GetRawPages(),
            (LlmReading reading, ClientResult page) => _readings.AddOrUpdate(page, reading),
            static (stream, change) => stream with { updates = stream.changed(change) });
    }

    public override ContinuationToken? GetContinuationToken(ClientResult page) => _updates.GetContinuationToken(page);

    public override IEnumerable<ClientResult> GetRawPages() => _pages;

    protected override IEnumerable<StreamingChatCompletionUpdate> GetValuesFromPage(ClientResult page)
    {
        _readings.TryGetValue(page, out LlmReading? reading);
        foreach (StreamingChatCompletionUpdate update in Pages<StreamingChatCompletionUpdate>.Values(_updates, page))
        {
            if (reading is not null)
                OpenAIChat.Observe(reading, update);
            yield return update;
        }
    }
}

/// <summary>Reaches the values of a page, which the SDK keeps protected. An accessor of a generic type's member has to stand in a generic type itself.</summary>
internal static class Pages<T>
{
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetValuesFromPageAsync")]
    internal static extern IAsyncEnumerable<T> Values(AsyncCollectionResult<T> stream, ClientResult page);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetValuesFromPage")]
    internal static extern IEnumerable<T> Values(CollectionResult<T> stream, ClientResult page);
}
