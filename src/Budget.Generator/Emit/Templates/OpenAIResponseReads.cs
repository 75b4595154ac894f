using System;
using System.ClientModel;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Responses;

namespace BudgetGen.Generated;

/// <summary>Reading a response that runs in the background costs nothing, and settles the call that has asked for it.</summary>
internal static partial class OpenAIResponses
{
    internal static ClientResult<ResponseResult> GetResponse(LlmCallSite _, ResponsesClient client, string responseId, CancellationToken cancellationToken) =>
        LlmCall.ReadLater((client, responseId, cancellationToken), static call => call.client.GetResponse(call.responseId, call.cancellationToken), Outcome);

    internal static Task<ClientResult<ResponseResult>> GetResponseAsync(LlmCallSite _, ResponsesClient client, string responseId, CancellationToken cancellationToken) =>
        LlmCall.ReadLaterAsync((client, responseId, cancellationToken), static call => call.client.GetResponseAsync(call.responseId, call.cancellationToken), Outcome);

    internal static ClientResult<ResponseResult> GetResponse(LlmCallSite _, ResponsesClient client, GetResponseOptions options, CancellationToken cancellationToken) =>
        LlmCall.ReadLater((client, options, cancellationToken), static call => call.client.GetResponse(call.options, call.cancellationToken), Outcome);

    internal static Task<ClientResult<ResponseResult>> GetResponseAsync(LlmCallSite _, ResponsesClient client, GetResponseOptions options, CancellationToken cancellationToken) =>
        LlmCall.ReadLaterAsync((client, options, cancellationToken), static call => call.client.GetResponseAsync(call.options, call.cancellationToken), Outcome);

    internal static ClientResult<ResponseResult> CancelResponse(LlmCallSite _, ResponsesClient client, string responseId, CancellationToken cancellationToken) =>
        LlmCall.ReadLater((client, responseId, cancellationToken), static call => call.client.CancelResponse(call.responseId, call.cancellationToken), Outcome);

    internal static Task<ClientResult<ResponseResult>> CancelResponseAsync(LlmCallSite _, ResponsesClient client, string responseId, CancellationToken cancellationToken) =>
        LlmCall.ReadLaterAsync((client, responseId, cancellationToken), static call => call.client.CancelResponseAsync(call.responseId, call.cancellationToken), Outcome);
}
