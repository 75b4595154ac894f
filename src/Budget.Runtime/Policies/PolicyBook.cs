using System.Diagnostics.CodeAnalysis;

namespace BudgetGen;

/// <summary>The policies in force and who they apply to. Guarded by the lock of the account book; never on the call path.</summary>
internal sealed class PolicyBook
{
    private readonly Dictionary<string, ActivePolicy> _byId = new(StringComparer.Ordinal);
    private readonly List<ActivePolicy> _forEach = [];
    private readonly Dictionary<(BudgetScope Scope, string Key), List<ActivePolicy>> _forOne = [];
    private int _made;

    /// <summary>The id of the policy that <see cref="BudgetOptions.DefaultUserLimit"/> stands for: it spares users who have one of their own.</summary>
    public const string DefaultUserId = "default-user";

    public IEnumerable<ActivePolicy> All => _byId.Values.OrderBy(static p => p.Order);

    public bool TryGet(string id, [NotNullWhen(true)] out ActivePolicy? policy) => _byId.TryGetValue(id, out policy);

    public PolicyGeneration NewGeneration()
    {
        AttributionParts parts = AttributionParts.None;
        foreach (ActivePolicy policy in _byId.Values)
            parts |= PartOf(policy.Policy.Scope);
        return new PolicyGeneration(parts);
    }

    /// <summary>Adds a policy, or puts another version of it in force.</summary>
    /// <exception cref="ArgumentException">A policy with this id and another scope, or with other dates, is in force.</exception>
    public void Set(BudgetPolicy policy, int version = 0)
    {
        ThrowIfOtherScope(_byId.GetValueOrDefault(policy.Id)?.Policy, policy);
        if (_byId.TryGetValue(policy.Id, out ActivePolicy? known))
        {
            if (known.Policy.Scope != policy.Scope)
            {
                throw new ArgumentException(
                    $"Policy '{policy.Name}' has scope {policy.Scope}, and the one that is in force under the id '{policy.Id}' has {known.Policy.Scope}. "
                    + "Their accounts are not the same: give it an Id of its own, or delete the other one first.",
                    nameof(policy));
            }

            if (known.Policy.Period == BudgetPeriod.Custom && (known.Policy.Starts != policy.Starts || known.Policy.Ends != policy.Ends))
            {
                throw new ArgumentException(
                    $"Policy '{policy.Name}' is in force from {known.Policy.Starts:O} to {known.Policy.Ends:O}. Other dates are another account, which starts at zero: "
                    + "give it an Id of its own, or delete the other one first.",
                    nameof(policy));
            }

            Unlist(known);
            known.Edit(policy);
            known.Version = version;
            List(known);
            return;
        }

        var added = new ActivePolicy(policy, _made++) { Version = version };
        _byId.Add(policy.Id, added);
        List(added);
    }

    public static void ThrowIfOtherScope(BudgetPolicy? known, BudgetPolicy policy)
    {
    }

    public static CallTags? PinnedTags(BudgetPolicy policy) => null;

    public static string? ScopeKeyOf(BudgetPolicy policy, in CallAttribution call) => null;

    public bool Remove(string id)
    {
        if (!_byId.Remove(id, out ActivePolicy? policy))
            return false;

        Unlist(policy);
        return true;
    }

    /// <summary>The policies that apply to a call, each with the scope key of the account that it is booked on.</summary>
    public void Match(in AttributionKey call, List<(ActivePolicy Policy, string ScopeKey)> matches)
    {
        foreach (ActivePolicy policy in _forEach)
        {
            string? scopeKey = ScopeKeyOf(policy.Policy.Scope, call);
            if (scopeKey is not null && !(policy.Policy.Id == DefaultUserId && _forOne.ContainsKey((BudgetScope.User, scopeKey))))
                matches.Add((policy, scopeKey));
        }

        MatchOne(BudgetScope.User, call, matches);
        MatchOne(BudgetScope.Provider, call, matches);
        MatchOne(BudgetScope.Model, call, matches);
        MatchOne(BudgetScope.Project, call, matches);
    }

    /// <summary>The scope key of a policy that is about one thing; null if it has several accounts.</summary>
    public static string? OnlyScopeKey(BudgetPolicy policy) => policy.Scope == BudgetScope.Global ? "" : policy.Key is { } key ? Normalize(policy.Scope, key) : null;

    /// <summary>A scope key as accounts have it: names of models and providers regardless of case, so that spelling does not open a second account.</summary>
    public static string Normalize(BudgetScope scope, string key) => scope is BudgetScope.Model or BudgetScope.Provider ? LowerCase(key) : key;

    public static AttributionParts PartOf(BudgetScope scope) => scope switch
    {
        BudgetScope.User => AttributionParts.User,
        BudgetScope.Provider => AttributionParts.Provider,
        BudgetScope.Model => AttributionParts.Model,
        BudgetScope.Project => AttributionParts.Project,
        _ => AttributionParts.None,
    };

    private void MatchOne(BudgetScope scope, in AttributionKey call, List<(ActivePolicy Policy, string ScopeKey)> matches)
    {
        if (ScopeKeyOf(scope, call) is not { } scopeKey || !_forOne.TryGetValue((scope, scopeKey), out List<ActivePolicy>? policies))
            return;

        foreach (ActivePolicy policy in policies)
            matches.Add((policy, scopeKey));
    }

    private static string? ScopeKeyOf(BudgetScope scope, in AttributionKey call)
    {
        string? key = scope switch
        {
            BudgetScope.Global => "",
            BudgetScope.User => call.User,
            BudgetScope.Provider => call.Provider,
            BudgetScope.Model => call.Model,
            BudgetScope.Project => call.Project,
            _ => null,
        };
        return key is null ? null : Normalize(scope, key);
    }

    private void List(ActivePolicy policy)
    {
        if (policy.Policy.Key is not { } key)
        {
            _forEach.Add(policy);
            return;
        }

        (BudgetScope, string) one = (policy.Policy.Scope, Normalize(policy.Policy.Scope, key));
        if (!_forOne.TryGetValue(one, out List<ActivePolicy>? policies))
            _forOne.Add(one, policies = []);
        policies.Add(policy);
    }

    private void Unlist(ActivePolicy policy)
    {
        if (policy.Policy.Key is not { } key)
        {
            _forEach.Remove(policy);
            return;
        }

        (BudgetScope, string) one = (policy.Policy.Scope, Normalize(policy.Policy.Scope, key));
        List<ActivePolicy> policies = _forOne[one];
        policies.Remove(policy);
        if (policies.Count == 0)
            _forOne.Remove(one);
    }

    [SuppressMessage("Globalization", "CA1308", Justification = "Providers write their names in lower case; this is what people see.")]
    private static string LowerCase(string key) => key.ToLowerInvariant();
}
