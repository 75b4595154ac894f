using Microsoft.Extensions.Configuration;

namespace BudgetGen;

/// <summary>Applies the configuration section <c>Holds</c>.</summary>
internal static class HoldConfiguration
{
    public const string SectionName = "Holds";

    /// <param name="section">The section around, in which <c>Holds</c> may be.</param>
    /// <param name="options">The options to set.</param>
    /// <param name="reading">Takes the complaints, each with its key path.</param>
    public static void Apply(IConfiguration section, BudgetOptions options, ConfigurationReading reading)
    {
        IConfigurationSection holds = section.GetSection(SectionName);
        HoldOptions target = options.Holds;
        if (holds.Value is { Length: > 0 })
            reading.Complaints.Add($"{holds.Path} is '{holds.Value}'. It must be a section, such as {{ \"Strategy\": \"Learned\" }}.");

        int complaints = reading.Complaints.Count;
        reading.RefuseOthers(holds, "Strategy", "Strict", "WaitForHolds", "LearnedQuantile", "LearnedMarginPercent", "LearnedMinimumCalls");
        target.Strategy = reading.OneOf<HoldStrategy>(holds, "Strategy") ?? target.Strategy;
        target.Strict = reading.Boolean(holds, "Strict") ?? target.Strict;
        target.WaitForHolds = reading.Duration(holds, "WaitForHolds") ?? target.WaitForHolds;
        target.LearnedQuantile = reading.Integer(holds, "LearnedQuantile") ?? target.LearnedQuantile;
        target.LearnedMarginPercent = reading.Integer(holds, "LearnedMarginPercent") ?? target.LearnedMarginPercent;
        target.LearnedMinimumCalls = reading.Integer(holds, "LearnedMinimumCalls") ?? target.LearnedMinimumCalls;
        if (reading.Complaints.Count == complaints && holds.Exists())
        {
            foreach (string complaint in target.Complaints())
                reading.Complaints.Add($"{holds.Path}: {complaint}");
        }
    }
}
