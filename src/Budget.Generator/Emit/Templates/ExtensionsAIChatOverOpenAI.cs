using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>OpenAI's client behind Microsoft.Extensions.AI.</summary>
internal static partial class ExtensionsAIChat
{
    static partial void ReadOpenAITerms(object? raw, ref LlmTerms? terms) => terms ??= LlmTerms.Served(raw switch
    {
        global::OpenAI.Chat.ChatCompletion completion => completion.ServiceTier?.ToString(),
        global::OpenAI.Chat.StreamingChatCompletionUpdate update => update.ServiceTier?.ToString(),
        _ => null,
    });
}
