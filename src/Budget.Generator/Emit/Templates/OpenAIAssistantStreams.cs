using System.ClientModel;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Assistants;

namespace BudgetGen.Generated;

/// <summary>Runs whose events are streamed. Their request has left when the stream is handed over.</summary>
internal static partial class OpenAIAssistants
{
    internal static Task<AsyncStreamingResult<StreamingUpdate>> CreateRunStreamingAsync(LlmCallSite site, AssistantClient client, string threadId, string assistantId, RunCreationOptions? options, CancellationToken cancellationToken) => LlmCall.OpenAsync(
        site,
        Describe(client, options),
        (client, threadId, assistantId, options, cancellationToken),
        static call => call.client.CreateRunStreamingAsync(call.threadId, call.assistantId, call.options, call.cancellationToken),
        static (stream, call) => OpenAIEventStreams.Observed(stream, call, Observe),
        change: null,
        cancellationToken);

    internal static Task<AsyncStreamingResult<StreamingUpdate>> CreateThreadAndRunStreamingAsync(LlmCallSite site, AssistantClient client, string assistantId, ThreadCreationOptions? threadOptions, RunCreationOptions? runOptions, CancellationToken cancellationToken) => LlmCall.OpenAsync(
        site,
        Describe(client, runOptions),
        (client, assistantId, threadOptions, runOptions, cancellationToken),
        static call => call.client.CreateThreadAndRunStreamingAsync(call.assistantId, call.threadOptions, call.runOptions, call.cancellationToken),
        static (stream, call) => OpenAIEventStreams.Observed(stream, call, Observe),
        change: null,
        cancellationToken);

    internal static async Task<AsyncStreamingResult<StreamingUpdate>> SubmitToolOutputsToRunStreamingAsync(
        LlmCallSite _, AssistantClient client, string threadId, string runId, IEnumerable<ToolOutput> toolOutputs, CancellationToken cancellationToken) =>
        OpenAIEventStreams.Later(await client.SubmitToolOutputsToRunStreamingAsync(threadId, runId, toolOutputs, cancellationToken).ConfigureAwait(false), Observe);

    /// <summary>A run that waits for tools is not over when its stream is.</summary>
    private static void Observe(LlmReading reading, StreamingUpdate update)
    {
        if (update is not RunUpdate { Value: { } run })
            return;
        if (update.UpdateKind == StreamingUpdateReason.RunCreated)
            reading.Begin(Outcome(run), isBackground: true);
        else if (run.Status.IsTerminal)
            reading.End(Outcome(run));
    }
}
