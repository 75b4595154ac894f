using System.Diagnostics.CodeAnalysis;

namespace BudgetGen;

/// <summary>The policies in force and who they apply to. Guarded by the lock of the account book; never on the call path.</summary>
internal sealed class PolicyBook
{
    private readonly Dictionary<string, ActivePolicy> _byId = new(StringComparer.Ordinal);
    private readonly PolicyIndex _index = new();
    private readonly PolicyParts _parts = new();
    private int _made;

    /// <summary>The id of the policy that <see cref="BudgetOptions.DefaultUserLimit"/> stands for: it spares users who have one of their own.</summary>
    public const string DefaultUserId = "default-user";

    public IEnumerable<ActivePolicy> All => _byId.Values.OrderBy(static p => p.Order);

    public bool TryGet(string id, [NotNullWhen(true)] out ActivePolicy? policy) => _byId.TryGetValue(id, out policy);

    public PolicyGeneration NewGeneration() => _parts.NewGeneration();

    /// <summary>True if some policy is about this user in particular; the same policies apply to all others.</summary>
    public bool NamesUser(string? user) => user is not null && _parts.NamesUser(user);

    /// <summary>Adds a policy, or puts another version of it in force.</summary>
    /// <exception cref="ArgumentException">A policy with this id and another scope, or with other dates, is in force.</exception>
    public ActivePolicy Set(BudgetPolicy policy, int version = 0)
    {
        if (!_byId.TryGetValue(policy.Id, out ActivePolicy? known))
        {
            var added = new ActivePolicy(policy, _made++) { Version = version };
            _byId.Add(policy.Id, added);
            _index.Add(added);
            _parts.Add(added);
            return added;
        }

        ThrowIfOtherAccounts(known.Policy, policy);
        _index.Remove(known);
        _parts.Remove(known);
        known.Edit(policy);
        known.Version = version;
        _index.Add(known);
        _parts.Add(known);
        return known;
    }

    /// <summary>Refuses an edit after which the accounts of the policy would not be the same ones any more.</summary>
    /// <exception cref="ArgumentException">The scope or the dates differ.</exception>
    public static void ThrowIfOtherAccounts(BudgetPolicy? known, BudgetPolicy policy)
    {
        if (known is null)
            return;

        PolicyAim aim = new(policy), knownAim = new(known);
        if (!aim.IsLike(knownAim))
        {
            throw new ArgumentException(
                $"Policy '{policy.Name}' has scope {aim}, and the one that is in force under the id '{policy.Id}' has {knownAim}. "
                + "Their accounts are not the same: give it an Id of its own, or delete the other one first.",
                nameof(policy));
        }

        if (HasOtherDates(known, policy))
        {
            throw new ArgumentException(
                $"Policy '{policy.Name}' is in force {DatesOf(known)}. Other dates are another account, which starts at zero: "
                + "give it an Id of its own, or delete the other one first.",
                nameof(policy));
        }
    }

    /// <summary>Takes a policy out; null if there is none with this id.</summary>
    public ActivePolicy? Remove(string id)
    {
        if (!_byId.Remove(id, out ActivePolicy? policy))
            return null;

        _index.Remove(policy);
        _parts.Remove(policy);
        return policy;
    }

    /// <summary>
    /// The policies that apply to a call, each with the scope key of the account that it is booked on. Those for single requests
    /// (<see cref="ActivePolicy.RequestCap"/>) are among them, and have no account.
    /// </summary>
    public List<(ActivePolicy Policy, string ScopeKey)> Match(in AttributionKey call)
    {
        var matches = new List<(ActivePolicy Policy, string ScopeKey)>();
        foreach (List<ActivePolicy> candidates in _index.Candidates(call))
        {
            foreach (ActivePolicy policy in candidates)
            {
                if (policy.Aim.ScopeKeyOf(call) is { } scopeKey && !(policy.IsUserDefault && HasOwn(call.User!)))
                    matches.Add((policy, scopeKey));
            }
        }

        return matches;
    }

    /// <summary>The scope key of the account that a policy books a call on; null if it does not apply to it.</summary>
    public static string? ScopeKeyOf(BudgetPolicy policy, in CallAttribution call) => new PolicyAim(policy).ScopeKeyOf(AttributionKey.Of(call));

    /// <summary>The tags that a call must have for a policy to apply, as far as it says their values; null if it names none.</summary>
    public static CallTags? PinnedTags(BudgetPolicy policy)
    {
        var tags = new List<KeyValuePair<string, string>>();
        foreach (PolicyDimension dimension in new PolicyAim(policy).Dimensions)
        {
            if (dimension is { TagName: { } name, Key: { } value })
                tags.Add(new(name, value));
        }

        return tags.Count == 0 ? null : new CallTags(tags);
    }

    /// <summary>A scope key as accounts have it: names of models and providers regardless of case, so that spelling does not open a second account.</summary>
    public static string Normalize(BudgetScope scope, string key) =>
        scope == BudgetScope.Model ? ModelPattern.Normalize(SpellingOf(scope, key)) : SpellingOf(scope, key);

    /// <summary>The value of a call as accounts have it. A star in it is a star.</summary>
    public static string SpellingOf(BudgetScope scope, string value) => scope is BudgetScope.Model or BudgetScope.Provider ? LowerCase(value) : value;

    public static AttributionParts PartOf(BudgetScope scope) => scope switch
    {
        BudgetScope.User => AttributionParts.User,
        BudgetScope.Provider => AttributionParts.Provider,
        BudgetScope.Model => AttributionParts.Model,
        BudgetScope.Project => AttributionParts.Project,
        BudgetScope.Team => AttributionParts.Team,
        BudgetScope.Client => AttributionParts.Client,
        BudgetScope.Operation => AttributionParts.Operation,
        BudgetScope.Tag => AttributionParts.Tags,
        _ => AttributionParts.None,
    };

    /// <summary>True if a user has a budget of their own. A cap on single requests is none: it would lift the default limit in silence.</summary>
    private bool HasOwn(string user) => _index.Of(PolicyDimension.Of(BudgetScope.User, null, user)) is { } own
        && own.Exists(static p => p.Aim.Dimensions.Length == 1 && p.Policy.Period != BudgetPeriod.PerRequest);

    private static bool HasOtherDates(BudgetPolicy known, BudgetPolicy policy) =>
        known.Period == BudgetPeriod.Custom && (known.Starts != policy.Starts || known.Ends != policy.Ends || known.Length != policy.Length);

    private static string DatesOf(BudgetPolicy policy) =>
        $"from {policy.Starts:O}{(policy.Ends is { } ends ? $" to {ends:O}" : "")}{(policy.Length is { } length ? $", again each {length}" : "")}";

    [SuppressMessage("Globalization", "CA1308", Justification = "Providers write their names in lower case; this is what people see.")]
    private static string LowerCase(string key) => key.ToLowerInvariant();
}
