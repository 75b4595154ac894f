namespace BudgetGen;

/// <summary>Summaries of spend, for reports and pages.</summary>
public sealed partial class BudgetManager
{
    private readonly TimeSpan _summaryCacheTtl;

    private SpendSummaryCache Summaries => LazyInitializer.EnsureInitialized(ref field, () => new SpendSummaryCache(_time, _summaryCacheTtl));

    /// <summary>
    /// What was spent in the current window, in total and by provider and model, read from the ledger and kept for
    /// <see cref="BudgetOptions.SummaryCacheTtl"/>
    /// (<see cref="SpendSummary.AsOf"/> says how old it is). For people and reports: what a budget allows is decided on the accounts, never on this.
    /// </summary>
    /// <param name="period">Daily, weekly, monthly, yearly (calendar windows, UTC) or lifetime.</param>
    /// <param name="scope">What is summed. Tags cannot be.</param>
    /// <param name="key">The one user, provider, model ...; null: all of them, told apart in <see cref="SpendSummary.ByKey"/>.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentException">The period has no one window, or scope and key do not fit each other.</exception>
    public ValueTask<SpendSummary> GetSpendSummaryAsync(
        BudgetPeriod period = BudgetPeriod.Monthly,
        BudgetScope scope = BudgetScope.Global,
        string? key = null,
        CancellationToken cancellationToken = default) =>
        Summaries.GetAsync(SpendSummaryQuery.Of(period, scope, key, _time.GetUtcNow()), Reader, cancellationToken);

    /// <summary>As <see cref="GetSpendSummaryAsync"/>, and waits for it.</summary>
    /// <param name="period">Daily, weekly, monthly, yearly (calendar windows, UTC) or lifetime.</param>
    /// <param name="scope">What is summed. Tags cannot be.</param>
    /// <param name="key">The one user, provider, model ...; null: all of them.</param>
    /// <exception cref="ArgumentException">The period has no one window, or scope and key do not fit each other.</exception>
    public SpendSummary GetSpendSummary(BudgetPeriod period = BudgetPeriod.Monthly, BudgetScope scope = BudgetScope.Global, string? key = null) =>
        Blocking.Run(static s => s.Manager.GetSpendSummaryAsync(s.Period, s.Scope, s.Key), (Manager: this, Period: period, Scope: scope, Key: key));
}
