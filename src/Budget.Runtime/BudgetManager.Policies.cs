using Microsoft.Extensions.Logging;

namespace BudgetGen;

public sealed partial class BudgetManager
{
    /// <summary>
    /// Puts a policy in force, or changes it: effective for calls that are reserved after this returns. A changed limit keeps what was spent; alerts
    /// are armed again. A limit below what is spent refuses new calls and stops none in flight.
    /// </summary>
    /// <exception cref="ArgumentException">The policy is not valid, or differs in scope from the one with its id; the message says what to do.</exception>
    public void SetPolicy(BudgetPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        List<string> complaints = PolicyRules.Complaints(policy);
        if (complaints.Count > 0)
            throw new ArgumentException(string.Join(" ", complaints), nameof(policy));

        List<Account> edited = _book.Set(policy);
        _logger.LogInformation(BudgetEvents.PolicyChanged, "Policy {Policy} is in force: {Limit} {Period}", policy.Name, policy.Limit?.ToString() ?? "no limit", policy.Period);
        foreach (Account account in edited)
            RaiseCrossings(account);
    }

    /// <summary>The policy with this id, or null.</summary>
    public BudgetPolicy? GetPolicy(string id) => _book.Policies.Find(p => p.Id == id);

    /// <summary>The policies in force, in the order in which they were set.</summary>
    /// <param name="scope">Only those of this scope; null: all.</param>
    public IReadOnlyList<BudgetPolicy> GetPolicies(BudgetScope? scope = null) =>
        scope is null ? _book.Policies : _book.Policies.FindAll(p => p.Scope == scope);

    /// <summary>Takes a policy out of force. Set again, it finds what was spent meanwhile unchanged.</summary>
    /// <returns>False if there is none with this id.</returns>
    public bool DeletePolicy(string id)
    {
        if (!_book.Remove(id))
            return false;

        _logger.LogInformation(BudgetEvents.PolicyChanged, "Policy {Policy} is not in force any more", id);
        return true;
    }
}
