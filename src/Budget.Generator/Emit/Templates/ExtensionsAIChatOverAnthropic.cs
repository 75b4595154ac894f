using System;
using Anthropic.Exceptions;
using BudgetGen.CompilerServices;
using Microsoft.Extensions.AI;

namespace BudgetGen.Generated;

/// <summary>Anthropic's client behind Microsoft.Extensions.AI.</summary>
internal static partial class ExtensionsAIChat
{
    static partial void ReadAnthropicStatus(Exception error, ref int? status) => status ??= (int?)(error as AnthropicApiException)?.StatusCode;

    static partial void ReadAnthropicTerms(object? raw, ref LlmTerms? terms)
    {
        var usage = raw switch
        {
            global::Anthropic.Models.Messages.Message message => message.Usage,
            global::Anthropic.Models.Messages.RawMessageStreamEvent next when next.TryPickStart(out var start) => start.Message.Usage,
            global::Anthropic.Models.Messages.RawMessageStartEvent start => start.Message.Usage,
            _ => null,
        };
        if (usage is null)
            return;

        try
        {
            terms ??= LlmTerms.Served(usage.ServiceTier?.Raw(), usage.Speed?.Raw(), usage.InferenceGeo);
        }
        catch (AnthropicInvalidDataException)
        {
            // Words of a shape that the library does not know must not take the usage away.
        }
    }

    static partial void ReadAnthropicTool(AITool tool, ref LlmRequest request)
    {
        if (tool.GetService<global::Anthropic.Models.Messages.ToolUnion>() is { } wrapped)
            request = LlmHostedTools.Allow(request, wrapped.Json);
    }
}
