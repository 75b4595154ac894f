using OpenAI.Responses;

namespace BudgetGen.Generated;

/// <summary>Before 2.14 no response shows what was written to the cache. A tool that is no function is held as one that the provider may run, which is the dearer guess.</summary>
internal static partial class OpenAIResponses
{
    private static long? CacheWrites(ResponseInputTokenUsageDetails? _) => null;

    private static bool IsCustom(ResponseTool _) => false;
}
