namespace BudgetGen;

/// <summary>Budgets of teams. Each is a policy with the id <c>team/</c> and the team's name.</summary>
public sealed partial class BudgetManager
{
    /// <summary>Gives a team a budget, or changes it. What was spent in the period stays spent. See <see cref="TeamBudgetDashboard"/>.</summary>
    /// <param name="team">The team.</param>
    /// <param name="limit">The limit per period.</param>
    /// <param name="period">How long it lasts. Another period than before starts at zero.</param>
    /// <returns>The policy that says so; its id is <c>team/</c> and the team's name.</returns>
    public BudgetPolicy SetTeamBudget(string team, Usd limit, BudgetPeriod period = BudgetPeriod.Monthly)
    {
        ArgumentException.ThrowIfNullOrEmpty(team);
        var policy = new BudgetPolicy { Id = "team/" + team, Name = "budget of team " + team, Scope = BudgetScope.Team, Key = team, Limit = limit, Period = period };
        SetPolicy(policy);
        return policy;
    }

    /// <inheritdoc cref="SetTeamBudget(string, Usd, BudgetPeriod)"/>
    /// <param name="team">The team.</param>
    /// <param name="limit">USD per period, 0 or more, at most nine decimals.</param>
    /// <param name="period">How long it lasts.</param>
    public BudgetPolicy SetTeamBudget(string team, decimal limit, BudgetPeriod period = BudgetPeriod.Monthly) => SetTeamBudget(team, Usd.FromDollars(limit), period);
}
