using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>What settled calls teach about tokens, and calls that have not settled yet.</summary>
public sealed partial class BudgetManager
{
    /// <summary>
    /// How many tokens providers count for what prompts made one expect, by model: learned from every metered call whose provider told its input tokens, since
    /// the manager was made. Estimates of this manager for models without a published vocabulary follow it; holds do not.
    /// </summary>
    public TokenCalibration TokenCalibration { get; } = new();

    /// <summary>Calls whose provider goes on after it has answered.</summary>
    internal OpenCalls OpenCalls { get; } = new();

    /// <summary>The sizes of responses that later requests may continue.</summary>
    internal ResponseSizes ResponseSizes { get; } = new();

    /// <summary>Learns from a call that has settled. A part whose size was a guess would teach the guess.</summary>
    internal void NoteTokens(string model, in PromptSize prompt, in LlmUsage usage)
    {
        if (usage.KnowsInput && !usage.Estimated && !prompt.HasAttachments)
            TokenCalibration.Record(model, prompt.ExpectedTokens, TokenSums.Input(usage));
    }
}
