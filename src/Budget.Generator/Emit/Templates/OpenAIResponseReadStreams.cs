using System.ClientModel;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Responses;

namespace BudgetGen.Generated;

/// <summary>Reading the stream of a response that runs in the background costs nothing, and settles the call that has asked for it.</summary>
internal static partial class OpenAIResponses
{
    internal static async Task<AsyncStreamingResult<StreamingResponseUpdate>> GetResponseStreamingAsync(LlmCallSite _, ResponsesClient client, string responseId, CancellationToken cancellationToken) =>
        OpenAIEventStreams.Later(await client.GetResponseStreamingAsync(responseId, cancellationToken).ConfigureAwait(false), Observe);

    internal static async Task<AsyncStreamingResult<StreamingResponseUpdate>> GetResponseStreamingAsync(LlmCallSite _, ResponsesClient client, GetResponseOptions options, CancellationToken cancellationToken) =>
        OpenAIEventStreams.Later(await client.GetResponseStreamingAsync(options, cancellationToken).ConfigureAwait(false), Observe);
}
