namespace BudgetGen.Storage;

/// <summary>The identity of an account: one policy, one scope key, one window.</summary>
/// <param name="PolicyId">The policy's <see cref="BudgetPolicy.Id"/>.</param>
/// <param name="ScopeKey">The user, provider, model or project; empty for the global scope.</param>
/// <param name="WindowStart">Start of the window, inclusive, UTC.</param>
/// <param name="WindowEnd">End of the window, exclusive, UTC; <see cref="DateTimeOffset.MaxValue"/> for ever.</param>
public sealed record AccountKey(string PolicyId, string ScopeKey, DateTimeOffset WindowStart, DateTimeOffset WindowEnd);
