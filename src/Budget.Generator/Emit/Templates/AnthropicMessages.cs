using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Anthropic.Services;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>How a messages call of the Anthropic SDK is metered: what it asks for, the call itself, and what it used.</summary>
internal static class AnthropicMessages
{
    private static readonly LlmSdk Sdk = new("anthropic", static error => (int?)(error as AnthropicApiException)?.StatusCode);

    internal static Task<Message> Create(LlmCallSite site, IMessageService messages, MessageCreateParams parameters, CancellationToken cancellationToken) =>
        LlmCall.RunAsync(
            site,
            Describe(parameters),
            (messages, parameters, cancellationToken),
            static call => call.messages.Create(call.parameters, call.cancellationToken),
            Outcome,
            static (call, change) => call with { parameters = Changed(call.parameters, change) },
            cancellationToken);

    internal static IAsyncEnumerable<RawMessageStreamEvent> CreateStreaming(
        LlmCallSite site, IMessageService messages, MessageCreateParams parameters, CancellationToken cancellationToken) => LlmCall.StreamAsync(
            site,
            Describe(parameters) with { CancellationToken = cancellationToken },
            (messages, parameters, cancellationToken),
            static call => call.messages.CreateStreaming(call.parameters, call.cancellationToken),
            Observe,
            static (call, change) => call with { parameters = Changed(call.parameters, change) });

    /// <summary>What the response says that the call used.</summary>
    internal static LlmOutcome Outcome(Message message) => new()
    {
        Usage = Usage(message.Usage),
        Model = message.Model.Raw(),
        Terms = Terms(message.Usage),
        ResponseId = message.ID,
    };

    /// <summary>The terms on which the message was served. Words of a shape that the library does not know must not take the usage away.</summary>
    private static LlmTerms? Terms(Usage usage)
    {
        try
        {
            return LlmTerms.Served(usage.ServiceTier?.Raw(), usage.Speed?.Raw(), usage.InferenceGeo);
        }
        catch (AnthropicInvalidDataException)
        {
            return null;
        }
    }

    /// <summary>What the request asks for. One that the provider will refuse is not refused here.</summary>
    private static LlmTerms Terms(MessageCreateParams? parameters)
    {
        try
        {
            return LlmTerms.Asked(parameters?.ServiceTier?.Raw(), parameters?.Speed?.Raw(), parameters?.InferenceGeo);
        }
        catch (AnthropicInvalidDataException)
        {
            return LlmTerms.Open;
        }
    }

    /// <summary>Anthropic's input count leaves out what was read from or written to the cache; its output count includes thinking.</summary>
    private static LlmUsage Usage(Usage usage)
    {
        long thinking = usage.OutputTokensDetails?.ThinkingTokens ?? 0;
        return new LlmUsage
        {
            Input = usage.InputTokens,
            CacheRead = usage.CacheReadInputTokens,
            CacheWrite5m = usage.CacheCreation?.Ephemeral5mInputTokens ?? usage.CacheCreationInputTokens,
            CacheWrite1h = usage.CacheCreation?.Ephemeral1hInputTokens,
            Output = usage.OutputTokens - thinking,
            Reasoning = thinking == 0 ? null : thinking,
            WebSearches = usage.ServerToolUse?.WebSearchRequests,
        };
    }

    /// <summary>The first event has the exact input and a provisional output; the last delta has the final figures.</summary>
    internal static void Observe(LlmReading reading, RawMessageStreamEvent next)
    {
        if (next.TryPickStart(out RawMessageStartEvent? start))
        {
            reading.Usage = Usage(start.Message.Usage);
            reading.HasExactInput = true;
            reading.Model = start.Message.Model.Raw();
            reading.Terms = Terms(start.Message.Usage);
            reading.ResponseId = start.Message.ID;
        }
        else if (next.TryPickContentBlockDelta(out RawContentBlockDeltaEvent? content))
        {
            if (content.Delta.TryPickText(out TextDelta? text))
                reading.AddText(text.Text);
            else if (content.Delta.TryPickInputJson(out InputJsonDelta? json))
                reading.AddText(json.PartialJson);
            else if (content.Delta.TryPickThinking(out ThinkingDelta? thinking))
                reading.AddText(thinking.Thinking);
        }
        else if (next.TryPickDelta(out RawMessageDeltaEvent? delta))
        {
            reading.Usage = Final(reading.Usage, delta.Usage);
            reading.HasFinalUsage = delta.Delta.StopReason is not null;
        }
        else if (next.TryPickStop(out _))
        {
            reading.Finished = true;
        }
    }

    private static LlmUsage Final(LlmUsage start, MessageDeltaUsage delta)
    {
        long thinking = delta.OutputTokensDetails?.ThinkingTokens ?? 0;
        bool splitChanged = delta.CacheCreationInputTokens is { } written && written != (start.CacheWrite5m ?? 0) + (start.CacheWrite1h ?? 0);
        return start with
        {
            Input = delta.InputTokens ?? start.Input,
            CacheRead = delta.CacheReadInputTokens ?? start.CacheRead,
            CacheWrite5m = splitChanged ? delta.CacheCreationInputTokens : start.CacheWrite5m,
            CacheWrite1h = splitChanged ? null : start.CacheWrite1h,
            Output = delta.OutputTokens - thinking,
            Reasoning = thinking == 0 ? null : thinking,
            WebSearches = delta.ServerToolUse?.WebSearchRequests ?? start.WebSearches,
        };
    }

    /// <summary>What the request asks for.</summary>
    internal static LlmRequest Describe(MessageCreateParams? parameters)
    {
        var request = new LlmRequest
        {
            Sdk = Sdk,
            Model = parameters?.Model.Raw(),
            Prompt = Measure(parameters),
            MaxOutputTokens = parameters?.MaxTokens,
            Terms = Terms(parameters),
            CanChange = parameters is null ? LlmRequestParts.None : LlmRequestParts.MaxOutputTokens | LlmRequestParts.Model,
        };
        foreach (ToolUnion tool in parameters?.Tools ?? [])
            request = LlmHostedTools.Allow(request, tool.Json);
        return request;
    }

    /// <summary>A copy of the caller's parameters with another bound or model.</summary>
    internal static MessageCreateParams Changed(MessageCreateParams parameters, LlmRequestChange change)
    {
        if (change.Model is { } model)
            parameters = parameters with { Model = model };
        return change.MaxOutputTokens is { } bound ? parameters with { MaxTokens = bound } : parameters;
    }

    private static PromptSize Measure(MessageCreateParams? parameters)
    {
        var prompt = new PromptSize();
        if (parameters is null)
            return prompt;

        if (parameters.System is { } system)
        {
            prompt.AddMessage();
            if (system.TryPickString(out string? text))
                prompt.AddText(text);
            else if (system.TryPickTextBlockParams(out IReadOnlyList<TextBlockParam>? blocks))
                prompt.AddText(string.Concat(blocks.Select(static block => block.Text)));
        }

        foreach (MessageParam message in parameters.Messages)
        {
            prompt.AddMessage();
            if (message.Content.TryPickString(out string? text))
                prompt.AddText(text);
            else if (message.Content.TryPickContentBlockParams(out IReadOnlyList<ContentBlockParam>? blocks))
                MeasureBlocks(ref prompt, blocks);
        }

        foreach (ToolUnion tool in parameters.Tools ?? [])
        {
            prompt.AddMessage();
            prompt.AddText(tool.Json.GetRawText());
        }

        return prompt;
    }

    private static void MeasureBlocks(ref PromptSize prompt, IReadOnlyList<ContentBlockParam> blocks)
    {
        foreach (ContentBlockParam block in blocks)
        {
            if (block.TryPickText(out TextBlockParam? text))
                prompt.AddText(text.Text);
            else if (block.TryPickImage(out _) || block.TryPickDocument(out _) || block.TryPickContainerUpload(out _))
                prompt.AddAttachment();
            else
                prompt.AddText(block.Json.GetRawText());
        }
    }
}
