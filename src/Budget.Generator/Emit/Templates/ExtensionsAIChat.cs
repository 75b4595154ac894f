using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using Microsoft.Extensions.AI;

namespace BudgetGen.Generated;

/// <summary>How a chat call through Microsoft.Extensions.AI is metered: what it asks for, the call itself, and what it used.</summary>
internal static partial class ExtensionsAIChat
{
    internal static readonly LlmSdk Sdk = new(provider: null, Status);

    internal static Task<ChatResponse> GetResponseAsync(
        LlmCallSite site, IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> prompt = Once(messages);
        return LlmCall.RunAsync(
            site,
            Describe(client, prompt, options),
            (client, prompt, options, cancellationToken),
            static call => call.client.GetResponseAsync(call.prompt, call.options, call.cancellationToken),
            Outcome,
            static (call, change) => call with { options = Changed(call.options, change) },
            cancellationToken);
    }

    internal static Task<ChatResponse> GetResponseAsync(
        LlmCallSite site, IChatClient client, string chatMessage, ChatOptions? options, CancellationToken cancellationToken) =>
        GetResponseAsync(site, client, new ChatMessage(ChatRole.User, chatMessage), options, cancellationToken);

    internal static Task<ChatResponse> GetResponseAsync(
        LlmCallSite site, IChatClient client, ChatMessage chatMessage, ChatOptions? options, CancellationToken cancellationToken) =>
        GetResponseAsync(site, client, [chatMessage], options, cancellationToken);

    internal static IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        LlmCallSite site, IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> prompt = Once(messages);
        return LlmCall.StreamAsync(
            site,
            Describe(client, prompt, options) with { CancellationToken = cancellationToken },
            (client, prompt, options, cancellationToken),
            static call => call.client.GetStreamingResponseAsync(call.prompt, call.options, call.cancellationToken),
            Observe,
            static (call, change) => call with { options = Changed(call.options, change) });
    }

    internal static IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        LlmCallSite site, IChatClient client, string chatMessage, ChatOptions? options, CancellationToken cancellationToken) =>
        GetStreamingResponseAsync(site, client, new ChatMessage(ChatRole.User, chatMessage), options, cancellationToken);

    internal static IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        LlmCallSite site, IChatClient client, ChatMessage chatMessage, ChatOptions? options, CancellationToken cancellationToken) =>
        GetStreamingResponseAsync(site, client, [chatMessage], options, cancellationToken);

    /// <summary>What the response says that the call used.</summary>
    internal static LlmOutcome Outcome(ChatResponse response) => new()
    {
        Usage = WithSearches(Usage(response.Usage), response),
        Model = response.ModelId,
        Terms = Terms(response.RawRepresentation),
        ResponseId = response.ResponseId,
        ObservedOutputBytes = LlmText.Utf8Bytes(response.Text),
    };

    /// <summary>The totals include their details; adapters say in additional counts what was written to a cache.</summary>
    internal static LlmUsage Usage(UsageDetails? usage) => usage is null ? default : LlmUsage.FromTotals(
        usage.InputTokenCount,
        usage.OutputTokenCount,
        cacheRead: usage.CachedInputTokenCount,
        cacheWrite: Count(usage, "CacheCreationInputTokens"),
        reasoning: usage.ReasoningTokenCount) with
    {
        WebSearches = Count(usage, "WebSearchRequests"),
    };

    private static long? Count(UsageDetails usage, string name) => usage.AdditionalCounts is { } counts && counts.TryGetValue(name, out long count) ? count : null;

    /// <summary>Adapters that do not count searches show them as content; its type is younger than this library's oldest version.</summary>
    private static LlmUsage WithSearches(LlmUsage usage, ChatResponse response)
    {
        if (usage.IsUnknown || usage.WebSearches is not null)
            return usage;

        int searches = response.Messages.Sum(static message => message.Contents.Count(static content => content.GetType().Name == "WebSearchToolCallContent"));
        return searches == 0 ? usage : usage with { WebSearches = searches };
    }

    /// <summary>
    /// A stream that was cut short may hand out a provisional usage; only a finish reason makes it final. Content after one belongs to another
    /// request: that is how clients that call functions stream.
    /// </summary>
    private static void Observe(LlmReading reading, ChatResponseUpdate update)
    {
        if (reading.Finished && update.Contents.Any(static content => content is not UsageContent and not TextContent { Text.Length: 0 }))
            reading.NextRequest();
        reading.Model ??= update.ModelId;
        reading.ResponseId ??= update.ResponseId;
        reading.Terms = Terms(update.RawRepresentation) ?? reading.Terms;
        reading.Finished |= update.FinishReason is not null;
        foreach (AIContent content in update.Contents)
        {
            if (content is UsageContent usage)
                reading.Usage += Usage(usage.Details);
            else if (content is TextContent text)
                reading.AddText(text.Text);
            else if (content is TextReasoningContent reasoning)
                reading.AddText(reasoning.Text);
        }

        reading.HasFinalUsage = reading.Finished && !reading.Usage.IsUnknown;
    }

    internal static LlmRequest Describe(IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var metadata = client?.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
        string? region = LlmProviders.RegionByHost(metadata?.ProviderUri);

        // Options of the library behind it win over these, its bound on output too. They are not looked at: that would be one call more of the caller's code.
        bool hides = options?.RawRepresentationFactory is not null;
        var request = new LlmRequest
        {
            Sdk = Sdk,
            Provider = metadata?.ProviderName?.ToLowerInvariant(),
            Model = options?.ModelId ?? metadata?.DefaultModelId,
            Prompt = Measure(messages, options),
            MaxOutputTokens = hides ? null : options?.MaxOutputTokens,
            Terms = hides ? LlmTerms.Hidden(region) : LlmTerms.Asked(serviceTier: null, region: region),
            CanChange = hides ? LlmRequestParts.Model : LlmRequestParts.MaxOutputTokens | LlmRequestParts.Model,
            HasMeterInside = client?.GetService(typeof(LlmMeter)) is not null,
        };
        foreach (AITool tool in options?.Tools ?? [])
        {
            if (tool is HostedWebSearchTool)
            {
                request = LlmHostedTools.AllowWebSearch(request, most: null);
            }
            else
            {
                ReadAnthropicTool(tool, ref request);
                ReadOtherTool(tool, ref request);
            }
        }

        return request;
    }

    /// <summary>A copy of the caller's options with another bound or model.</summary>
    internal static ChatOptions Changed(ChatOptions? options, LlmRequestChange change)
    {
        ChatOptions changed = options?.Clone() ?? new ChatOptions();
        changed.ModelId = change.Model ?? changed.ModelId;
        changed.MaxOutputTokens = change.MaxOutputTokens32 ?? changed.MaxOutputTokens;
        return changed;
    }

    private static PromptSize Measure(IReadOnlyList<ChatMessage>? messages, ChatOptions? options)
    {
        var prompt = new PromptSize();
        if (options?.Instructions is { } instructions)
        {
            prompt.AddMessage();
            prompt.AddText(instructions);
        }

        foreach (ChatMessage message in messages ?? [])
        {
            prompt.AddMessage();
            foreach (AIContent content in message?.Contents ?? [])
            {
                if (content is TextContent text)
                    prompt.AddText(text.Text);
                else if (content is TextReasoningContent reasoning)
                    prompt.AddText(reasoning.Text);
                else if (content is FunctionResultContent result)
                    prompt.AddText(result.Result?.ToString());
                else
                    prompt.AddAttachment();
            }
        }

        foreach (AITool tool in options?.Tools ?? [])
        {
            prompt.AddMessage();
            prompt.AddText(tool.Name);
            prompt.AddText(tool.Description);
            if (tool is AIFunctionDeclaration function)
                prompt.AddText(function.JsonSchema.GetRawText());
        }

        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema })
            prompt.AddText(schema.GetRawText());
        return prompt;
    }

    /// <summary>The abstraction has no terms; what the library behind it handed out may have them.</summary>
    private static LlmTerms? Terms(object? raw)
    {
        LlmTerms? terms = null;
        ReadAnthropicTerms(raw, ref terms);
        ReadOpenAITerms(raw, ref terms);
        ReadOtherTerms(raw, ref terms);
        return terms;
    }

    static partial void ReadAnthropicTerms(object? raw, ref LlmTerms? terms);

    static partial void ReadOpenAITerms(object? raw, ref LlmTerms? terms);

    /// <summary>Of a library that cannot be named where this is compiled.</summary>
    static partial void ReadOtherTerms(object? raw, ref LlmTerms? terms);

    /// <summary>What is behind the abstraction throws its own exceptions; those of the libraries that this project references are known.</summary>
    private static int? Status(Exception error)
    {
        int? status = null;
        ReadAnthropicStatus(error, ref status);
        ReadOpenAIStatus(error, ref status);
        ReadOtherStatus(error, ref status);
        return status;
    }

    /// <summary>A library's own search tool, wrapped: it may have a bound.</summary>
    static partial void ReadAnthropicTool(AITool tool, ref LlmRequest request);

    static partial void ReadAnthropicStatus(Exception error, ref int? status);

    static partial void ReadOpenAIStatus(Exception error, ref int? status);

    static partial void ReadOtherStatus(Exception error, ref int? status);

    static partial void ReadOtherTool(AITool tool, ref LlmRequest request);

    /// <summary>A sequence with side effects must not run them again for us.</summary>
    internal static IReadOnlyList<ChatMessage> Once(IEnumerable<ChatMessage> messages) => messages switch
    {
        null => null!,
        IReadOnlyList<ChatMessage> list => list,
        _ => messages.ToArray(),
    };
}
