using System;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Responses;

namespace BudgetGen.Generated;

/// <summary>How a call of OpenAI's responses is metered: what it asks for, the call itself, and what it used.</summary>
internal static partial class OpenAIResponses
{
    internal static ClientResult<ResponseResult> CreateResponse(LlmCallSite site, ResponsesClient client, CreateResponseOptions options, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        Describe(client, options) with { CancellationToken = cancellationToken },
        (client, options, cancellationToken),
        static call => call.client.CreateResponse(call.options, call.cancellationToken),
        Outcome,
        static (call, change) => call with { options = Changed(call.options, change) });

    internal static Task<ClientResult<ResponseResult>> CreateResponseAsync(LlmCallSite site, ResponsesClient client, CreateResponseOptions options, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        Describe(client, options),
        (client, options, cancellationToken),
        static call => call.client.CreateResponseAsync(call.options, call.cancellationToken),
        Outcome,
        static (call, change) => call with { options = Changed(call.options, change) },
        cancellationToken);

    internal static ClientResult<ResponseResult> CreateResponse(
        LlmCallSite site, ResponsesClient client, string model, IEnumerable<ResponseItem> inputItems, string? previousResponseId, CancellationToken cancellationToken)
    {
        IReadOnlyList<ResponseItem> items = Once(inputItems);
        return LlmCall.Run(
            site,
            Describe(client, model, items, previousResponseId) with { CancellationToken = cancellationToken },
            (client, model, items, previousResponseId, cancellationToken, options: (CreateResponseOptions?)null),
            static call => call.options is null
                ? call.client.CreateResponse(call.model, call.items, call.previousResponseId, call.cancellationToken)
                : call.client.CreateResponse(call.options, call.cancellationToken),
            Outcome,
            static (call, change) => call with { options = Changed(call.model, call.items, call.previousResponseId, change) });
    }

    internal static Task<ClientResult<ResponseResult>> CreateResponseAsync(
        LlmCallSite site, ResponsesClient client, string model, IEnumerable<ResponseItem> inputItems, string? previousResponseId, CancellationToken cancellationToken)
    {
        IReadOnlyList<ResponseItem> items = Once(inputItems);
        return LlmCall.RunAsync(
            site,
            Describe(client, model, items, previousResponseId),
            (client, model, items, previousResponseId, cancellationToken, options: (CreateResponseOptions?)null),
            static call => call.options is null
                ? call.client.CreateResponseAsync(call.model, call.items, call.previousResponseId, call.cancellationToken)
                : call.client.CreateResponseAsync(call.options, call.cancellationToken),
            Outcome,
            static (call, change) => call with { options = Changed(call.model, call.items, call.previousResponseId, change) },
            cancellationToken);
    }

    internal static ClientResult<ResponseResult> CreateResponse(
        LlmCallSite site, ResponsesClient client, string model, string userInputText, string? previousResponseId, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        Describe(client, model, userInputText, previousResponseId) with { CancellationToken = cancellationToken },
        (client, model, userInputText, previousResponseId, cancellationToken, options: (CreateResponseOptions?)null),
        static call => call.options is null
            ? call.client.CreateResponse(call.model, call.userInputText, call.previousResponseId, call.cancellationToken)
            : call.client.CreateResponse(call.options, call.cancellationToken),
        Outcome,
        static (call, change) => call with { options = Changed(call.model, [ResponseItem.CreateUserMessageItem(call.userInputText)], call.previousResponseId, change) });

    internal static Task<ClientResult<ResponseResult>> CreateResponseAsync(
        LlmCallSite site, ResponsesClient client, string model, string userInputText, string? previousResponseId, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        Describe(client, model, userInputText, previousResponseId),
        (client, model, userInputText, previousResponseId, cancellationToken, options: (CreateResponseOptions?)null),
        static call => call.options is null
            ? call.client.CreateResponseAsync(call.model, call.userInputText, call.previousResponseId, call.cancellationToken)
            : call.client.CreateResponseAsync(call.options, call.cancellationToken),
        Outcome,
        static (call, change) => call with { options = Changed(call.model, [ResponseItem.CreateUserMessageItem(call.userInputText)], call.previousResponseId, change) },
        cancellationToken);

    /// <summary>What the response says that the call used.</summary>
    internal static LlmOutcome Outcome(ClientResult<ResponseResult> result) => Outcome(result.Value);

    /// <summary>What the response says that the call used. One that runs in the background says it later.</summary>
    internal static LlmOutcome Outcome(ResponseResult response) => new()
    {
        Usage = Usage(response),
        Model = response.Model,
        Terms = LlmTerms.Served(response.ServiceTier?.ToString()),
        ResponseId = response.Id,
        ObservedOutputBytes = response.OutputItems.Sum(OutputBytes),
        IsPending = response.Usage is null && response.Status is ResponseStatus.Queued or ResponseStatus.InProgress,
    };

    /// <summary>OpenAI's totals include their details, so the buckets are what is left after them. Searches are only seen among the answer's items.</summary>
    private static LlmUsage Usage(ResponseResult response) => response.Usage is not { } usage ? default : LlmUsage.FromTotals(
        usage.InputTokenCount,
        usage.OutputTokenCount,
        cacheRead: usage.InputTokenDetails?.CachedTokenCount,
        cacheWrite: CacheWrites(usage.InputTokenDetails),
        reasoning: usage.OutputTokenDetails?.ReasoningTokenCount) with
    {
        WebSearches = response.OutputItems.Count(IsSearch) is > 0 and { } searches ? searches : null,
    };

    /// <summary>What a search does besides, such as opening a page, has no fee.</summary>
    private static bool IsSearch(ResponseItem item) => item is WebSearchCallResponseItem { Action: null or WebSearchSearchAction };

    private static long OutputBytes(ResponseItem item) => item switch
    {
        MessageResponseItem message => message.Content.Sum(static part => LlmText.Utf8Bytes(part.Text ?? part.Refusal)),
        FunctionCallResponseItem call => call.FunctionArguments?.ToMemory().Length ?? 0,
        _ => 0,
    };

    private static LlmRequest Describe(ResponsesClient client, CreateResponseOptions? options)
    {
        LlmRequest request = Describe(client, options?.Model, Measure(options), options?.PreviousResponseId ?? (KeepsInput(options) ? LlmRequest.UnknownInput : null)) with
        {
            MaxOutputTokens = options?.MaxOutputTokenCount,
            Terms = LlmTerms.Asked(options?.ServiceTier?.ToString(), region: LlmProviders.RegionByHost(client?.Endpoint)),
        };
        foreach (ResponseTool tool in options?.Tools ?? [])
        {
            if (tool is WebSearchTool or WebSearchPreviewTool)
                request = LlmHostedTools.AllowWebSearch(request, options!.MaxToolCallCount);
        }

        return request;
    }

    private static LlmRequest Describe(ResponsesClient client, string? model, IReadOnlyList<ResponseItem>? items, string? previousResponseId)
    {
        var prompt = new PromptSize();
        Measure(ref prompt, items);
        return Describe(client, model, prompt, previousResponseId ?? (KeepsInput(items) ? LlmRequest.UnknownInput : null));
    }

    private static LlmRequest Describe(ResponsesClient client, string? model, string? text, string? previousResponseId)
    {
        var prompt = new PromptSize();
        prompt.AddMessage();
        prompt.AddText(text);
        return Describe(client, model, prompt, previousResponseId);
    }

    private static LlmRequest Describe(ResponsesClient client, string? model, PromptSize prompt, string? continues) => OpenAIClients.Request(client?.Endpoint, model) with
    {
        Prompt = prompt,
        Continues = continues,
        CanBeContinued = true,
        CanChange = LlmRequestParts.MaxOutputTokens | LlmRequestParts.Model,
    };

    /// <summary>True if the model gets more than the request shows: a conversation, an item by its id, or what tools find that the provider runs itself.</summary>
    private static bool KeepsInput(CreateResponseOptions? options) =>
        options is not null && (options.ConversationOptions is not null || KeepsInput([.. options.InputItems]) || options.Tools.Any(static tool => tool is not FunctionTool && !IsCustom(tool)));

    private static bool KeepsInput(IReadOnlyList<ResponseItem>? items) => items?.Any(static item => item is ReferenceResponseItem) == true;

    private static PromptSize Measure(CreateResponseOptions? options)
    {
        var prompt = new PromptSize();
        Measure(ref prompt, options?.InputItems);
        prompt.AddText(options?.Instructions);
        foreach (ResponseTool tool in options?.Tools ?? [])
        {
            prompt.AddMessage();
            prompt.AddUtf8(ModelReaderWriter.Write(tool).ToMemory().Length);
        }

        // The schema of a structured answer is input too, and the SDK shows it in writing only.
        if (options?.TextOptions is { } text)
            prompt.AddUtf8(ModelReaderWriter.Write(text).ToMemory().Length);
        return prompt;
    }

    private static void Measure(ref PromptSize prompt, IEnumerable<ResponseItem>? items)
    {
        foreach (ResponseItem item in items ?? [])
        {
            prompt.AddMessage();
            if (item is MessageResponseItem message)
            {
                foreach (ResponseContentPart part in message.Content)
                {
                    if (part.Kind is ResponseContentPartKind.InputImage or ResponseContentPartKind.InputFile)
                        prompt.AddAttachment();
                    else
                        prompt.AddText(part.Text ?? part.Refusal);
                }
            }
            else if (item is FunctionCallOutputResponseItem output)
            {
                prompt.AddText(output.FunctionOutput);
            }
            else if (item is not (null or ReferenceResponseItem))
            {
                prompt.AddUtf8(ModelReaderWriter.Write(item).ToMemory().Length);
            }
        }
    }

    private static CreateResponseOptions Changed(string model, IEnumerable<ResponseItem> items, string? previousResponseId, LlmRequestChange change) =>
        Changed(new CreateResponseOptions(model, items) { PreviousResponseId = previousResponseId }, change);

    /// <summary>A copy of the caller's options with another bound or model.</summary>
    private static CreateResponseOptions Changed(CreateResponseOptions options, LlmRequestChange change)
    {
        var changed = (CreateResponseOptions)Copy(options);
        changed.Model = change.Model ?? changed.Model;
        changed.MaxOutputTokenCount = change.MaxOutputTokens32 ?? changed.MaxOutputTokenCount;
        return changed;
    }

    /// <summary>The options have no way to be copied of their own. A shallow copy shares their lists, which the client only reads.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "MemberwiseClone")]
    private static extern object Copy(object options);

    /// <summary>A sequence with side effects must not run them again for us.</summary>
    private static IReadOnlyList<ResponseItem> Once(IEnumerable<ResponseItem> items) => items switch
    {
        null => null!,
        IReadOnlyList<ResponseItem> list => list,
        _ => items.ToArray(),
    };
}
