namespace BudgetGen.Inventory;

/// <summary>How many calls there are of each status.</summary>
internal sealed class InventoryTotals
{
    private readonly int[] _counts = new int[5];

    public InventoryTotals(IEnumerable<InventoryCall> calls)
    {
        foreach (InventoryCall call in calls)
            _counts[(int)call.Status]++;
    }

    public int All => _counts.Sum();

    /// <summary>How many have this status.</summary>
    public int Of(CallStatus status) => _counts[(int)status];

    /// <summary>Tracked calls among those that are not ignored, percent, rounded down to a tenth: 100 means all. Where there are none, all of them are tracked.</summary>
    public decimal Coverage => All - Of(CallStatus.Ignored) is > 0 and var counted ? decimal.Floor(1000m * Of(CallStatus.Tracked) / counted) / 10m : 100m;
}
