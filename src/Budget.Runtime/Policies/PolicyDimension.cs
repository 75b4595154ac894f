namespace BudgetGen;

/// <summary>One dimension that a policy asks for.</summary>
/// <param name="Scope">Which one; never <see cref="BudgetScope.Global"/>.</param>
/// <param name="TagName">The name of the tag, for <see cref="BudgetScope.Tag"/>.</param>
/// <param name="Key">The one value, or the pattern of models, as accounts have it; null: each value apart.</param>
internal readonly record struct PolicyDimension(BudgetScope Scope, string? TagName, string? Key) : IComparable<PolicyDimension>
{
    public bool IsPattern => Scope == BudgetScope.Model && Key is not null && ModelPattern.IsPattern(Key);

    /// <summary>True if the policy is about exactly this value, which then is looked up and not searched for.</summary>
    public bool IsPinned => Key is not null && !IsPattern;

    public static PolicyDimension Of(BudgetScope scope, string? tagName, string? key) =>
        new(scope, scope == BudgetScope.Tag ? tagName : null, key is null ? null : PolicyBook.Normalize(scope, key));

    /// <summary>What a call has in this dimension, as accounts spell it; null if it has nothing.</summary>
    public string? ValueIn(in AttributionKey call) => call.ValueOf(Scope, TagName) is { } value ? PolicyBook.SpellingOf(Scope, value) : null;

    /// <summary>The part of the account's key for a call; null if the policy does not apply to it.</summary>
    public string? KeyFor(in AttributionKey call)
    {
        if (ValueIn(call) is not { } value)
            return null;
        if (Key is null)
            return value;
        return IsPattern ? ModelPattern.Matches(Key, value) ? Key : null : string.Equals(Key, value, StringComparison.Ordinal) ? Key : null;
    }

    /// <summary>True if both are about the same thing, whatever its value.</summary>
    public bool IsLike(PolicyDimension other) => Scope == other.Scope && string.Equals(TagName, other.TagName, StringComparison.Ordinal);

    public int CompareTo(PolicyDimension other) => Scope != other.Scope ? Scope.CompareTo(other.Scope) : string.CompareOrdinal(TagName, other.TagName);
}
