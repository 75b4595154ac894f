using System;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.IO;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>Calls that hand over the body itself and get the bare response: what they ask for and what they used is read from the JSON in it.</summary>
internal static class OpenAIBodies
{
    /// <summary>The body's bytes, and a body to send instead: some can be written only once.</summary>
    internal static ReadOnlyMemory<byte> Read(ref BinaryContent? content)
    {
        if (content is null)
            return default;

        using var written = new MemoryStream();
        content.WriteTo(written);
        var bytes = new BinaryData(written.ToArray(), content.MediaType);
        content = BinaryContent.Create(bytes);
        return bytes.ToMemory();
    }

    internal static ClientResult Send<TState>(LlmCallSite site, LlmRequest request, RequestOptions? options, TState state, Func<TState, ClientResult> call, Func<ClientResult, LlmOutcome>? read = null)
    {
        request = request with { CancellationToken = options?.CancellationToken ?? default };
        return options is { BufferResponse: false } ? LlmCall.Open(site, request, state, call, Observed) : LlmCall.Run(site, request, state, call, read ?? Outcome);
    }

    internal static Task<ClientResult> SendAsync<TState>(
        LlmCallSite site, LlmRequest request, RequestOptions? options, TState state, Func<TState, Task<ClientResult>> call, Func<ClientResult, LlmOutcome>? read = null) =>
        options is { BufferResponse: false }
            ? LlmCall.OpenAsync(site, request, state, call, Observed, change: null, options.CancellationToken)
            : LlmCall.RunAsync(site, request, state, call, read ?? Outcome, options?.CancellationToken ?? default);

    /// <summary>What the response says that the call used.</summary>
    internal static LlmOutcome Outcome(ClientResult result)
    {
        PipelineResponse response = result.GetRawResponse();
        return response.IsError ? LlmOutcome.Failed(response.Status) : LlmWire.Outcome(response.Content.ToMemory());
    }

    /// <summary>A response that is still arriving is looked at while it is read.</summary>
    private static ClientResult Observed(ClientResult result, LlmOpenCall call)
    {
        PipelineResponse response = result.GetRawResponse();
        if (response.IsError)
            call.End(LlmOutcome.Failed(response.Status));
        else
            response.ContentStream = call.Observe(response.ContentStream ?? throw new InvalidOperationException("The response has no content."));
        return result;
    }
}
