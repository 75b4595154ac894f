namespace BudgetGen;

/// <summary>How holds are sized. Read once, when the manager is made.</summary>
public sealed class HoldOptions
{
    internal const int LeastQuantile = 500;
    internal const int MostQuantile = 1000;
    internal const int MostMargin = 1000;
    internal const int LeastCalls = 10;
    internal const int MostCalls = 10_000;

    internal const int MostWebSearches = 1_000;

    internal static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>How much is set aside for a call.</summary>
    public HoldStrategy Strategy { get; set; } = HoldStrategy.WorstCase;

    /// <summary>
    /// True: a request that names no bound on its output is sent with the bound that its hold was computed with (the model's limit, or 16,384 tokens), so
    /// that the worst case is true. The caller's own objects are not changed. Only together with <see cref="HoldStrategy.WorstCase"/>.
    /// </summary>
    public bool Strict { get; set; }

    /// <summary>
    /// How long a call may wait for calls in flight to settle, where it would fit then; first come, first served. Zero (the default): it is refused at once.
    /// At most one hour.
    /// </summary>
    public TimeSpan WaitForHolds { get; set; }

    /// <summary>
    /// How many web searches are held for a request that lets the provider search the web and does not bound how often, 0 to 1000. A provider that searches more
    /// often causes an overrun. Only where the price line has a fee for them.
    /// </summary>
    public int AssumedWebSearches { get; set; } = 10;

    /// <summary>
    /// The service tier that the account at the provider may serve a request in that names none: <see cref="ServiceTier.Priority"/> (the default) holds the dearer
    /// price where a model has one, <see cref="ServiceTier.Standard"/> is for accounts whose default is known to be the standard tier. A request that names its
    /// tier needs no assumption.
    /// </summary>
    public ServiceTier AssumedServiceTier { get; set; } = ServiceTier.Priority;

    /// <summary>For <see cref="HoldStrategy.Learned"/>: the quantile of past costs that is held, in per mille, 500 to 1000.</summary>
    public int LearnedQuantile { get; set; } = 990;

    /// <summary>For <see cref="HoldStrategy.Learned"/>: what is added to the quantile, in percent, 0 to 1000.</summary>
    public int LearnedMarginPercent { get; set; } = 20;

    /// <summary>For <see cref="HoldStrategy.Learned"/>: the worst case is held until so many calls of the site and model have told their cost, 10 to 10,000.</summary>
    public int LearnedMinimumCalls { get; set; } = 50;

    /// <summary>What the manager keeps: later edits of the options change nothing.</summary>
    internal HoldOptions Copy() => (HoldOptions)MemberwiseClone();

    /// <summary>Everything that is wrong with the options; each complaint names the value and its remedy.</summary>
    internal IEnumerable<string> Complaints()
    {
        if (!Enum.IsDefined(Strategy))
            yield return $"BudgetOptions.Holds.Strategy is {(int)Strategy}. Use one of {string.Join(", ", Enum.GetNames<HoldStrategy>())}.";
        if (Strict && Strategy == HoldStrategy.Learned)
            yield return "BudgetOptions.Holds.Strict is true and Strategy is Learned, which holds less than the worst case. Set Strategy to WorstCase, or Strict to false.";
        if (WaitForHolds < TimeSpan.Zero || WaitForHolds > LongestWait)
            yield return $"BudgetOptions.Holds.WaitForHolds is {WaitForHolds}. It lies between zero (do not wait) and {LongestWait}.";
        if (AssumedWebSearches is < 0 or > MostWebSearches)
            yield return $"BudgetOptions.Holds.AssumedWebSearches is {AssumedWebSearches}. It lies between 0 and 1000; 10 is the default.";
        if (AssumedServiceTier is not (ServiceTier.Standard or ServiceTier.Priority))
            yield return $"BudgetOptions.Holds.AssumedServiceTier is {AssumedServiceTier}. No account serves that unasked: use Priority, or Standard where the account's default is known to be that.";
        if (LearnedQuantile is < LeastQuantile or > MostQuantile)
            yield return $"BudgetOptions.Holds.LearnedQuantile is {LearnedQuantile}. It lies between 500 and 1000 per mille; 990 is the default.";
        if (LearnedMarginPercent is < 0 or > MostMargin)
            yield return $"BudgetOptions.Holds.LearnedMarginPercent is {LearnedMarginPercent}. It lies between 0 and 1000; 20 is the default.";
        if (LearnedMinimumCalls is < LeastCalls or > MostCalls)
            yield return $"BudgetOptions.Holds.LearnedMinimumCalls is {LearnedMinimumCalls}. It lies between 10 and 10,000; 50 is the default.";
    }
}
