namespace BudgetGen.Storage;

/// <summary>One version of a policy, for ever: who put which text in force, when and why.</summary>
/// <param name="PolicyId">The policy's <see cref="BudgetPolicy.Id"/>.</param>
/// <param name="Version">Counts the versions of this policy from 1.</param>
/// <param name="Definition">The policy as JSON; null: it was taken out of force.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who: a person or system, or <c>configuration</c> for what code, appsettings.json or YAML said at start.</param>
/// <param name="Reason">Why, or null.</param>
public sealed record PolicyChange(string PolicyId, int Version, string? Definition, DateTimeOffset At, string Actor, string? Reason = null)
{
    /// <summary>The actor of policies that come from code or configuration files.</summary>
    public const string Configuration = "configuration";
}
