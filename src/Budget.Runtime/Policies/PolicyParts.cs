namespace BudgetGen;

/// <summary>What the policies in force look at in a call, counted, so that an edit of one of a hundred thousand looks at none of the others. Guarded by the lock of the book.</summary>
internal sealed class PolicyParts
{
    private readonly Dictionary<AttributionParts, int> _parts = [];
    private readonly Dictionary<string, int> _tagNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);

    public void Add(ActivePolicy policy) => Count(policy, 1);

    public void Remove(ActivePolicy policy) => Count(policy, -1);

    public bool NamesUser(string user) => _users.ContainsKey(user);

    /// <summary>A new generation of policies that look at all of it.</summary>
    public PolicyGeneration NewGeneration()
    {
        AttributionParts all = AttributionParts.None;
        foreach (AttributionParts parts in _parts.Keys)
            all |= parts;
        return new PolicyGeneration(all, [.. _tagNames.Keys]);
    }

    private void Count(ActivePolicy policy, int change)
    {
        // Calls of the model that a policy falls back to are not refused by it, so they are told apart.
        Count(_parts, policy.Policy.Action == LimitAction.Fallback ? policy.Aim.Parts | AttributionParts.Model : policy.Aim.Parts, change);
        foreach (PolicyDimension dimension in policy.Aim.Dimensions)
        {
            if (dimension.TagName is { } name)
                Count(_tagNames, name, change);
            if (dimension is { Scope: BudgetScope.User, Key: { } user })
                Count(_users, user, change);
        }
    }

    private static void Count<TKey>(Dictionary<TKey, int> counts, TKey key, int change)
        where TKey : notnull
    {
        int count = counts.GetValueOrDefault(key) + change;
        if (count == 0)
            counts.Remove(key);
        else
            counts[key] = count;
    }
}
