using System;
using System.ClientModel;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Assistants;

namespace BudgetGen.Generated;

/// <summary>How runs of assistants are metered: held when they begin, settled when somebody reads that they are over.</summary>
internal static partial class OpenAIAssistants
{
    internal static ClientResult<ThreadRun> CreateRun(LlmCallSite site, AssistantClient client, string threadId, string assistantId, RunCreationOptions? options, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        Describe(client, options) with { CancellationToken = cancellationToken },
        (client, threadId, assistantId, options, cancellationToken),
        static call => call.client.CreateRun(call.threadId, call.assistantId, call.options, call.cancellationToken),
        Outcome);

    internal static ClientResult<ThreadRun> CreateThreadAndRun(LlmCallSite site, AssistantClient client, string assistantId, ThreadCreationOptions? threadOptions, RunCreationOptions? runOptions, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        Describe(client, runOptions) with { CancellationToken = cancellationToken },
        (client, assistantId, threadOptions, runOptions, cancellationToken),
        static call => call.client.CreateThreadAndRun(call.assistantId, call.threadOptions, call.runOptions, call.cancellationToken),
        Outcome);

    internal static Task<ClientResult<ThreadRun>> CreateRunAsync(LlmCallSite site, AssistantClient client, string threadId, string assistantId, RunCreationOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        Describe(client, options),
        (client, threadId, assistantId, options, cancellationToken),
        static call => call.client.CreateRunAsync(call.threadId, call.assistantId, call.options, call.cancellationToken),
        Outcome,
        cancellationToken);

    internal static Task<ClientResult<ThreadRun>> CreateThreadAndRunAsync(LlmCallSite site, AssistantClient client, string assistantId, ThreadCreationOptions? threadOptions, RunCreationOptions? runOptions, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        Describe(client, runOptions),
        (client, assistantId, threadOptions, runOptions, cancellationToken),
        static call => call.client.CreateThreadAndRunAsync(call.assistantId, call.threadOptions, call.runOptions, call.cancellationToken),
        Outcome,
        cancellationToken);

    internal static ClientResult<ThreadRun> GetRun(LlmCallSite _, AssistantClient client, string threadId, string runId, CancellationToken cancellationToken) =>
        LlmCall.ReadLater((client, threadId, runId, cancellationToken), static call => call.client.GetRun(call.threadId, call.runId, call.cancellationToken), Outcome);

    internal static Task<ClientResult<ThreadRun>> GetRunAsync(LlmCallSite _, AssistantClient client, string threadId, string runId, CancellationToken cancellationToken) =>
        LlmCall.ReadLaterAsync((client, threadId, runId, cancellationToken), static call => call.client.GetRunAsync(call.threadId, call.runId, call.cancellationToken), Outcome);

    internal static ClientResult<ThreadRun> CancelRun(LlmCallSite _, AssistantClient client, string threadId, string runId, CancellationToken cancellationToken) =>
        LlmCall.ReadLater((client, threadId, runId, cancellationToken), static call => call.client.CancelRun(call.threadId, call.runId, call.cancellationToken), Outcome);

    internal static Task<ClientResult<ThreadRun>> CancelRunAsync(LlmCallSite _, AssistantClient client, string threadId, string runId, CancellationToken cancellationToken) =>
        LlmCall.ReadLaterAsync((client, threadId, runId, cancellationToken), static call => call.client.CancelRunAsync(call.threadId, call.runId, call.cancellationToken), Outcome);

    // Answers of tools go on with a run, which has its hold and is settled when it is over.
    internal static ClientResult<ThreadRun> SubmitToolOutputsToRun(LlmCallSite _, AssistantClient client, string threadId, string runId, IEnumerable<ToolOutput> toolOutputs, CancellationToken cancellationToken) =>
        LlmCall.ReadLater((client, threadId, runId, toolOutputs, cancellationToken), static call => call.client.SubmitToolOutputsToRun(call.threadId, call.runId, call.toolOutputs, call.cancellationToken), Outcome);

    internal static Task<ClientResult<ThreadRun>> SubmitToolOutputsToRunAsync(LlmCallSite _, AssistantClient client, string threadId, string runId, IEnumerable<ToolOutput> toolOutputs, CancellationToken cancellationToken) =>
        LlmCall.ReadLaterAsync((client, threadId, runId, toolOutputs, cancellationToken), static call => call.client.SubmitToolOutputsToRunAsync(call.threadId, call.runId, call.toolOutputs, call.cancellationToken), Outcome);

    /// <summary>What the run says that it used: nothing, until it is over.</summary>
    private static LlmOutcome Outcome(ClientResult<ThreadRun> result) => Outcome(result.Value);

    private static LlmOutcome Outcome(ThreadRun run) => new()
    {
        Usage = run.Usage is { } usage ? LlmUsage.Of(usage.InputTokenCount, usage.OutputTokenCount) : default,
        Model = run.Model,
        ResponseId = run.Id,
        IsPending = !run.Status.IsTerminal,
    };

    /// <summary>The provider keeps thread and assistant, so the model's context is the bound on input, unless the request has one.</summary>
    private static LlmRequest Describe(AssistantClient client, RunCreationOptions? options)
    {
        var prompt = new PromptSize();
        if (options?.MaxInputTokenCount is { } most)
            prompt.AddHidden(most, 0);
        return OpenAIClients.Request(client?.Endpoint, options?.ModelOverride) with
        {
            Prompt = prompt,
            Continues = options?.MaxInputTokenCount is null ? LlmRequest.UnknownInput : null,
            MaxOutputTokens = options?.MaxOutputTokenCount,
        };
    }
}
