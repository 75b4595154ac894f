namespace BudgetGen;

/// <summary>Reads the section <c>Holds</c> of a settings file.</summary>
internal static class HoldConfiguration
{
    public const string SectionName = "Holds";

    /// <param name="section">The section around, in which <c>Holds</c> may be.</param>
    /// <param name="reading">Takes the complaints, each with its place.</param>
    /// <param name="changes">Takes what is to be set once everything was read.</param>
    public static void Read(Setting section, ConfigurationReading reading, List<Action<BudgetOptions>> changes)
    {
        if (reading.Section(section, SectionName) is not { } holds)
            return;

        reading.RefuseOthers(holds, "Strategy", "Strict", "WaitForHolds", "AssumedWebSearches", "AssumedServiceTier", "LearnedQuantile", "LearnedMarginPercent", "LearnedMinimumCalls");
        HoldStrategy? strategy = reading.OneOf<HoldStrategy>(holds, "Strategy");
        bool? strict = reading.Boolean(holds, "Strict");
        TimeSpan? wait = reading.Duration(holds, "WaitForHolds");
        int? searches = reading.Integer(holds, "AssumedWebSearches");
        ServiceTier? tier = reading.OneOf<ServiceTier>(holds, "AssumedServiceTier");
        int? quantile = reading.Integer(holds, "LearnedQuantile");
        int? margin = reading.Integer(holds, "LearnedMarginPercent");
        int? minimum = reading.Integer(holds, "LearnedMinimumCalls");
        changes.Add(options =>
        {
            HoldOptions target = options.Holds;
            target.Strategy = strategy ?? target.Strategy;
            target.Strict = strict ?? target.Strict;
            target.WaitForHolds = wait ?? target.WaitForHolds;
            target.AssumedWebSearches = searches ?? target.AssumedWebSearches;
            target.AssumedServiceTier = tier ?? target.AssumedServiceTier;
            target.LearnedQuantile = quantile ?? target.LearnedQuantile;
            target.LearnedMarginPercent = margin ?? target.LearnedMarginPercent;
            target.LearnedMinimumCalls = minimum ?? target.LearnedMinimumCalls;
        });
    }
}
