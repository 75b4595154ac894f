using BudgetGen.Storage;

namespace BudgetGen;

/// <content>What holds where a policy does not say otherwise, and how exactly things are kept.</content>
public sealed partial class BudgetOptions
{
    internal static readonly TimeSpan ShortestFlushInterval = TimeSpan.FromMilliseconds(10);
    internal static readonly TimeSpan LongestFlushInterval = TimeSpan.FromHours(1);
    internal static readonly TimeSpan LongestCacheTtl = TimeSpan.FromDays(1);

    /// <summary>
    /// Percent of the limit from which warnings are raised, 1 to 100: for <see cref="MaxBudget"/>, for <see cref="DefaultUserLimit"/>, and for policies of a
    /// settings file read after this is set, or together with it, that do not say their own. Policies made in code say their own.
    /// </summary>
    public int DefaultSoftLimitPercent { get; set; } = 80;

    /// <summary>
    /// What happens at the limit: for <see cref="DefaultUserLimit"/>, and for policies of a settings file read after this is set, or together with it, that do
    /// not say their own. Policies made in code say their own, and <see cref="MaxBudget"/> always blocks. Not <see cref="LimitAction.Fallback"/>: the model to
    /// fall back on is for a policy to name.
    /// </summary>
    public LimitAction DefaultAction { get; set; } = LimitAction.Block;

    /// <summary>What an acknowledgement of the store means.</summary>
    public DurabilityLevel Durability { get; set; } = DurabilityLevel.Group;

    /// <summary>
    /// With <see cref="DurabilityLevel.Relaxed"/>: how long entries may wait in memory before they are written, 10 milliseconds to one hour. It is what a
    /// crash may lose. Without effect on the other levels.
    /// </summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long summaries of spending may be answered from a cache, 0 (no cache) to one day. Decisions on calls never come from it.</summary>
    public TimeSpan SummaryCacheTtl { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Where alerts are to go; nothing uses it yet, see <see cref="AlertChannelOptions"/>.</summary>
    public AlertChannelOptions AlertChannels { get; set; } = new();

    private BudgetPolicy DefaultUserPolicy(Usd? limit) => new()
    {
        Id = PolicyBook.DefaultUserId,
        Name = "default for users",
        Scope = BudgetScope.User,
        Limit = limit,
        Period = DefaultUserPeriod,
        Action = DefaultAction,
        SoftLimitPercent = DefaultSoftLimitPercent,
    };

    private void AddDefaultsComplaints(List<string> complaints)
    {
        if (DefaultSoftLimitPercent is < 1 or > 100)
            complaints.Add($"BudgetOptions.DefaultSoftLimitPercent is {DefaultSoftLimitPercent}. It lies between 1 and 100; 80 is the default.");
        if (!Enum.IsDefined(DefaultAction) || DefaultAction == LimitAction.Fallback)
            complaints.Add($"BudgetOptions.DefaultAction is {DefaultAction}. Use Warn, Block, Throttle or Notify; a policy that falls back names the model itself.");
        if (!Enum.IsDefined(Durability))
            complaints.Add($"BudgetOptions.Durability is {(int)Durability}. Use one of {string.Join(", ", Enum.GetNames<DurabilityLevel>())}.");
        if (FlushInterval < ShortestFlushInterval || FlushInterval > LongestFlushInterval)
            complaints.Add($"BudgetOptions.FlushInterval is {FlushInterval}. It lies between 10 milliseconds and one hour; 5 seconds is the default.");
        if (SummaryCacheTtl < TimeSpan.Zero || SummaryCacheTtl > LongestCacheTtl)
            complaints.Add($"BudgetOptions.SummaryCacheTtl is {SummaryCacheTtl}. It lies between 0 (no cache) and one day; 60 seconds is the default.");
        if (AlertChannels is null)
            complaints.Add("BudgetOptions.AlertChannels is null. Leave it as it is, or set it to new AlertChannelOptions().");
        else
            complaints.AddRange(AlertChannels.Complaints());
    }
}
