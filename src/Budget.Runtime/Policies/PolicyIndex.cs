namespace BudgetGen;

/// <summary>
/// Finds the policies of a call without a look at those that are about somebody else. Policies that name values in the same dimensions share a table by
/// these values: a hundred thousand budgets of single users are one look-up, and so are as many of users on a model.
/// </summary>
internal sealed class PolicyIndex
{
    private readonly Dictionary<string, Table> _tables = new(StringComparer.Ordinal);

    public void Add(ActivePolicy policy)
    {
        PolicyDimension[] pinned = PinnedOf(policy.Aim);
        string name = NameOf(pinned);
        if (!_tables.TryGetValue(name, out Table? table))
            _tables.Add(name, table = new Table(pinned));

        string values = ScopeKeys.Encode(Array.ConvertAll(pinned, static d => d.Key!));
        if (!table.Policies.TryGetValue(values, out List<ActivePolicy>? policies))
            table.Policies.Add(values, policies = []);
        policies.Add(policy);
    }

    public void Remove(ActivePolicy policy)
    {
        PolicyDimension[] pinned = PinnedOf(policy.Aim);
        string name = NameOf(pinned);
        Table table = _tables[name];
        string values = ScopeKeys.Encode(Array.ConvertAll(pinned, static d => d.Key!));
        List<ActivePolicy> policies = table.Policies[values];
        policies.Remove(policy);
        if (policies.Count == 0 && table.Policies.Remove(values) && table.Policies.Count == 0)
            _tables.Remove(name);
    }

    /// <summary>Policies that may apply to a call: all that name nothing which the call does not have, up to patterns.</summary>
    public IEnumerable<List<ActivePolicy>> Candidates(AttributionKey call)
    {
        foreach (Table table in _tables.Values)
        {
            if (table.ValuesIn(call) is { } values && table.Policies.TryGetValue(values, out List<ActivePolicy>? policies))
                yield return policies;
        }
    }

    /// <summary>Policies that name this one value and no other.</summary>
    public List<ActivePolicy>? Of(PolicyDimension pinned) =>
        _tables.TryGetValue(NameOf([pinned]), out Table? table) ? table.Policies.GetValueOrDefault(pinned.Key!) : null;

    private static PolicyDimension[] PinnedOf(PolicyAim aim)
    {
        var pinned = new List<PolicyDimension>();
        foreach (PolicyDimension dimension in aim.Dimensions)
        {
            if (dimension.IsPinned)
                pinned.Add(dimension);
        }

        return [.. pinned];
    }

    /// <summary>The dimensions as a text that no other ones have.</summary>
    private static string NameOf(PolicyDimension[] pinned) => ScopeKeys.Encode([.. pinned.Select(static d => $"{d.Scope}:{d.TagName}")]);

    private sealed class Table(PolicyDimension[] pinned)
    {
        public Dictionary<string, List<ActivePolicy>> Policies { get; } = new(StringComparer.Ordinal);

        public string? ValuesIn(in AttributionKey call)
        {
            if (pinned.Length == 1)
                return pinned[0].ValueIn(call);

            var values = new string[pinned.Length];
            for (int i = 0; i < values.Length; i++)
            {
                if (pinned[i].ValueIn(call) is not { } value)
                    return null;
                values[i] = value;
            }

            return ScopeKeys.Encode(values);
        }
    }
}
