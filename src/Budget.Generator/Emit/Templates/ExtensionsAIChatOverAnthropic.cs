using System;
using Anthropic.Exceptions;

namespace BudgetGen.Generated;

/// <summary>Anthropic's client behind Microsoft.Extensions.AI.</summary>
internal static partial class ExtensionsAIChat
{
    static partial void ReadAnthropicStatus(Exception error, ref int? status) => status ??= (int?)(error as AnthropicApiException)?.StatusCode;
}
