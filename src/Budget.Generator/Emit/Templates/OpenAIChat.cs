using System;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Chat;

namespace BudgetGen.Generated;

/// <summary>How a chat call of the OpenAI SDK is metered: what it asks for, the call itself, and what it used.</summary>
internal static partial class OpenAIChat
{
    private static readonly LlmSdk Sdk = new("openai", static error => (error as ClientResultException)?.Status);

    internal static ClientResult<ChatCompletion> CompleteChat(
        LlmCallSite site, ChatClient client, IEnumerable<ChatMessage> messages, ChatCompletionOptions? options, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> prompt = Once(messages);
        return LlmCall.Run(
            site,
            Describe(client, prompt, options) with { CancellationToken = cancellationToken },
            (client, prompt, options, cancellationToken),
            static call => call.client.CompleteChat(call.prompt, call.options, call.cancellationToken),
            Outcome,
            static (call, change) => call with { options = Changed(call.options, change) });
    }

    internal static ClientResult<ChatCompletion> CompleteChat(LlmCallSite site, ChatClient client, ChatMessage[] messages) => LlmCall.Run(
        site,
        Describe(client, messages, options: null),
        (client, messages, options: (ChatCompletionOptions?)null),
        static call => call.options is null ? call.client.CompleteChat(call.messages) : call.client.CompleteChat(call.messages, call.options),
        Outcome,
        static (call, change) => call with { options = Changed(call.options, change) });

    internal static Task<ClientResult<ChatCompletion>> CompleteChatAsync(
        LlmCallSite site, ChatClient client, IEnumerable<ChatMessage> messages, ChatCompletionOptions? options, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> prompt = Once(messages);
        return LlmCall.RunAsync(
            site,
            Describe(client, prompt, options),
            (client, prompt, options, cancellationToken),
            static call => call.client.CompleteChatAsync(call.prompt, call.options, call.cancellationToken),
            Outcome,
            static (call, change) => call with { options = Changed(call.options, change) },
            cancellationToken);
    }

    internal static Task<ClientResult<ChatCompletion>> CompleteChatAsync(LlmCallSite site, ChatClient client, ChatMessage[] messages) => LlmCall.RunAsync(
        site,
        Describe(client, messages, options: null),
        (client, messages, options: (ChatCompletionOptions?)null),
        static call => call.options is null ? call.client.CompleteChatAsync(call.messages) : call.client.CompleteChatAsync(call.messages, call.options),
        Outcome,
        static (call, change) => call with { options = Changed(call.options, change) });

    /// <summary>What the response says that the call used.</summary>
    internal static LlmOutcome Outcome(ClientResult<ChatCompletion> result) => Outcome(result.Value);

    /// <summary>What the response says that the call used.</summary>
    internal static LlmOutcome Outcome(ChatCompletion completion) => new()
    {
        Usage = Usage(completion.Usage, completion.Model),
        Model = completion.Model,
        Terms = LlmTerms.Served(completion.ServiceTier?.ToString()),
        ResponseId = completion.Id,
        ObservedOutputBytes = completion.Content.Sum(static part => LlmText.Utf8Bytes(part.Text))
            + completion.ToolCalls.Sum(static tool => tool.FunctionArguments?.Length ?? 0L),
    };

    /// <summary>OpenAI's totals include their details, so the buckets are what is left after them.</summary>
    private static LlmUsage Usage(ChatTokenUsage? usage, string? model) => usage is null ? default : LlmUsage.FromTotals(
        usage.InputTokenCount,
        usage.OutputTokenCount,
        cacheRead: usage.InputTokenDetails?.CachedTokenCount,
        inputAudio: usage.InputTokenDetails?.AudioTokenCount,
        reasoning: usage.OutputTokenDetails?.ReasoningTokenCount,
        outputAudio: usage.OutputTokenDetails?.AudioTokenCount) with
    {
        WebSearches = IsSearchModel(model) ? 1 : null,
    };

    /// <summary>These models search the web before every answer. The fee is one for each request, and no usage shows it.</summary>
    private static bool IsSearchModel(string? model) =>
        model is not null && (model.Contains("-search-preview", StringComparison.Ordinal) || model.Contains("-search-api", StringComparison.Ordinal));

    private static LlmRequest Describe(ChatClient client, IReadOnlyList<ChatMessage> messages, ChatCompletionOptions? options) => new()
    {
        Sdk = Sdk,
        Provider = LlmProviders.ByHost(client?.Endpoint),
        Model = client?.Model,
        Prompt = Measure(messages, options),
        MaxOutputTokens = options?.MaxOutputTokenCount,
        AllowsWebSearch = options?.WebSearchOptions is not null || IsSearchModel(client?.Model),
        MaxWebSearches = 1,
        Terms = LlmTerms.Asked(options?.ServiceTier?.ToString(), region: LlmProviders.RegionByHost(client?.Endpoint)),
        CanChange = LlmRequestParts.MaxOutputTokens,
    };

    /// <summary>A copy of the caller's options with another bound. The client has its model from its constructor, so that cannot change.</summary>
    internal static ChatCompletionOptions? Changed(ChatCompletionOptions? options, LlmRequestChange change)
    {
        ChatCompletionOptions changed = options is null ? new ChatCompletionOptions() : (ChatCompletionOptions)Copy(options);
        changed.MaxOutputTokenCount = change.MaxOutputTokens32;
        return changed;
    }

    /// <summary>The options have no way to be copied of their own. A shallow copy shares their lists, which the client only reads.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "MemberwiseClone")]
    private static extern object Copy(object options);

    private static PromptSize Measure(IReadOnlyList<ChatMessage>? messages, ChatCompletionOptions? options)
    {
        var prompt = new PromptSize();
        foreach (ChatMessage message in messages ?? [])
        {
            prompt.AddMessage();
            foreach (ChatMessageContentPart part in message?.Content ?? [])
            {
                if (part.Kind == ChatMessageContentPartKind.Image || part.FileId is not null || part.FileBytes is not null || part.InputAudioBytes is not null)
                    prompt.AddAttachment();
                else
                    prompt.AddText(part.Text ?? part.Refusal);
            }

            if (message is AssistantChatMessage assistant)
            {
                foreach (ChatToolCall tool in assistant.ToolCalls)
                {
                    prompt.AddText(tool.FunctionName);
                    prompt.AddUtf8(tool.FunctionArguments?.Length ?? 0);
                }
            }
        }

        foreach (ChatTool tool in options?.Tools ?? [])
        {
            prompt.AddMessage();
            prompt.AddText(tool.FunctionName);
            prompt.AddText(tool.FunctionDescription);
            prompt.AddUtf8(tool.FunctionParameters?.Length ?? 0);
        }

        // The schema of a structured answer is input too, and the SDK shows it in writing only.
        if (options?.ResponseFormat is { } format)
            prompt.AddUtf8(ModelReaderWriter.Write(format).ToMemory().Length);
        return prompt;
    }

    /// <summary>The SDK walks the messages twice; a sequence with side effects must not run them again for us.</summary>
    private static IReadOnlyList<ChatMessage> Once(IEnumerable<ChatMessage> messages) => messages switch
    {
        null => null!,
        IReadOnlyList<ChatMessage> list => list,
        _ => messages.ToArray(),
    };
}
