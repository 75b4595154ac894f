namespace BudgetGen;

/// <summary>Reads the section <c>Holds</c> of a settings file.</summary>
internal static class HoldConfiguration
{
    public const string SectionName = "Holds";

    /// <param name="section">The section around, in which <c>Holds</c> may be.</param>
    /// <param name="reading">Takes the complaints, each with its key path.</param>
    /// <param name="changes">Takes what is to be set once everything has been read.</param>
    public static void Read(Setting section, ConfigurationReading reading, List<Action<BudgetOptions>> changes)
    {
        if (reading.Section(section, SectionName) is not { } holds)
            return;

        reading.RefuseOthers(holds, "Strategy", "Strict", "WaitForHolds", "LearnedQuantile", "LearnedMarginPercent", "LearnedMinimumCalls");
        Set(reading.OneOf<HoldStrategy>(holds, "Strategy"), static (options, value) => options.Strategy = value);
        Set(reading.Boolean(holds, "Strict"), static (options, value) => options.Strict = value);
        Set(reading.Duration(holds, "WaitForHolds", TimeSpan.Zero, HoldOptions.LongestWait), static (options, value) => options.WaitForHolds = value);
        Set(reading.Integer(holds, "LearnedQuantile", HoldOptions.LeastQuantile, HoldOptions.MostQuantile), static (options, value) => options.LearnedQuantile = value);
        Set(reading.Integer(holds, "LearnedMarginPercent", 0, HoldOptions.MostMargin), static (options, value) => options.LearnedMarginPercent = value);
        Set(reading.Integer(holds, "LearnedMinimumCalls", HoldOptions.LeastCalls, HoldOptions.MostCalls), static (options, value) => options.LearnedMinimumCalls = value);

        void Set<T>(T? value, Action<HoldOptions, T> set)
            where T : struct
        {
            if (value is { } known)
                changes.Add(options => set(options.Holds, known));
        }
    }
}
