namespace BudgetGen;

/// <content>Newer prices while a host runs.</content>
public sealed partial class BudgetOptions
{
    /// <summary>
    /// Where a host fetches newer prices from, and how often; null (the default): nothing is fetched. It is for the host that <c>AddBudget</c> is called in: a
    /// <see cref="BudgetManager"/> that is made by hand fetches nothing, see <see cref="BudgetGen.PriceRefresh"/> for that.
    /// </summary>
    public PriceRefreshSchedule? PriceRefresh { get; set; }
}
