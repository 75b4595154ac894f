namespace BudgetGen;

/// <summary>One version of all policies together. Compared by reference: what was made under another one is stale.</summary>
/// <param name="parts">The parts of an attribution that some policy looks at.</param>
/// <param name="tagNames">The names of the tags that some policy looks at.</param>
/// <param name="users">The users whom some policy names.</param>
internal sealed class PolicyGeneration(AttributionParts parts, string[] tagNames, HashSet<string> users)
{
    /// <summary>No policies at all.</summary>
    public static PolicyGeneration None { get; } = new(AttributionParts.None, [], []);

    /// <summary>The parts of an attribution that these policies look at.</summary>
    public AttributionParts Parts { get; } = parts;

    /// <summary>The tags that these policies look at: what else a call is labelled with, such as the id of a request, does not tell it apart.</summary>
    public string[] TagNames { get; } = tagNames;

    /// <summary>True if some policy is about this user in particular; the same policies apply to all others.</summary>
    public bool NamesUser(string? user) => user is not null && users.Count > 0 && users.Contains(user);
}
