using BudgetGen.CompilerServices;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

/// <summary>How much is held for a call, and how that compares with what calls cost.</summary>
public sealed partial class BudgetManager
{
    private const int MostUnknownTiers = 100;
    private const int LongestTier = 64;

    private readonly HoldBook _holds;
    private readonly HashSet<(string? Provider, string Word)> _unknownTiers = [];

    /// <summary>How holds are sized. A copy of the options.</summary>
    internal HoldOptions Holds => _holds.Options;

    /// <summary>
    /// What was held and what it cost, for each call site and model: overruns, their size, and the distribution of costs. It is kept for every strategy,
    /// in memory, for the 10,000 sites and models that were used last. Sorted by call site, then by model.
    /// </summary>
    public IReadOnlyList<HoldStatistics> GetHoldStatistics() => _holds.Statistics();

    /// <summary>The holds of a call site and model; the call site remembers those of its last call.</summary>
    internal HoldSite HoldsOf(LlmCallSite site, string model)
    {
        var last = site.LastHolds as HoldSite;
        HoldSite found = _holds.Find(site.Endpoint, model, last);
        if (!ReferenceEquals(found, last))
            site.LastHolds = found;
        return found;
    }

    /// <summary>Records a call that has settled, and warns where overruns become common.</summary>
    internal void NoteSettled(HoldSite site, Usd cost, Usd hold, Usd worstCase, bool isEstimate)
    {
        if (!site.Record(cost, hold, worstCase, isEstimate))
            return;

        HoldStatistics now = site.Statistics();
        _logger.LogWarning(
            BudgetEvents.OverrunsFrequent,
            "{Overruns} of {Calls} calls of {CallSite} with {Model} cost more than was held for them, by {TotalOverrun} together and {LargestOverrun} at most. Name a bound on output tokens, set Holds.Strict, or raise Holds.LearnedMarginPercent.",
            now.Overruns,
            now.Calls,
            site.CallSite,
            site.Model,
            now.TotalOverrun,
            now.LargestOverrun);
    }

    /// <summary>Counts a call that strict holds could not bound, and says so once for each call site and model.</summary>
    internal void NoteUnbounded(HoldSite site)
    {
        if (!site.NoteUnbounded())
            return;

        _logger.LogWarning(
            BudgetEvents.NotStrict,
            "Holds.Strict is set, but calls of {CallSite} with {Model} are sent without a bound on output tokens, because this kind of call cannot be given one. Name a bound there.",
            site.CallSite,
            site.Model);
    }

    /// <summary>Says, once for each word, that a call was served in a tier that nobody here knows, and is booked at the standard price.</summary>
    internal void NoteUnknownTier(string endpoint, string? provider, string word)
    {
        // The words are the provider's, so they are bounded in number and length.
        if (word.Length > LongestTier)
            word = word[..LongestTier];
        lock (_unknownTiers)
        {
            if (_unknownTiers.Count >= MostUnknownTiers || !_unknownTiers.Add((provider, word)))
                return;
        }

        _logger.LogWarning(
            BudgetEvents.ServiceTierUnknown,
            "A call of {CallSite} was served by {Provider} in the service tier '{ServiceTier}', which is not known. Such calls are booked at the standard price and marked as estimates.",
            endpoint,
            provider,
            word);
    }

    /// <summary>Says that a call is made with another model than the one that was asked for.</summary>
    internal void NoteFallback(string endpoint, string? from, string to, BudgetRejection rejection) => _logger.LogInformation(
        BudgetEvents.FellBack,
        "A call of {CallSite} is made with {Fallback} instead of {Model}: {Reason}",
        endpoint,
        to,
        from,
        rejection);
}
