namespace BudgetGen;

/// <summary>The windows of each policy, so that an edit of one of a hundred thousand looks at no other's. Guarded by the lock of the account book.</summary>
internal sealed class PolicyWindows
{
    private readonly Dictionary<string, AccountWindow> _newest = new(StringComparer.Ordinal);

    public void Add(AccountWindow window)
    {
        window.Older = _newest.GetValueOrDefault(window.Policy.Id);
        _newest[window.Policy.Id] = window;
    }

    public void Remove(AccountWindow window)
    {
        string policyId = window.Policy.Id;
        AccountWindow first = _newest[policyId];
        if (!ReferenceEquals(first, window))
        {
            while (!ReferenceEquals(first.Older, window))
                first = first.Older!;
            first.Older = window.Older;
        }
        else if (window.Older is { } older)
        {
            _newest[policyId] = older;
        }
        else
        {
            _newest.Remove(policyId);
        }
    }

    /// <summary>The windows of a policy that are in memory, also of one that is not in force any more.</summary>
    public IEnumerable<AccountWindow> Of(string policyId)
    {
        for (AccountWindow? window = _newest.GetValueOrDefault(policyId); window is not null; window = window.Older)
            yield return window;
    }
}
