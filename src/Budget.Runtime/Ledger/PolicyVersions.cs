using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>
/// Which version of each policy is in force, and where it comes from. What code and configuration files say is a version like any edit; the newest decision wins,
/// so an edit at run time outlives a restart until the configuration itself changes. Safe for any number of threads.
/// </summary>
internal sealed class PolicyVersions
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PolicyChange> _newest = new(StringComparer.Ordinal);

    /// <param name="stored">The newest version of every policy that the store knows.</param>
    public PolicyVersions(IEnumerable<PolicyChange> stored)
    {
        foreach (PolicyChange change in stored)
            _newest[change.PolicyId] = change;
    }

    /// <summary>The version of a policy that is in force; 0 if none ever was.</summary>
    public int VersionOf(string policyId)
    {
        lock (_lock)
            return _newest.TryGetValue(policyId, out PolicyChange? change) ? change.Version : 0;
    }

    /// <summary>What is in force at the start.</summary>
    /// <param name="configured">What code and configuration say.</param>
    /// <param name="lastConfigured">The definition that the configuration had last, of a policy that was edited since; null if it had none.</param>
    /// <param name="now">UTC.</param>
    /// <param name="changes">New versions, to be written.</param>
    public List<BudgetPolicy> Merge(IReadOnlyList<BudgetPolicy> configured, Func<string, string?> lastConfigured, DateTimeOffset now, out List<PolicyChange> changes)
    {
        var inForce = new List<BudgetPolicy>();
        changes = [];
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (BudgetPolicy policy in configured)
        {
            ids.Add(policy.Id);
            string definition = PolicyJson.Write(policy);
            PolicyChange? newest = _newest.GetValueOrDefault(policy.Id);
            bool isEdited = newest is not null && newest.Actor != PolicyChange.Configuration && lastConfigured(policy.Id) == definition;
            if (isEdited)
            {
                if (newest!.Definition is { } edited)
                    inForce.Add(PolicyJson.Read(edited));
                continue;
            }

            inForce.Add(policy);
            if (newest?.Definition != definition || newest.Actor != PolicyChange.Configuration)
                changes.Add(Next(policy.Id, definition, now, PolicyChange.Configuration, null));
        }

        foreach (PolicyChange newest in _newest.Values.OrderBy(static change => change.At).ToArray())
        {
            if (newest.Definition is null || ids.Contains(newest.PolicyId))
                continue;
            if (newest.Actor == PolicyChange.Configuration || lastConfigured(newest.PolicyId) is not null)
                changes.Add(Next(newest.PolicyId, null, now, PolicyChange.Configuration, "it is not in the configuration any more"));
            else
                inForce.Add(PolicyJson.Read(newest.Definition));
        }

        return inForce;
    }

    /// <summary>The next version of a policy; null if it says what the newest one says.</summary>
    public PolicyChange? Change(string policyId, string? definition, DateTimeOffset now, string actor, string? reason)
    {
        lock (_lock)
        {
            return _newest.TryGetValue(policyId, out PolicyChange? newest) && newest.Definition == definition
                ? null
                : Next(policyId, definition, now, actor, reason);
        }
    }

    private PolicyChange Next(string policyId, string? definition, DateTimeOffset now, string actor, string? reason)
    {
        int version = _newest.TryGetValue(policyId, out PolicyChange? newest) ? newest.Version + 1 : 1;
        return _newest[policyId] = new PolicyChange(policyId, version, definition, now, actor, reason);
    }
}
