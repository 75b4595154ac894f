using Microsoft.Extensions.Logging;

namespace BudgetGen;

/// <summary>The ids of our log events. Stable: people filter by them.</summary>
internal static class BudgetEvents
{
    public const string Category = "BudgetGen";

    public static readonly EventId Recovered = new(1, nameof(Recovered));
    public static readonly EventId Alert = new(2, nameof(Alert));
    public static readonly EventId Rejected = new(3, nameof(Rejected));
    public static readonly EventId StoreFailed = new(4, nameof(StoreFailed));
    public static readonly EventId StoreCaughtUp = new(5, nameof(StoreCaughtUp));
    public static readonly EventId HoldExpired = new(6, nameof(HoldExpired));
    public static readonly EventId SettledTwice = new(7, nameof(SettledTwice));
    public static readonly EventId AlertHandlerFailed = new(8, nameof(AlertHandlerFailed));
    public static readonly EventId EntriesLost = new(9, nameof(EntriesLost));
    public static readonly EventId PolicyChanged = new(10, nameof(PolicyChanged));
    public static readonly EventId Reset = new(11, nameof(Reset));
    public static readonly EventId CostOutOfRange = new(12, nameof(CostOutOfRange));
    public static readonly EventId LiveAtDispose = new(13, nameof(LiveAtDispose));
    public static readonly EventId ClockSuspect = new(14, nameof(ClockSuspect));
    public static readonly EventId SettledAfterEnd = new(17, nameof(SettledAfterEnd));
    public static readonly EventId Decided = new(16, nameof(Decided));
    public static readonly EventId OverrunsFrequent = new(40, nameof(OverrunsFrequent));
    public static readonly EventId NotStrict = new(41, nameof(NotStrict));
    public static readonly EventId FellBack = new(42, nameof(FellBack));
    public static readonly EventId ServiceTierUnknown = new(43, nameof(ServiceTierUnknown));
    public static readonly EventId PricesRefreshed = new(44, nameof(PricesRefreshed));
    public static readonly EventId PriceRefreshFailed = new(45, nameof(PriceRefreshFailed));
    public static readonly EventId PriceChanged = new(46, nameof(PriceChanged));
    public static readonly EventId PriceLeftOut = new(47, nameof(PriceLeftOut));
}
