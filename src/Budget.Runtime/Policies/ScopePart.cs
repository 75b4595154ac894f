namespace BudgetGen;

/// <summary>A further dimension of a policy: with it, the policy applies to calls that have this value too, or counts each value apart.</summary>
/// <param name="Scope">Which dimension; not <see cref="BudgetScope.Global"/>.</param>
/// <param name="Key">The one value that the policy is about; null: each value has an account of its own.</param>
/// <param name="TagName">The name of the tag, for <see cref="BudgetScope.Tag"/>; otherwise null.</param>
public sealed record ScopePart(BudgetScope Scope, string? Key = null, string? TagName = null);
