namespace BudgetGen;

// What happens at the limit, and when something fails.
internal static partial class PolicyRules
{
    private const int MaxRate = 1_000_000;
    internal static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_longestLost = TimeSpan.FromDays(3660);

    private static void CheckAction(BudgetPolicy policy, string of, List<string> complaints)
    {
        if (policy.MaxRatePerMinute is < 1 or > MaxRate)
            complaints.Add($"{of} has MaxRatePerMinute {policy.MaxRatePerMinute}. It lies between 1 and {MaxRate}; 60 is the default.");
        if (policy.MaxWait < TimeSpan.Zero || policy.MaxWait > LongestWait)
            complaints.Add($"{of} has MaxWait {policy.MaxWait}. It lies between 0 and one hour; 10 seconds is the default.");
        if (policy.IsSoft && policy.Action != LimitAction.Throttle)
            complaints.Add($"{of} is soft and its action is {policy.Action}. IsSoft is for Throttle: remove it, or set Action to Warn.");
        CheckFallback(policy, of, complaints);
    }

    private static void CheckFallback(BudgetPolicy policy, string of, List<string> complaints)
    {
        if (policy.Action != LimitAction.Fallback)
        {
            if (policy.FallbackModel is { } unused)
                complaints.Add($"{of} has FallbackModel '{PolicyTexts.Quote(unused)}' and its action is {policy.Action}. Remove it, or set Action to Fallback.");
        }
        else if (string.IsNullOrWhiteSpace(policy.FallbackModel))
        {
            complaints.Add($"{of} falls back to no model. Set FallbackModel.");
        }
        else if (PolicyTexts.Complaint(policy.FallbackModel) is { } complaint)
        {
            complaints.Add($"{of} has a FallbackModel that {complaint}");
        }
        else if (ModelPattern.IsPattern(policy.FallbackModel))
        {
            complaints.Add($"{of} has FallbackModel '{policy.FallbackModel}'. Name one model, without *.");
        }
        else if (policy.Scope == BudgetScope.Model && string.Equals(policy.Key, policy.FallbackModel, StringComparison.OrdinalIgnoreCase))
        {
            complaints.Add($"{of} falls back to '{policy.FallbackModel}', the model that it is about, so it would refuse nothing. Name another model.");
        }
    }

    private static void CheckFailures(BudgetPolicy policy, string of, List<string> complaints)
    {
        if (policy.OnStoreDown == StoreDownRule.OpenCapped && policy.OpenCap is null)
            complaints.Add($"{of} admits calls up to a cap while the store is down, and has none. Set OpenCap.");
        else if (policy.OnStoreDown != StoreDownRule.OpenCapped && policy.OpenCap is not null)
            complaints.Add($"{of} has OpenCap {policy.OpenCap} without the rule that it is for. Remove it, or set OnStoreDown to OpenCapped.");
        else if (policy.OpenCap is { } cap && (cap < Usd.Zero || cap > Usd.MaxLimit))
            complaints.Add($"{of} has OpenCap {cap}. It lies between $0 and {Usd.MaxLimit}.");

        if (policy.ChargeLostAfter is not { } after)
            return;

        if (after <= TimeSpan.Zero || after > s_longestLost)
            complaints.Add($"{of} has ChargeLostAfter {after}. It is longer than 0 and at most ten years; null means never.");
        if (policy.OnLost != LostRule.Charge && policy.Period != BudgetPeriod.PerRequest)
            complaints.Add($"{of} has ChargeLostAfter, and gives lost calls back. Remove ChargeLostAfter, or set OnLost to Charge.");
    }
}
