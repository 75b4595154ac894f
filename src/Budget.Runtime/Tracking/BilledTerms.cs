using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>The terms on which a call is billed: those that its response tells; what that leaves out, as the request asked for it.</summary>
/// <param name="Terms">The terms; null: the usual ones.</param>
/// <param name="UnknownTier">The provider's word for the service tier, if nobody here knows it: such a call costs the standard price. Else null.</param>
internal readonly record struct BilledTerms(CallTerms? Terms, string? UnknownTier)
{
    public static BilledTerms Of(LlmTerms? asked, LlmTerms? served)
    {
        if (asked is null && served is null)
            return default;

        string? word = served?.ServiceTier, unknown = null;
        ServiceTier tier;
        if (word is null)
        {
            // Nobody tells, so it is the dearer one of those that the request allows: a cheaper tier is often refused or served as the standard one.
            tier = CallTerms.TierOf(asked?.ServiceTier) == ServiceTier.Priority ? ServiceTier.Priority : ServiceTier.Standard;
        }
        else if (CallTerms.TierOf(word) is { } known)
        {
            tier = known;
        }
        else
        {
            (tier, unknown) = (ServiceTier.Standard, word);
        }

        string? speed = served?.Speed ?? asked?.Speed, place = served?.InferenceGeo ?? asked?.InferenceGeo, region = asked?.Region;
        if (place is "global" or "not_available")
            place = null;
        return tier == ServiceTier.Standard && (speed is null or "standard") && place is null && region is null
            ? new BilledTerms(null, unknown)
            : new BilledTerms(new CallTerms { ServiceTier = tier, Speed = speed, InferenceGeo = place, Region = region }, unknown);
    }
}
