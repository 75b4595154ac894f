using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

public sealed partial class BudgetManager
{
    private const string Code = "code";

    private readonly PolicyVersions _policyVersions;
    private readonly Lock _editing = new();

    /// <summary>
    /// Puts a policy in force, or changes it: effective for calls that are reserved after this returns. A changed limit keeps what was spent; alerts
    /// are armed again. A limit below what is spent refuses new calls and stops none in flight. Each change is a version that the store keeps, with who and
    /// why; it outlives a restart, until the configuration says something else about the policy than it said before.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="actor">Who decides; null: code.</param>
    /// <param name="reason">Why, for auditors; or null.</param>
    /// <exception cref="ArgumentException">The policy is not valid, or differs in scope from the one with its id; the message says what to do.</exception>
    /// <exception cref="BudgetStoreException">The policy is in force, but what was spent before cannot be read (<see cref="BudgetPolicy.Backfill"/>).</exception>
    public void SetPolicy(BudgetPolicy policy, string? actor = null, string? reason = null) => Blocking.Run(
        static s => new ValueTask(s.Manager.SetPolicyAsync(s.Policy, s.Actor, s.Reason)), (Manager: this, Policy: policy, Actor: actor, Reason: reason));

    /// <summary>As <see cref="SetPolicy"/>; completes when the version is durable. It is in force before that.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="actor">Who decides; null: code.</param>
    /// <param name="reason">Why, for auditors; or null.</param>
    /// <exception cref="ArgumentException">The policy is not valid, or differs in scope from the one with its id; the message says what to do.</exception>
    /// <exception cref="BudgetStoreException">The policy is in force, but what was spent before cannot be read (<see cref="BudgetPolicy.Backfill"/>).</exception>
    public async Task SetPolicyAsync(BudgetPolicy policy, string? actor = null, string? reason = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        List<string> complaints = PolicyRules.Complaints(policy);
        if (complaints.Count > 0)
            throw new ArgumentException(string.Join(" ", complaints), nameof(policy));

        DateTimeOffset now = _clock.Now();
        bool isNew;
        List<Account> edited;
        PolicyChange? change;

        // In one step: the version that is in force is the newest one that is recorded.
        lock (_editing)
        {
            isNew = _book.Active(policy.Id) is null;
            PolicyBook.ThrowIfOtherAccounts(_book.Active(policy.Id)?.Policy, policy);
            change = _policyVersions.Change(policy.Id, PolicyJson.Write(policy), now, actor ?? Code, reason);
            edited = _book.Set(policy, _policyVersions.VersionOf(policy.Id));
        }

        ValueTask written = change is null ? default : _log.Write(change);
        _logger.LogInformation(BudgetEvents.PolicyChanged, "Policy {Policy} is in force: {Limit} {Period}", policy.Name, policy.Limit?.ToString() ?? "no limit", policy.Period);
        foreach (Account account in edited)
            RaiseCrossings(account);
        await written.ConfigureAwait(false);
        if (isNew && policy.Backfill)
            await BackfillAsync(policy, now).ConfigureAwait(false);
    }

    /// <summary>The policy with this id, or null.</summary>
    public BudgetPolicy? GetPolicy(string id) => _book.Active(id)?.Policy;

    /// <summary>The policies in force, in the order in which they were set.</summary>
    /// <param name="scope">Only those of this scope; null: all.</param>
    public IReadOnlyList<BudgetPolicy> GetPolicies(BudgetScope? scope = null) =>
        scope is null ? _book.Policies : _book.Policies.FindAll(p => p.Scope == scope);

    /// <summary>Every version of every policy, or of one, oldest first: who put what in force, when and why.</summary>
    /// <param name="policyId">Only of this one; null: all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public ValueTask<IReadOnlyList<PolicyChange>> GetPolicyHistoryAsync(string? policyId = null, CancellationToken cancellationToken = default) =>
        Reader.GetPolicyHistoryAsync(policyId, cancellationToken);

    /// <summary>Takes a policy out of force. Set again, it finds what was spent before unchanged.</summary>
    /// <param name="id">The policy's <see cref="BudgetPolicy.Id"/>.</param>
    /// <param name="actor">Who decides; null: code.</param>
    /// <param name="reason">Why, for auditors; or null.</param>
    /// <returns>False if there is none with this id.</returns>
    public bool DeletePolicy(string id, string? actor = null, string? reason = null)
    {
        PolicyChange? change;
        lock (_editing)
        {
            if (!_book.Remove(id))
                return false;
            change = _policyVersions.Change(id, null, _clock.Now(), actor ?? Code, reason);
        }

        _logger.LogInformation(BudgetEvents.PolicyChanged, "Policy {Policy} is not in force any more", id);
        if (change is not null)
            WriteBlocking(change);
        return true;
    }

    private string? LastConfigured(string policyId)
    {
        string? definition = null;
        Blocking.Run(
            async ValueTask (manager) =>
            {
                IReadOnlyList<PolicyChange> history = await manager._patience.WaitAsync(manager.Reader.GetPolicyHistoryAsync(policyId)).ConfigureAwait(false);
                definition = history.LastOrDefault(static change => change.Actor == PolicyChange.Configuration)?.Definition;
            },
            this);
        return definition;
    }
}
