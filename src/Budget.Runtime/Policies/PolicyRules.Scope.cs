namespace BudgetGen;

// Who and what a policy is about.
internal static partial class PolicyRules
{
    private static void CheckScope(BudgetPolicy policy, string of, List<string> complaints)
    {
        CheckPart(new ScopePart(policy.Scope, policy.Key, policy.TagName), "", of, complaints);
        if (policy.And is null)
        {
            complaints.Add($"{of} has And set to null. Leave it out if there is no further dimension.");
            return;
        }

        if (policy.And.Count > 0 && policy.Scope == BudgetScope.Global)
            complaints.Add($"{of} is global and has further dimensions in And. Set Scope to one of them and leave the others in And.");

        var seen = new HashSet<(BudgetScope Scope, string? TagName)> { (policy.Scope, policy.Scope == BudgetScope.Tag ? policy.TagName : null) };
        foreach (ScopePart? part in policy.And)
        {
            if (part is null)
                complaints.Add($"{of} has a dimension in And that is null. Remove it.");
            else if (!Enum.IsDefined(part.Scope))
                complaints.Add($"{of} has the unknown scope {(int)part.Scope} in And. Use one of {string.Join(", ", Enum.GetNames<BudgetScope>().Skip(1))}.");
            else if (part.Scope == BudgetScope.Global)
                complaints.Add($"{of} has the scope Global in And. Remove it: the other dimensions say what is counted.");
            else if (!seen.Add((part.Scope, part.Scope == BudgetScope.Tag ? part.TagName : null)))
                complaints.Add($"{of} has {(part.Scope == BudgetScope.Tag ? $"the tag '{PolicyTexts.Quote(part.TagName)}'" : part.Scope)} twice. Name each dimension once, in Scope or in And.");
            else
                CheckPart(part, " in And", of, complaints);
        }
    }

    private static void CheckPart(ScopePart part, string where, string of, List<string> complaints)
    {
        CheckKey(part, where, of, complaints);
        if (part.Scope == BudgetScope.Tag && string.IsNullOrWhiteSpace(part.TagName))
            complaints.Add($"{of} is about a tag{where} and does not say which. Set TagName.");
        else if (part.Scope != BudgetScope.Tag && part.TagName is not null)
            complaints.Add($"{of} has TagName '{PolicyTexts.Quote(part.TagName)}'{where} and is about the {part.Scope}. Remove TagName, or set Scope to Tag.");
        else if (part.TagName is { } name && PolicyTexts.Complaint(name) is { } complaint)
            complaints.Add($"{of} has a TagName{where} that {complaint}");
    }

    private static void CheckKey(ScopePart part, string where, string of, List<string> complaints)
    {
        if (part.Key is not { } key)
            return;

        if (part.Scope == BudgetScope.Global)
            complaints.Add($"{of} is global and has the key '{PolicyTexts.Quote(key)}'. Remove Key, or set Scope to what the key names (User, Provider, Model, Project ...).");
        else if (key.Length == 0)
            complaints.Add($"{of} has an empty Key{where}. Set it to one {part.Scope}, or leave it out to give each {part.Scope} an account of its own.");
        else if (PolicyTexts.Complaint(key) is { } complaint)
            complaints.Add($"{of} has a Key{where} that {complaint}");
        else if (part.Scope != BudgetScope.Model && key.Contains('*', StringComparison.Ordinal))
            complaints.Add($"{of} has the key '{PolicyTexts.Quote(key)}'{where}. Only models may be named by a pattern with *. Name one {part.Scope}, or leave Key out to give each its own account.");
    }
}
