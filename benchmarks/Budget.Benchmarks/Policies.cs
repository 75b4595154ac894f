namespace BudgetGen.Benchmarks;

/// <summary>Hard policies that all match one call, with room for any benchmark.</summary>
internal static class Policies
{
    private static readonly BudgetScope[] s_scopes = [BudgetScope.User, BudgetScope.Global, BudgetScope.Model, BudgetScope.Provider, BudgetScope.Project];

    public static IEnumerable<BudgetPolicy> Of(int count) => s_scopes.Take(count).Select(scope => new BudgetPolicy
    {
        Name = scope.ToString(),
        Scope = scope,
        Period = BudgetPeriod.Monthly,
        Limit = Usd.MaxLimit,
    });
}
