namespace BudgetGen.Storage;

/// <summary>What an acknowledgement of the store means.</summary>
public enum DurabilityLevel
{
    /// <summary>On disk; many callers share one commit. Nothing that was acknowledged is lost, not even by a power cut.</summary>
    Group,

    /// <summary>On disk, by a commit of its own.</summary>
    Strict,

    /// <summary>
    /// In memory; on disk after the flush interval. A crash or a power cut loses the last moments, so it is for calls that no hard policy applies to; the
    /// others are recorded as <see cref="Group"/>.
    /// </summary>
    Relaxed,
}
