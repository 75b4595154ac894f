using System;
using Anthropic.Exceptions;
using BudgetGen.CompilerServices;
using Microsoft.Extensions.AI;

namespace BudgetGen.Generated;

/// <summary>Anthropic's client behind Microsoft.Extensions.AI.</summary>
internal static partial class ExtensionsAIChat
{
    static partial void ReadAnthropicStatus(Exception error, ref int? status) => status ??= (int?)(error as AnthropicApiException)?.StatusCode;

    static partial void ReadAnthropicTool(AITool tool, ref LlmRequest request)
    {
        if (tool.GetService<global::Anthropic.Models.Messages.ToolUnion>() is { } wrapped)
            request = LlmHostedTools.Allow(request, wrapped.Json);
    }
}
