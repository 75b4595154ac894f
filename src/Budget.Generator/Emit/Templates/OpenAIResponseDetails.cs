using OpenAI.Responses;

namespace BudgetGen.Generated;

/// <summary>What responses show since OpenAI 2.14: the tokens written to the cache, and tools that the caller runs itself without a schema.</summary>
internal static partial class OpenAIResponses
{
    private static long? CacheWrites(ResponseInputTokenUsageDetails? details) => details?.CacheWriteTokenCount;

    private static bool IsCustom(ResponseTool tool) => tool is CustomTool;
}
