using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>A team's budget for people: its figures, who spent how much, and each call. Safe for any number of threads.</summary>
/// <remarks>
/// The budget itself is a policy about the team (<see cref="BudgetManager.SetTeamBudget(string, decimal, BudgetPeriod)"/>), so calls that name the team, by an
/// attribute, a <see cref="BudgetContext"/> or a reservation, are kept within it. <see cref="RecordUsageAsync"/> only books what was spent already.
/// </remarks>
public sealed class TeamBudgetDashboard
{
    private readonly BudgetManager _manager;
    private readonly UsageTracker _tracker;
    private readonly string _policyId;

    /// <summary>Makes a dashboard of a team's budget.</summary>
    /// <param name="manager">Knows the budget.</param>
    /// <param name="team">The team.</param>
    /// <exception cref="ArgumentException">The team has no budget.</exception>
    public TeamBudgetDashboard(BudgetManager manager, string team)
    {
        ArgumentNullException.ThrowIfNull(manager);
        ArgumentException.ThrowIfNullOrEmpty(team);
        BudgetPolicy policy = manager.GetPolicies(BudgetScope.Team).FirstOrDefault(policy => policy.Key == team)
            ?? throw new ArgumentException($"Team '{team}' has no budget. Give it one with SetTeamBudget.", nameof(team));
        _manager = manager;
        _tracker = new UsageTracker(manager);
        _policyId = policy.Id;
        Team = team;
    }

    /// <summary>The team.</summary>
    public string Team { get; }

    /// <summary>
    /// Books a call of a user of the team that was made without a reservation, on every budget that applies, all at once. Always accepted, because the money
    /// is gone; to keep a call within the budget, reserve it (<see cref="UsageTracker.RunAsync"/> in a <see cref="BudgetContext"/> with the team).
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="model">The model; one without a price is priced at the default price (10 and 30 USD per million tokens unless set), and the record says so.</param>
    /// <param name="promptTokens">Input tokens, 0 or more.</param>
    /// <param name="completionTokens">Output tokens, 0 or more.</param>
    /// <returns>The record as it was booked, with its cost.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public ValueTask<UsageRecord> RecordUsageAsync(string user, string model, long promptTokens, long completionTokens)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        return _tracker.RecordUsageAsync(model, null, promptTokens, completionTokens, user, team: Team);
    }

    /// <summary>As <see cref="RecordUsageAsync"/>, and waits until it is durable.</summary>
    /// <param name="user">The user.</param>
    /// <param name="model">The model.</param>
    /// <param name="promptTokens">Input tokens, 0 or more.</param>
    /// <param name="completionTokens">Output tokens, 0 or more.</param>
    /// <returns>The record as it was booked, with its cost.</returns>
    public UsageRecord RecordUsage(string user, string model, long promptTokens, long completionTokens)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        return _tracker.RecordUsage(model, null, promptTokens, completionTokens, user, team: Team);
    }

    /// <summary>
    /// The figures of the current window. The account's are exact; spend by user and the calls are read from the ledger a moment later, so a call that is
    /// booked meanwhile may be in these and not in those. After a reset they still show what was spent.
    /// </summary>
    /// <param name="maxUsages">At most so many calls, 0 or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentException">The team's policy was deleted meanwhile.</exception>
    public async ValueTask<TeamDashboard> GetDashboardAsync(int maxUsages = 1_000, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxUsages);
        BudgetStatus status = _manager.GetStatus(_policyId, Team);
        ILedgerReader reader = _manager.Reader;
        IReadOnlyList<SpendSum> byUser = await reader.SumSpendAsync(
            new SpendQuery { From = status.WindowStart, To = status.ResetsAt, Of = new CallAttribution(Team: Team), GroupBy = SpendGrouping.User },
            cancellationToken).ConfigureAwait(false);
        IReadOnlyList<UsageRecord> usages = await reader.GetUsageAsync(
            new UsageQuery { From = status.WindowStart, To = status.ResetsAt, Team = Team, Limit = maxUsages },
            cancellationToken).ConfigureAwait(false);
        return new TeamDashboard
        {
            Team = Team,
            Status = status,
            ByUser = byUser.ToDictionary(static sum => sum.Group.User ?? "", static sum => sum.Cost, StringComparer.Ordinal),
            Usages = usages,
        };
    }

    /// <summary>As <see cref="GetDashboardAsync"/>, and waits for it.</summary>
    /// <param name="maxUsages">At most so many calls, 0 or more.</param>
    /// <exception cref="ArgumentException">The team's policy was deleted meanwhile.</exception>
    public TeamDashboard GetDashboard(int maxUsages = 1_000) => Blocking.Run(static s => s.Dashboard.GetDashboardAsync(s.Max), (Dashboard: this, Max: maxUsages));
}
