using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Anthropic.Exceptions;
using Anthropic.Models.Beta.Messages;
using Anthropic.Services.Beta;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>How a messages call of the Anthropic SDK's beta services is metered: what it asks for, the call itself, and what it used.</summary>
internal static class AnthropicBetaMessages
{
    internal static readonly LlmSdk Sdk = new("anthropic", static error => (int?)(error as AnthropicApiException)?.StatusCode);

    internal static Task<BetaMessage> Create(LlmCallSite site, IMessageService messages, MessageCreateParams parameters, CancellationToken cancellationToken) =>
        LlmCall.RunAsync(
            site,
            Describe(parameters),
            (messages, parameters, cancellationToken),
            static call => call.messages.Create(call.parameters, call.cancellationToken),
            Outcome,
            static (call, change) => call with { parameters = Changed(call.parameters, change) },
            cancellationToken);

    internal static IAsyncEnumerable<BetaRawMessageStreamEvent> CreateStreaming(
        LlmCallSite site, IMessageService messages, MessageCreateParams parameters, CancellationToken cancellationToken) => LlmCall.StreamAsync(
            site,
            Describe(parameters) with { CancellationToken = cancellationToken },
            (messages, parameters, cancellationToken),
            static call => call.messages.CreateStreaming(call.parameters, call.cancellationToken),
            Observe,
            static (call, change) => call with { parameters = Changed(call.parameters, change) });

    /// <summary>What the response says that the call used.</summary>
    internal static LlmOutcome Outcome(BetaMessage message) => new()
    {
        Usage = WithIterations(Usage(message.Usage), message.Usage.Iterations),
        Model = message.Model.Raw(),
        Terms = Terms(message.Usage),
        ResponseId = message.ID,
    };

    /// <summary>The first event has the exact input and a provisional output; the last delta has the final figures.</summary>
    internal static void Observe(LlmReading reading, BetaRawMessageStreamEvent next)
    {
        if (next.TryPickStart(out BetaRawMessageStartEvent? start))
        {
            reading.Usage = Usage(start.Message.Usage);
            reading.HasExactInput = true;
            reading.Model = start.Message.Model.Raw();
            reading.Terms = Terms(start.Message.Usage);
            reading.ResponseId = start.Message.ID;
        }
        else if (next.TryPickContentBlockDelta(out BetaRawContentBlockDeltaEvent? content))
        {
            if (content.Delta.TryPickText(out BetaTextDelta? text))
                reading.AddText(text.Text);
            else if (content.Delta.TryPickInputJson(out BetaInputJsonDelta? json))
                reading.AddText(json.PartialJson);
            else if (content.Delta.TryPickThinking(out BetaThinkingDelta? thinking))
                reading.AddText(thinking.Thinking);
            else if (content.Delta.TryPickCompaction(out BetaCompactionContentBlockDelta? compaction))
                reading.AddText(compaction.Content);
        }
        else if (next.TryPickDelta(out BetaRawMessageDeltaEvent? delta))
        {
            reading.Usage = Final(reading.Usage, delta.Usage);
            reading.HasFinalUsage = delta.Delta.StopReason is not null;
        }
        else if (next.TryPickStop(out _))
        {
            reading.Finished = true;
        }
    }

    /// <summary>What the request asks for. One that the provider will refuse is not refused here.</summary>
    internal static LlmRequest Describe(MessageCreateParams? parameters)
    {
        var request = new LlmRequest
        {
            Sdk = Sdk,
            Model = parameters?.Model.Raw(),
            Prompt = AnthropicPrompts.Measure(parameters?.RawBodyData),
            MaxOutputTokens = parameters?.MaxTokens,
            Continues = Continued(parameters?.RawBodyData),
            CanBeContinued = parameters?.RawBodyData.ContainsKey("thread") == true,
            Terms = Terms(parameters?.RawBodyData),
            CanChange = parameters is null ? LlmRequestParts.None : LlmRequestParts.MaxOutputTokens | LlmRequestParts.Model,
        };
        foreach (JsonElement tool in AnthropicPrompts.Items(parameters?.RawBodyData, "tools"))
            request = LlmHostedTools.Allow(request, tool);
        return request;
    }

    /// <summary>A copy of the caller's parameters with another bound or model.</summary>
    internal static MessageCreateParams Changed(MessageCreateParams parameters, LlmRequestChange change)
    {
        if (change.Model is { } model)
            parameters = parameters with { Model = model };
        return change.MaxOutputTokens is { } bound ? parameters with { MaxTokens = bound } : parameters;
    }

    /// <summary>The reply that a request goes on from: the provider keeps what was said until then, and bills it as input.</summary>
    private static string? Continued(IReadOnlyDictionary<string, JsonElement>? body) =>
        body is not null && body.TryGetValue("thread", out JsonElement thread) && thread.ValueKind == JsonValueKind.Object && thread.TryGetProperty("previous_message_id", out JsonElement id)
            ? id.ToString()
            : null;

    /// <summary>The terms that a request asks for, as its JSON has them.</summary>
    internal static LlmTerms Terms(IReadOnlyDictionary<string, JsonElement>? body) => LlmTerms.Asked(Word(body, "service_tier"), Word(body, "speed"), Word(body, "inference_geo"));

    private static string? Word(IReadOnlyDictionary<string, JsonElement>? body, string name) =>
        body is not null && body.TryGetValue(name, out JsonElement word) && word.ValueKind == JsonValueKind.String ? word.GetString() : null;

    /// <summary>The terms on which the message was served. Words of a shape that the library does not know must not take the usage away.</summary>
    private static LlmTerms? Terms(BetaUsage usage)
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

    /// <summary>Anthropic's input count leaves out what was read from or written to the cache; its output count includes thinking.</summary>
    private static LlmUsage Usage(BetaUsage usage)
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

    private static LlmUsage Final(LlmUsage start, BetaMessageDeltaUsage delta)
    {
        long thinking = delta.OutputTokensDetails?.ThinkingTokens ?? 0;
        bool splitChanged = delta.CacheCreationInputTokens is { } written && written != (start.CacheWrite5m ?? 0) + (start.CacheWrite1h ?? 0);
        LlmUsage usage = start with
        {
            Input = delta.InputTokens ?? start.Input,
            CacheRead = delta.CacheReadInputTokens ?? start.CacheRead,
            CacheWrite5m = splitChanged ? delta.CacheCreationInputTokens : start.CacheWrite5m,
            CacheWrite1h = splitChanged ? null : start.CacheWrite1h,
            Output = delta.OutputTokens - thinking,
            Reasoning = thinking == 0 ? null : thinking,
            WebSearches = delta.ServerToolUse?.WebSearchRequests ?? start.WebSearches,
        };
        foreach (Iteration iteration in delta.Iterations ?? [])
            usage = With(usage, iteration.Json);
        return usage;
    }

    private static LlmUsage WithIterations(LlmUsage usage, IReadOnlyList<BetaUsageIteration>? iterations)
    {
        foreach (BetaUsageIteration iteration in iterations ?? [])
            usage = With(usage, iteration.Json);
        return usage;
    }

    /// <summary>
    /// The totals leave out what the provider used to shorten the conversation, and what another model was asked for advice. That one may have another price
    /// than the model of the answer, so what it used is an estimate.
    /// </summary>
    private static LlmUsage With(LlmUsage usage, JsonElement iteration)
    {
        bool isAdvice = Is("advisor_message");
        if (!isAdvice && !Is("compaction"))
            return usage;

        return usage with
        {
            Input = usage.Input + Count("input_tokens"),
            CacheRead = usage.CacheRead + Count("cache_read_input_tokens") ?? Count("cache_read_input_tokens"),
            CacheWrite5m = usage.CacheWrite5m + Count("cache_creation_input_tokens") ?? Count("cache_creation_input_tokens"),
            Output = usage.Output + Count("output_tokens"),
            Estimated = usage.Estimated || isAdvice,
        };

        bool Is(string type) => iteration.ValueKind == JsonValueKind.Object && iteration.TryGetProperty("type", out JsonElement word) && word.ValueKind == JsonValueKind.String && word.ValueEquals(type);

        long Count(string name) => iteration.TryGetProperty(name, out JsonElement count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out long tokens) ? tokens : 0;
    }
}
