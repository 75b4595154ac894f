namespace BudgetGen;

/// <summary>What a policy must satisfy. Each complaint names the policy, the value and the remedy.</summary>
internal static class PolicyRules
{
    /// <summary>Everything that is wrong with a set of policies; empty if nothing is.</summary>
    public static List<string> Complaints(IEnumerable<BudgetPolicy?> policies)
    {
        var complaints = new List<string>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (BudgetPolicy? policy in policies)
        {
            if (policy is null)
            {
                complaints.Add("A policy is null. Remove it from the list.");
                continue;
            }

            complaints.AddRange(Complaints(policy));
            if (policy.Id is not null && !ids.Add(policy.Id))
                complaints.Add($"{Of(policy)} has the id '{policy.Id}', which another policy has too. Give each policy an Id (or a Name) of its own.");
            else if (policy.Name is not null && !names.Add(policy.Name))
                complaints.Add($"{Of(policy)} has a name that another policy has too. Give each policy a Name of its own.");
        }

        return complaints;
    }

    /// <summary>Everything that is wrong with one policy; empty if nothing is.</summary>
    public static List<string> Complaints(BudgetPolicy policy)
    {
        var complaints = new List<string>();
        string of = Of(policy);
        if (string.IsNullOrWhiteSpace(policy.Name))
            complaints.Add("A policy has no name. Set Name to something that people recognise.");
        else if (string.IsNullOrWhiteSpace(policy.Id))
            complaints.Add($"{of} has an empty Id. Leave it out (the name is used) or set it to a stable text.");
        CheckEnums(policy, of, complaints);
        CheckMoney(policy, of, complaints);
        CheckKey(policy, of, complaints);
        CheckPeriod(policy, of, complaints);
        return complaints;
    }

    private static void CheckEnums(BudgetPolicy policy, string of, List<string> complaints)
    {
        if (!Enum.IsDefined(policy.Scope))
            complaints.Add($"{of} has the unknown scope {(int)policy.Scope}. Use one of {string.Join(", ", Enum.GetNames<BudgetScope>())}.");
        if (!Enum.IsDefined(policy.Period))
            complaints.Add($"{of} has the unknown period {(int)policy.Period}. Use one of {string.Join(", ", Enum.GetNames<BudgetPeriod>())}.");
        if (!Enum.IsDefined(policy.Action))
            complaints.Add($"{of} has the unknown action {(int)policy.Action}. Use one of {string.Join(", ", Enum.GetNames<LimitAction>())}.");
    }

    private static void CheckMoney(BudgetPolicy policy, string of, List<string> complaints)
    {
        if (policy.Limit is { } limit && (limit < Usd.Zero || limit > Usd.MaxLimit))
            complaints.Add($"{of} has the limit {limit}. A limit lies between $0 and {Usd.MaxLimit}; null means unlimited.");
        if (policy.SoftLimitPercent is < 1 or > 100)
            complaints.Add($"{of} has SoftLimitPercent {policy.SoftLimitPercent}. It lies between 1 and 100; 80 is the default.");
        if (policy.PerRequestLimit is { } cap && (cap < Usd.Zero || cap > Usd.MaxCall))
            complaints.Add($"{of} has PerRequestLimit {cap}. It lies between $0 and {Usd.MaxCall}; null means no cap.");
    }

    private static void CheckKey(BudgetPolicy policy, string of, List<string> complaints)
    {
        if (policy.Key is not { } key)
            return;

        if (policy.Scope == BudgetScope.Global)
            complaints.Add($"{of} is global and has the key '{key}'. Remove Key, or set Scope to what the key names (User, Provider, Model, Project).");
        else if (key.Length == 0)
            complaints.Add($"{of} has an empty Key. Set it to one {policy.Scope}, or leave it out to give each {policy.Scope} an account of its own.");
    }

    private static void CheckPeriod(BudgetPolicy policy, string of, List<string> complaints)
    {
        if (policy.Period == BudgetPeriod.Custom)
        {
            if (policy.Starts is not { } starts || policy.Ends is not { } ends)
                complaints.Add($"{of} has a custom period without both ends. Set Starts and Ends.");
            else if (starts >= ends)
                complaints.Add($"{of} starts at {starts:O} and ends at {ends:O}. Starts must lie before Ends.");
        }
        else if (policy.Starts is not null || policy.Ends is not null)
        {
            complaints.Add($"{of} has Starts or Ends but its period is {policy.Period}. Remove them, or set Period to Custom.");
        }
    }

    private static string Of(BudgetPolicy policy) => $"Policy '{policy.Name}'";
}
