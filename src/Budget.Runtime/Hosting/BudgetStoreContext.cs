using Microsoft.Extensions.Logging;

namespace BudgetGen;

/// <summary>What a store is made with: the manager's clock and logging.</summary>
/// <param name="TimeProvider">The clock.</param>
/// <param name="LoggerFactory">Where to log.</param>
public sealed record BudgetStoreContext(TimeProvider TimeProvider, ILoggerFactory LoggerFactory);
