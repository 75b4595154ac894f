using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>
/// What a call may come to cost other than the usual price of now: the terms that its request allows, and the lines that may apply while it is under way. Most
/// calls have none or share one, so it allocates nothing for them.
/// </summary>
internal sealed class CallOutlook
{
    private static readonly CallTerms[] s_standard = [CallTerms.Standard];
    private static readonly CallTerms s_priority = new() { ServiceTier = ServiceTier.Priority };
    private static readonly CallOutlook s_fixed = new(null, CallTerms.Standard, null);
    private static readonly CallOutlook s_openTier = new(LlmTerms.Open, CallTerms.Standard, s_priority);
    private static readonly CallOutlook s_standardTier = new(LlmTerms.Open, CallTerms.Standard, null);

    private CallOutlook(LlmTerms? asked, CallTerms standard, CallTerms? dearer, params ModelPricing[] others) =>
        (Asked, Standard, Dearer, Others) = (asked, standard, dearer, others);

    /// <summary>What the request asks for, or null: nobody will tell on what terms it was served.</summary>
    public LlmTerms? Asked { get; }

    /// <summary>The terms in the standard tier, which every request may be served in. They decide which line is the call's.</summary>
    public CallTerms Standard { get; }

    /// <summary>The same in the other tier that the request allows, or null.</summary>
    public CallTerms? Dearer { get; }

    /// <summary>Lines that may price the call besides the one of now in the standard tier.</summary>
    public ModelPricing[] Others { get; }

    /// <summary>The outlook of a request; null where there is nothing but the price of now.</summary>
    /// <param name="asked">What the request asks for, or null.</param>
    /// <param name="assumed">The tier that the provider's account may serve a request in that names none.</param>
    public static CallOutlook? Of(LlmTerms? asked, ServiceTier assumed)
    {
        if (asked is null)
            return null;
        if (ReferenceEquals(asked, LlmTerms.Open))
            return assumed == ServiceTier.Standard ? s_standardTier : s_openTier;

        var standard = new CallTerms { Region = asked.Region };

        // A word that nobody here knows may mean anything, and so may options that nobody here sees. Both are held at the dearest.
        ServiceTier tier = asked.IsHidden ? ServiceTier.Priority : asked.ServiceTier is null or "auto" ? assumed : CallTerms.TierOf(asked.ServiceTier) ?? ServiceTier.Priority;
        return new CallOutlook(asked, standard, tier == ServiceTier.Standard ? null : standard with { ServiceTier = tier });
    }

    /// <summary>An outlook with more lines.</summary>
    public static CallOutlook With(CallOutlook? outlook, ModelPricing[] others)
    {
        outlook ??= s_fixed;
        return new CallOutlook(outlook.Asked, outlook.Standard, outlook.Dearer, others);
    }

    /// <summary>Every combination of terms on which a line may come to price the call.</summary>
    public ReadOnlySpan<CallTerms> TermsOn(ModelPricing line)
    {
        if (Asked is null)
            return s_standard;
        if (!ReferenceEquals(Asked, LlmTerms.Open))
            return Combinations(line, Asked);

        CallTerms[] open = line.OpenTerms;
        return Dearer is not null ? open : open.AsSpan(0, open.Count(static terms => terms.ServiceTier == ServiceTier.Standard));
    }

    private CallTerms[] Combinations(ModelPricing line, LlmTerms asked)
    {
        // What names no place is processed where the account says, which may cost more.
        IEnumerable<string?> places = asked.InferenceGeo is { } named ? [named] : [null, .. line.Multipliers.Select(static factor => factor.InferenceGeo).OfType<string>().Distinct()];
        CallTerms[] tiers = Dearer is null ? [Standard] : [Standard, Dearer];
        string?[] speeds = asked.IsHidden ? [null, .. line.Multipliers.Select(static factor => factor.Speed).OfType<string>().Distinct()]
            : asked.Speed is null ? [null] : [null, asked.Speed];
        return [.. from tier in tiers from geo in places from speed in speeds select tier with { InferenceGeo = geo, Speed = speed }];
    }
}
