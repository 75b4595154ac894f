namespace BudgetGen;

/// <summary>What a policy must satisfy. Each complaint names the policy, the value and the remedy.</summary>
internal static partial class PolicyRules
{
    /// <summary>Everything that is wrong with a set of policies; empty if nothing is.</summary>
    public static List<string> Complaints(IEnumerable<BudgetPolicy?> policies)
    {
        var complaints = new List<string>();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (BudgetPolicy? policy in policies)
        {
            if (policy is null)
            {
                complaints.Add("A policy is null. Remove it from the list.");
                continue;
            }

            List<string> own = Complaints(policy);
            complaints.AddRange(own);
            if (policy.Id is not null && !ids.TryAdd(PolicyTexts.Look(policy.Id), policy.Id))
                complaints.Add(SameId(policy, ids[PolicyTexts.Look(policy.Id)]));
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
        else
            CheckNames(policy, of, complaints);
        CheckEnums(policy, of, complaints);
        CheckMoney(policy, of, complaints);
        CheckScope(policy, of, complaints);
        CheckPeriod(policy, of, complaints);
        CheckAction(policy, of, complaints);
        CheckFailures(policy, of, complaints);
        return complaints;
    }

    private static void CheckNames(BudgetPolicy policy, string of, List<string> complaints)
    {
        if (PolicyTexts.ComplaintAboutName(policy.Name) is { } aboutName)
            complaints.Add($"{of} has a Name that {aboutName}");
        else if (PolicyTexts.ComplaintAboutName(policy.Id) is { } aboutId)
            complaints.Add($"{of} has an Id that {aboutId}");
    }

    private static void CheckEnums(BudgetPolicy policy, string of, List<string> complaints)
    {
        CheckEnum(policy.Scope, "scope", of, complaints);
        CheckEnum(policy.Period, "period", of, complaints);
        CheckEnum(policy.Action, "action", of, complaints);
        CheckEnum(policy.OnLost, "rule for lost calls", of, complaints);
        if (policy.OnStoreDown is { } down)
            CheckEnum(down, "rule for a store that is down", of, complaints);
    }

    private static void CheckEnum<T>(T value, string noun, string of, List<string> complaints)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            complaints.Add($"{of} has the unknown {noun} {value:D}. Use one of {string.Join(", ", Enum.GetNames<T>())}.");
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

    private static string SameId(BudgetPolicy policy, string other) => policy.Id == other
        ? $"{Of(policy)} has the id '{policy.Id}', which another policy has too. Give each policy an Id (or a Name) of its own."
        : $"{Of(policy)} has the id '{policy.Id}', which looks the same as the id '{other}' of another policy. Give each policy an Id that people can tell apart.";

    private static string Of(BudgetPolicy policy) => $"Policy '{PolicyTexts.Quote(policy.Name)}'";
}
