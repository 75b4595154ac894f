namespace BudgetGen;

// How long a budget lasts.
internal static partial class PolicyRules
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longestRolling = TimeSpan.FromDays(400);

    private static void CheckPeriod(BudgetPolicy policy, string of, List<string> complaints)
    {
        CheckDates(policy, of, complaints);
        CheckLength(policy, of, complaints);
        CheckTimeZone(policy, of, complaints);
        if (policy.Period == BudgetPeriod.PerRequest)
            CheckPerRequest(policy, of, complaints);
        if (policy.Backfill && policy.Period is BudgetPeriod.PerRequest or BudgetPeriod.Rolling)
            complaints.Add($"{of} has Backfill and its period is {policy.Period}. Remove Backfill: there is no window that began before the policy.");
    }

    private static void CheckDates(BudgetPolicy policy, string of, List<string> complaints)
    {
        if (policy.Period == BudgetPeriod.Custom)
        {
            if (policy.Starts is not { } starts || (policy.Ends is null && policy.Length is null))
                complaints.Add($"{of} has a custom period without both ends. Set Starts and Ends, or Starts and Length for one that repeats.");
            else if (starts >= policy.Ends)
                complaints.Add($"{of} starts at {starts:O} and ends at {policy.Ends:O}. Starts must lie before Ends.");
        }
        else if (policy.Starts is not null || policy.Ends is not null)
        {
            complaints.Add($"{of} has Starts or Ends but its period is {policy.Period}. Remove them, or set Period to Custom.");
        }
    }

    private static void CheckLength(BudgetPolicy policy, string of, List<string> complaints)
    {
        if (policy.Period == BudgetPeriod.Rolling && policy.Length is null)
            complaints.Add($"{of} has a rolling period without a length. Set Length, such as 24 hours.");
        else if (policy.Period == BudgetPeriod.Rolling && (policy.Length < s_shortest || policy.Length > s_longestRolling))
            complaints.Add($"{of} has the Length {policy.Length}. A rolling window is one minute to 400 days long.");
        else if (policy.Period == BudgetPeriod.Custom && policy.Length < s_shortest)
            complaints.Add($"{of} has the Length {policy.Length}. A custom window that repeats is at least one minute long.");
        else if (policy.Length is not null && policy.Period is not (BudgetPeriod.Rolling or BudgetPeriod.Custom))
            complaints.Add($"{of} has a Length and its period is {policy.Period}. Remove Length, or set Period to Rolling or Custom.");
    }

    private static void CheckTimeZone(BudgetPolicy policy, string of, List<string> complaints)
    {
        if (policy.TimeZone is not { } zone)
            return;

        if (policy.Period is BudgetPeriod.Rolling or BudgetPeriod.Lifetime or BudgetPeriod.Custom or BudgetPeriod.PerRequest)
            complaints.Add($"{of} has the time zone '{PolicyTexts.Quote(zone)}' and its period is {policy.Period}, which knows no midnight. Remove TimeZone.");
        else if (!IanaZone.TryFind(zone, out _))
            complaints.Add($"{of} has the unknown time zone '{PolicyTexts.Quote(zone)}'. Use an IANA name that this machine knows, such as Europe/Berlin, or leave it out for UTC.");
    }

    private static void CheckPerRequest(BudgetPolicy policy, string of, List<string> complaints)
    {
        if (policy.Limit is null)
            complaints.Add($"{of} is about single requests and has no limit, so it says nothing. Set Limit to the most that one request may cost.");
        else if (policy.Limit > Usd.MaxCall && policy.Limit <= Usd.MaxLimit)
            complaints.Add($"{of} is about single requests and has the limit {policy.Limit}. No request may cost more than {Usd.MaxCall}.");
        if (policy.Action == LimitAction.Throttle)
            complaints.Add($"{of} is about single requests and throttles. Nothing adds up that a rate could follow: use Block, Warn or Notify.");
        if (policy.PerRequestLimit is not null)
            complaints.Add($"{of} is about single requests and has a PerRequestLimit. Remove it: Limit says the same.");
        if (policy.OnStoreDown is not null)
            complaints.Add($"{of} is about single requests and has OnStoreDown. Remove it: no store is asked.");
        if (policy.OnLost == LostRule.Release || policy.ChargeLostAfter is not null)
            complaints.Add($"{of} is about single requests and says what becomes of lost calls. Remove OnLost and ChargeLostAfter: it holds nothing.");
    }
}
