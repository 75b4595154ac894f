using System.Diagnostics.CodeAnalysis;

namespace BudgetGen;

/// <summary>Budgets of users, in the words of LiteLLM's <c>BudgetManager</c>. Each is a policy with the id <c>user/</c> and the user's name.</summary>
public sealed partial class BudgetManager
{
    private readonly Lock _creating = new();

    /// <summary>
    /// Gives a user a budget, or changes its amount: what was spent stays spent. Atomic, and calling it again (also at the same time) with the same
    /// arguments changes nothing, so it needs no <see cref="IsValidUser"/> before it.
    /// </summary>
    /// <param name="totalBudget">USD per window, 0 or more, at most nine decimals.</param>
    /// <param name="user">The user.</param>
    /// <param name="duration"><c>daily</c>, <c>weekly</c>, <c>monthly</c> or <c>yearly</c>; null: the budget is for ever.</param>
    /// <param name="createdAt">
    /// Null: calendar days, weeks from Monday, months and years, UTC. Otherwise windows of 1, 7, 28 or 365 days from this instant on, as LiteLLM counts
    /// them. A user whose windows are as long already keeps them. Without a duration it means nothing.
    /// </param>
    /// <returns>The policy that says so. Another duration than before starts at zero.</returns>
    /// <exception cref="ArgumentException">The user is empty, or the duration is none of the four.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The amount is finer than a nano-dollar or out of range.</exception>
    public BudgetPolicy CreateBudget(decimal totalBudget, string user, string? duration = null, DateTimeOffset? createdAt = null) =>
        CreateBudget(Usd.FromDollars(totalBudget), user, BudgetDuration.Parse(duration), createdAt);

    /// <inheritdoc cref="CreateBudget(decimal, string, string?, DateTimeOffset?)"/>
    /// <param name="totalBudget">USD per window, 0 or more, at most nine decimals.</param>
    /// <param name="user">The user.</param>
    /// <param name="period">How long a window lasts: daily, weekly, monthly, yearly or lifetime.</param>
    /// <param name="createdAt">Null: calendar windows. Otherwise windows of 1, 7, 28 or 365 days from this instant on.</param>
    public BudgetPolicy CreateBudget(decimal totalBudget, string user, BudgetPeriod period, DateTimeOffset? createdAt = null) =>
        CreateBudget(Usd.FromDollars(totalBudget), user, period, createdAt);

    /// <inheritdoc cref="CreateBudget(decimal, string, string?, DateTimeOffset?)"/>
    /// <param name="totalBudget">The amount per window, 0 or more.</param>
    /// <param name="user">The user.</param>
    /// <param name="period">How long a window lasts: daily, weekly, monthly, yearly or lifetime.</param>
    /// <param name="createdAt">Null: calendar windows. Otherwise windows of 1, 7, 28 or 365 days from this instant on.</param>
    public BudgetPolicy CreateBudget(Usd totalBudget, string user, BudgetPeriod period, DateTimeOffset? createdAt = null) => Blocking.Run(
        static s => new ValueTask<BudgetPolicy>(s.Manager.CreateBudgetAsync(s.Total, s.User, s.Period, s.CreatedAt)),
        (Manager: this, Total: totalBudget, User: user, Period: period, CreatedAt: createdAt));

    /// <inheritdoc cref="CreateBudget(decimal, string, string?, DateTimeOffset?)"/>
    /// <remarks>In force before it returns; completes when it is durable.</remarks>
    /// <param name="totalBudget">USD per window, 0 or more, at most nine decimals.</param>
    /// <param name="user">The user.</param>
    /// <param name="duration"><c>daily</c>, <c>weekly</c>, <c>monthly</c> or <c>yearly</c>; null: the budget is for ever.</param>
    /// <param name="createdAt">Null: calendar windows. Otherwise windows of 1, 7, 28 or 365 days from this instant on.</param>
    public Task<BudgetPolicy> CreateBudgetAsync(decimal totalBudget, string user, string? duration = null, DateTimeOffset? createdAt = null) =>
        CreateBudgetAsync(Usd.FromDollars(totalBudget), user, BudgetDuration.Parse(duration), createdAt);

    /// <inheritdoc cref="CreateBudget(decimal, string, string?, DateTimeOffset?)"/>
    /// <remarks>In force before it returns; completes when it is durable.</remarks>
    /// <param name="totalBudget">The amount per window, 0 or more.</param>
    /// <param name="user">The user.</param>
    /// <param name="period">How long a window lasts: daily, weekly, monthly, yearly or lifetime.</param>
    /// <param name="createdAt">Null: calendar windows. Otherwise windows of 1, 7, 28 or 365 days from this instant on.</param>
    public async Task<BudgetPolicy> CreateBudgetAsync(Usd totalBudget, string user, BudgetPeriod period, DateTimeOffset? createdAt = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        BudgetPolicy policy = BudgetDuration.ToPolicy(user, totalBudget, period, createdAt);
        Task setting;
        lock (_creating)
        {
            // The instant of a second creation must not begin other windows, whose accounts would start at zero.
            if (policy.Length is { } length && GetPolicy(policy.Id) is { Period: BudgetPeriod.Custom } known && known.Length == length)
                policy = policy with { Starts = known.Starts };
            setting = SetPolicyAsync(policy);
        }

        // It is in force; many users who are created at once share a commit.
        await setting.ConfigureAwait(false);
        return policy;
    }

    /// <summary>True if the user has a budget of their own. A hint where budgets are made and deleted meanwhile.</summary>
    /// <param name="user">The user.</param>
    public bool IsValidUser(string user) => TryFindBudget(user, out _);

    /// <summary>The users who have a budget of their own, in the order in which they got it.</summary>
    public IReadOnlyList<string> GetUsers() => [.. UserBudgets().Select(static policy => policy.Key!)];

    /// <summary>The amount of a user's budget per window; <see cref="Usd.MaxLimit"/> if it is unlimited.</summary>
    /// <param name="user">The user.</param>
    /// <exception cref="ArgumentException">The user has no budget of their own.</exception>
    public Usd GetTotalBudget(string user) => BudgetOf(user).Limit ?? Usd.MaxLimit;

    /// <summary>
    /// What the user has spent in the current window of their budget: settled calls. Exact, but a hint for the next call: calls in flight, and those whose
    /// outcome nobody knows, are in <see cref="GetStatus(string, string?)"/>, and only a reservation keeps room. <c>if (GetCurrentCost(user) &lt;=
    /// GetTotalBudget(user))</c> before a call lets all calls pass that ask at the same time; use <see cref="TryReserveAsync"/>.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <exception cref="ArgumentException">The user has no budget of their own.</exception>
    public Usd GetCurrentCost(string user) => GetStatus(BudgetOf(user)).Spent;

    /// <summary>
    /// What a call would bring the user to: the current cost, and the estimated cost of the messages as input. A hint: output costs too, and nothing is
    /// reserved.
    /// </summary>
    /// <param name="model">The model; one without a price is priced at the default price.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="user">The user.</param>
    /// <exception cref="ArgumentException">The user has no budget of their own.</exception>
    public Usd ProjectedCost(string model, IReadOnlyList<LlmChatMessage> messages, string user)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentNullException.ThrowIfNull(messages);
        long tokens = TokenEstimator.CountMessages(model, TokenCalibration, messages.Select(static message => message.Content)).Expected;
        Usd input = PricedUsage.CostOf(this, new CallAttribution(User: user, Model: model), new LlmUsage { Input = tokens });
        return GetCurrentCost(user) + input;
    }

    /// <summary>
    /// The current window of a user's budget. It resets nothing, because there is nothing to reset: a new window is a new account that begins at zero at its
    /// first instant, whether this is called or not.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <exception cref="ArgumentException">The user has no budget of their own.</exception>
    public BudgetStatus ResetOnDuration(string user) => GetStatus(BudgetOf(user));

    /// <summary>The current windows of all users' budgets. It resets nothing, as <see cref="ResetOnDuration"/>; no schedule needs to call it.</summary>
    public IReadOnlyList<BudgetStatus> UpdateBudgetAllUsers() => UserBudgets().ConvertAll(policy => GetStatus(policy));

    /// <summary>
    /// Takes what a user has spent in the current window off their budget. An audited correction: what is in flight or unknown stays, other budgets keep the
    /// spend, and reports show it and the reset. Atomic against calls that settle meanwhile: each counts before the reset or after it. Completes when it is
    /// durable.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="actor">Who decides; null: not said.</param>
    /// <param name="reason">Why, for auditors; null: not said.</param>
    /// <returns>What was taken off.</returns>
    /// <exception cref="ArgumentException">The user has no budget of their own.</exception>
    public Task<Usd> ResetCostAsync(string user, string? actor = null, string? reason = null) => ResetAsync(BudgetOf(user).Id, user, actor, reason);

    /// <summary>As <see cref="ResetCostAsync"/>, and waits until it is durable.</summary>
    /// <param name="user">The user.</param>
    /// <param name="actor">Who decides; null: not said.</param>
    /// <param name="reason">Why, for auditors; null: not said.</param>
    /// <returns>What was taken off.</returns>
    /// <exception cref="ArgumentException">The user has no budget of their own.</exception>
    public Usd ResetCost(string user, string? actor = null, string? reason = null) =>
        Blocking.Run(static s => new ValueTask<Usd>(s.Manager.ResetCostAsync(s.User, s.Actor, s.Reason)), (Manager: this, User: user, Actor: actor, Reason: reason));

    /// <summary>The policies that stand for users' budgets, in order of creation.</summary>
    private List<BudgetPolicy> UserBudgets() =>
        [.. GetPolicies(BudgetScope.User).Where(static policy => policy.Key is { } user && policy.Id == BudgetDuration.IdOf(user))];

    private bool TryFindBudget(string user, [NotNullWhen(true)] out BudgetPolicy? budget)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        budget = GetPolicy(BudgetDuration.IdOf(user)) is { Scope: BudgetScope.User } policy && policy.Key == user ? policy : null;
        return budget is not null;
    }

    private BudgetPolicy BudgetOf(string user) => TryFindBudget(user, out BudgetPolicy? budget)
        ? budget
        : throw new ArgumentException($"User '{user}' has no budget of their own. Give them one with CreateBudget.", nameof(user));
}
