using System;
using System.ClientModel;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Responses;

namespace BudgetGen.Generated;

/// <summary>Streamed responses. Their request has left when the stream is handed over.</summary>
internal static partial class OpenAIResponses
{
    internal static Task<AsyncStreamingResult<StreamingResponseUpdate>> CreateResponseStreamingAsync(
        LlmCallSite site, ResponsesClient client, CreateResponseOptions options, CancellationToken cancellationToken) => LlmCall.OpenAsync(
        site,
        Describe(client, options),
        (client, options, cancellationToken),
        static call => call.client.CreateResponseStreamingAsync(call.options, call.cancellationToken),
        Observed,
        static (call, change) => call with { options = Changed(call.options, change) },
        cancellationToken);

    internal static Task<AsyncStreamingResult<StreamingResponseUpdate>> CreateResponseStreamingAsync(
        LlmCallSite site, ResponsesClient client, string model, IEnumerable<ResponseItem> inputItems, string? previousResponseId, CancellationToken cancellationToken)
    {
        IReadOnlyList<ResponseItem> items = Once(inputItems);
        return LlmCall.OpenAsync(
            site,
            Describe(client, model, items, previousResponseId),
            (client, model, items, previousResponseId, cancellationToken, options: (CreateResponseOptions?)null),
            static call => call.options is null
                ? call.client.CreateResponseStreamingAsync(call.model, call.items, call.previousResponseId, call.cancellationToken)
                : call.client.CreateResponseStreamingAsync(call.options, call.cancellationToken),
            Observed,
            static (call, change) => call with { options = Streamed(Changed(call.model, call.items, call.previousResponseId, change)) },
            cancellationToken);
    }

    internal static Task<AsyncStreamingResult<StreamingResponseUpdate>> CreateResponseStreamingAsync(
        LlmCallSite site, ResponsesClient client, string model, string userInputText, string? previousResponseId, CancellationToken cancellationToken) => LlmCall.OpenAsync(
        site,
        Describe(client, model, userInputText, previousResponseId),
        (client, model, userInputText, previousResponseId, cancellationToken, options: (CreateResponseOptions?)null),
        static call => call.options is null
            ? call.client.CreateResponseStreamingAsync(call.model, call.userInputText, call.previousResponseId, call.cancellationToken)
            : call.client.CreateResponseStreamingAsync(call.options, call.cancellationToken),
        Observed,
        static (call, change) => call with { options = Streamed(Changed(call.model, [ResponseItem.CreateUserMessageItem(call.userInputText)], call.previousResponseId, change)) },
        cancellationToken);

    /// <summary>The usage comes with the last update, whether the response is complete or not.</summary>
    private static void Observe(LlmReading reading, StreamingResponseUpdate update)
    {
        switch (update)
        {
            case StreamingResponseCreatedUpdate { Response: { } response }:
                // The second one in a stream says that the first request was lost.
                reading.Begin(Outcome(response), response.BackgroundModeEnabled == true);
                break;
            case StreamingResponseOutputTextDeltaUpdate text:
                reading.AddText(text.Delta);
                break;
            case StreamingResponseFunctionCallArgumentsDeltaUpdate arguments:
                reading.AddUtf8(arguments.Delta?.ToMemory().Length ?? 0);
                break;
            case StreamingResponseCompletedUpdate { Response: { } response }:
                reading.End(Outcome(response));
                break;
            case StreamingResponseIncompleteUpdate { Response: { } response }:
                reading.End(Outcome(response));
                break;
            case StreamingResponseFailedUpdate { Response: { } response }:
                reading.End(Outcome(response));
                break;
        }
    }

    private static AsyncStreamingResult<StreamingResponseUpdate> Observed(AsyncStreamingResult<StreamingResponseUpdate> stream, LlmOpenCall call) => OpenAIEventStreams.Observed(stream, call, Observe);

    private static CreateResponseOptions Streamed(CreateResponseOptions options)
    {
        options.StreamingEnabled = true;
        return options;
    }
}
