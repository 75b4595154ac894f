namespace BudgetGen;

/// <summary>
/// Which calls a policy is about, and on which of its accounts each of them is booked. The dimensions stand in one order, however the policy lists
/// them: "alice, in the project x" and "the project x, by alice" are one account. Immutable.
/// </summary>
internal sealed class PolicyAim
{
    private readonly PolicyDimension[] _dimensions;

    public PolicyAim(BudgetPolicy policy)
    {
        int primary = policy.Scope == BudgetScope.Global ? 0 : 1;
        _dimensions = new PolicyDimension[primary + policy.And.Count];
        if (primary == 1)
            _dimensions[0] = PolicyDimension.Of(policy.Scope, policy.TagName, policy.Key);
        for (int i = 0; i < policy.And.Count; i++)
            _dimensions[primary + i] = PolicyDimension.Of(policy.And[i].Scope, policy.And[i].TagName, policy.And[i].Key);
        Array.Sort(_dimensions);
        foreach (PolicyDimension dimension in _dimensions)
            Parts |= PolicyBook.PartOf(dimension.Scope);
        OnlyKey = Array.TrueForAll(_dimensions, static d => d.Key is not null) ? ScopeKeys.Encode(Array.ConvertAll(_dimensions, static d => d.Key!)) : null;
    }

    public ReadOnlySpan<PolicyDimension> Dimensions => _dimensions;

    /// <summary>The parts of an attribution that it looks at.</summary>
    public AttributionParts Parts { get; }

    /// <summary>The scope key, if there is only one: of a global policy, and of one that names all its values. Null: one for each value.</summary>
    public string? OnlyKey { get; }

    /// <summary>The scope key of the account that a call is booked on; null if the policy does not apply to it.</summary>
    public string? ScopeKeyOf(in AttributionKey call)
    {
        if (_dimensions.Length == 0)
            return "";
        if (_dimensions.Length == 1)
            return _dimensions[0].KeyFor(call);

        var values = new string[_dimensions.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (_dimensions[i].KeyFor(call) is not { } value)
                return null;
            values[i] = value;
        }

        return ScopeKeys.Encode(values);
    }

    /// <summary>
    /// The scope key that somebody who asks for an account means: nothing, for the only one there is; the value of the one dimension that is not named
    /// by the policy; or a scope key as statuses show it. Null if that does not say which account.
    /// </summary>
    public string? ScopeKeyOf(string? asked)
    {
        if (_dimensions.Length == 0)
            return "";
        if (string.IsNullOrEmpty(asked))
            return OnlyKey;
        if (_dimensions.Length == 1)
            return PolicyBook.Normalize(_dimensions[0].Scope, asked);
        if (ScopeKeys.TryDecode(asked, _dimensions.Length, out string[]? values))
            return ScopeKeys.Encode([.. values.Select((value, i) => PolicyBook.Normalize(_dimensions[i].Scope, value))]);
        return _dimensions.Count(static d => d.Key is null) == 1
            ? ScopeKeys.Encode([.. _dimensions.Select(d => d.Key ?? PolicyBook.Normalize(d.Scope, asked))])
            : null;
    }

    /// <summary>A scope key for people: <c>alice, gpt-4o</c>.</summary>
    public string Show(string scopeKey) => ScopeKeys.Show(scopeKey, _dimensions.Length);

    /// <summary>True if both ask for the same dimensions, whatever their values: then the keys of their accounts mean the same.</summary>
    public bool IsLike(PolicyAim other)
    {
        if (_dimensions.Length != other._dimensions.Length)
            return false;

        for (int i = 0; i < _dimensions.Length; i++)
        {
            if (!_dimensions[i].IsLike(other._dimensions[i]))
                return false;
        }

        return true;
    }

    /// <summary>The dimensions, for people: <c>User and Model</c>.</summary>
    public override string ToString() => _dimensions.Length == 0
        ? nameof(BudgetScope.Global)
        : string.Join(" and ", _dimensions.Select(static d => d.TagName is null ? d.Scope.ToString() : $"{d.Scope} '{d.TagName}'"));
}
