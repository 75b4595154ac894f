namespace BudgetGen;

/// <content>How the refreshing of prices stands.</content>
public sealed partial class BudgetManager
{
    private PriceRefreshStatus? _priceRefreshStatus;

    /// <summary>How the refreshing of prices stands (last attempt, last success, problems); null: none is set up, or the host has not begun with it.</summary>
    public PriceRefreshStatus? PriceRefreshStatus
    {
        get => Volatile.Read(ref _priceRefreshStatus);
        internal set => Volatile.Write(ref _priceRefreshStatus, value);
    }
}
