namespace BudgetGen;

/// <summary>Adds up what was booked, by model. Safe for any number of threads; a reading is of one moment.</summary>
internal sealed class UsageTally(DateTimeOffset since)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ModelUsage> _byModel = new(StringComparer.Ordinal);
    private ModelUsage _total = new("", 0, 0, 0, Usd.Zero, 0);
    private UsageRecord? _last;

    /// <summary>The record that was added last, or null.</summary>
    public UsageRecord? Last => Volatile.Read(ref _last);

    public void Add(UsageRecord record)
    {
        lock (_lock)
        {
            _total = Plus(_total, record);
            _byModel[record.Model] = Plus(_byModel.GetValueOrDefault(record.Model) ?? new ModelUsage(record.Model, 0, 0, 0, Usd.Zero, 0), record);
            Volatile.Write(ref _last, record);
        }
    }

    public UsageStats Read()
    {
        lock (_lock)
        {
            return new UsageStats
            {
                Since = since,
                Total = _total,
                ByModel = [.. _byModel.Values.OrderByDescending(static model => model.Cost).ThenBy(static model => model.Model, StringComparer.Ordinal)],
            };
        }
    }

    private static ModelUsage Plus(ModelUsage sum, UsageRecord record) => sum with
    {
        Calls = sum.Calls + 1,
        InputTokens = Saturated(sum.InputTokens, record.InputTokens),
        OutputTokens = Saturated(sum.OutputTokens, record.OutputTokens),
        Cost = new Usd(Saturated(sum.Cost.Nanos, record.Cost.Nanos)),
        EstimatedCalls = sum.EstimatedCalls + (record.Estimated ? 1 : 0),
    };

    // A count that no provider meant must not make the bookkeeping after a call fail.
    private static long Saturated(long left, long right) => long.MaxValue - left < right ? long.MaxValue : left + right;
}
