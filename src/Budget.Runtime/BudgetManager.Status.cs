namespace BudgetGen;

public sealed partial class BudgetManager
{
    /// <summary>The current figures of all accounts: those that were touched, and those of policies about one thing even if nothing was spent yet.</summary>
    public IReadOnlyList<BudgetStatus> GetStatus()
    {
        Sweep();
        return _book.Current(_clock.Now()).ConvertAll(StatusOf);
    }

    /// <summary>The current figures of one account of a policy.</summary>
    /// <param name="policyId">The policy's <see cref="BudgetPolicy.Id"/>.</param>
    /// <param name="key">The user, provider, model or project; may be left out where the policy is about one thing.</param>
    /// <exception cref="ArgumentException">There is no such policy, or it has an account for each key and none was given.</exception>
    public BudgetStatus GetStatus(string policyId, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(policyId);
        Sweep();
        Account account = _book.Find(policyId, key, _clock.Now())
            ?? throw new ArgumentException($"There is no policy '{policyId}'. In force are: {string.Join(", ", _book.Policies.Select(static p => p.Id))}.", nameof(policyId));
        return StatusOf(account);
    }

    /// <inheritdoc cref="GetStatus(string, string?)"/>
    /// <param name="policy">The policy; found by its id.</param>
    /// <param name="key">The user, provider, model or project; may be left out where the policy is about one thing.</param>
    public BudgetStatus GetStatus(BudgetPolicy policy, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return GetStatus(policy.Id, key);
    }

    /// <summary>The current figures of all accounts of a policy.</summary>
    /// <param name="policyId">The policy's <see cref="BudgetPolicy.Id"/>.</param>
    public IReadOnlyList<BudgetStatus> GetPolicyStatus(string policyId) => [.. GetStatus().Where(s => s.Policy.Id == policyId)];

    /// <summary>The current figures of every budget that is about a user.</summary>
    /// <param name="user">The user.</param>
    public IReadOnlyList<BudgetStatus> GetUserStatus(string user)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        Sweep();
        return _book.OfUser(user, _clock.Now()).ConvertAll(StatusOf);
    }

    /// <summary>The daily and the monthly global budget at a glance.</summary>
    public BudgetSummary GetBudgetStatus() => BudgetSummary.Of(GlobalStatus(BudgetPeriod.Daily), GlobalStatus(BudgetPeriod.Monthly));

    private BudgetStatus StatusOf(Account account) => BudgetStatus.Of(account, _admission.FiguresOf(account, out DateTimeOffset? roomReturnsAt), roomReturnsAt);

    private BudgetStatus? GlobalStatus(BudgetPeriod period) => GlobalPolicies(period).FirstOrDefault() is { } policy ? GetStatus(policy) : null;

    private IEnumerable<BudgetPolicy> GlobalPolicies(BudgetPeriod period) => _book.Policies.Where(p => p.Scope == BudgetScope.Global && p.Period == period);
}
