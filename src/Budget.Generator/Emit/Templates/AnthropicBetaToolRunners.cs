using System;
using System.Collections.Generic;
using Anthropic.Helpers.Beta;
using Anthropic.Models.Beta.Messages;
using Anthropic.Services.Beta;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>
/// How the turns of a tool runner are metered: the runner is made over a service that meters each request, however the runner is read. Its tools run
/// between the requests, so what they spend is booked on its own.
/// </summary>
internal static class AnthropicBetaToolRunners
{
    internal static BetaToolRunner ToolRunner(
        LlmCallSite site, IMessageService messages, MessageCreateParams parameters, IReadOnlyList<IBetaRunnableTool> tools, int? maxIterations) =>
        ToolRunner(site, messages, parameters, tools, thread: true, maxIterations);

    internal static BetaToolRunner ToolRunner(
        LlmCallSite site, IMessageService messages, MessageCreateParams parameters, IReadOnlyList<IBetaRunnableTool> tools, bool thread, int? maxIterations) =>
        new MeteredBetaMessages(site, messages).ToolRunner(parameters, tools, thread && HasThreads(messages, parameters), maxIterations);

    /// <summary>The runner looks at the service itself to see whether its API has threads, and sees ours. Making a thread sends nothing.</summary>
    private static bool HasThreads(IMessageService messages, MessageCreateParams parameters)
    {
        try
        {
            messages.Thread(new ThreadCreateParams { Model = parameters.Model, MaxTokens = parameters.MaxTokens, Messages = [] });
            return true;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}
