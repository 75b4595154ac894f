using System;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Generic;
using System.IO;
using System.Net.ServerSentEvents;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>Streams whose request has left when they are handed over. They can be read once, and are settled at the end of that, or when they are disposed.</summary>
internal static class OpenAIEventStreams
{
    /// <summary>The stream with the open call between it and its reader.</summary>
    internal static AsyncStreamingResult<T> Observed<T>(AsyncStreamingResult<T> stream, LlmOpenCall call, Action<LlmReading, T> read) =>
        AsyncStreamingResult.Create<T>(new ObservedResponse(stream.Status, stream.ReasonPhrase, stream.Headers, stream, call), (_, token) => call.Observe(stream, read, token), default);

    /// <summary>Sends a request that is handed over as its body, and whose events are read as they came.</summary>
    internal static Task<AsyncStreamingResult<SseItem<BinaryData>>> OpenAsync<TState>(
        LlmCallSite site, LlmRequest request, RequestOptions? options, TState state, Func<TState, Task<AsyncStreamingResult<SseItem<BinaryData>>>> call) =>
        LlmCall.OpenAsync(site, request, state, call, static (stream, open) => Observed(stream, open, Observe), change: null, options?.CancellationToken ?? default);

    /// <summary>The stream of a response that was asked for before.</summary>
    internal static AsyncStreamingResult<T> Later<T>(AsyncStreamingResult<T> stream, Action<LlmReading, T> read) =>
        AsyncStreamingResult.Create<T>(new ObservedResponse(stream.Status, stream.ReasonPhrase, stream.Headers, stream, call: null), (_, token) => LlmCall.StreamLater(stream, read, token), default);

    /// <summary>An event as it came.</summary>
    internal static void Observe(LlmReading reading, SseItem<BinaryData> item) => LlmWire.Observe(reading, item.Data.ToMemory());
}

/// <summary>Stands for the response of a stream: shows its head, and hands its disposal on.</summary>
internal sealed class ObservedResponse : PipelineResponse
{
    private readonly IAsyncDisposable _stream;
    private readonly LlmOpenCall? _call;

    internal ObservedResponse(int status, string reasonPhrase, PipelineResponseHeaders headers, IAsyncDisposable stream, LlmOpenCall? call) =>
        (Status, ReasonPhrase, HeadersCore, _stream, _call) = (status, reasonPhrase, headers, stream, call);

    public override int Status { get; }

    public override string ReasonPhrase { get; }

    public override Stream? ContentStream { get; set; } = new MemoryStream(0);

    public override BinaryData Content => throw new InvalidOperationException("The response is a stream: read its elements.");

    protected override PipelineResponseHeaders HeadersCore { get; }

    public override BinaryData BufferContent(CancellationToken cancellationToken = default) => Content;

    public override ValueTask<BinaryData> BufferContentAsync(CancellationToken cancellationToken = default) => new(Content);

    /// <summary>Called without waiting, so nothing in here may wait: the connection is closed, and the ledger is told, in the background if that takes its time.</summary>
    public override void Dispose()
    {
        ValueTask closing = _stream.DisposeAsync();
        if (!closing.IsCompleted)
            _ = closing.AsTask();
        _call?.GiveUp();
    }
}
