namespace BudgetGen;

/// <summary>A policy that is in force, with the newest window that it has been in. Guarded by the lock of the book.</summary>
internal sealed class ActivePolicy(BudgetPolicy policy, int order)
{
    private readonly StoredWindows _stored = new();
    private DateTimeOffset _newest = DateTimeOffset.MinValue;
    private BudgetWindow? _latest;

    public BudgetPolicy Policy { get; private set; } = policy;

    /// <summary>Which calls it is about.</summary>
    public PolicyAim Aim { get; private set; } = new(policy);

    /// <summary>Order of declaration, for status lists.</summary>
    public int Order { get; } = order;

    /// <summary>Its version: an edit arms alerts again.</summary>
    public int Version { get; set; }

    /// <summary>For a policy about single requests: the most that one may cost. It has no accounts.</summary>
    public Usd? RequestCap => Policy.Period == BudgetPeriod.PerRequest ? Policy.Limit : null;

    /// <summary>True for the limit of users who have none of their own.</summary>
    public bool IsUserDefault => Policy is { Id: PolicyBook.DefaultUserId, Scope: BudgetScope.User, Key: null };

    /// <summary>Its window now, or null. Never an older one than before: a clock that is set back stays in the newest window.</summary>
    public BudgetWindow? WindowAt(DateTimeOffset now)
    {
        DateTimeOffset at = now < _newest ? _newest : now;
        if (_latest is { } latest && at < latest.Next)
            return latest;

        _latest = BudgetWindow.At(Policy, at) is { } computed ? _stored.InForce(Policy, computed, at) : null;

        // A custom window that is over stays over.
        DateTimeOffset reached = _latest?.Start ?? (now >= Policy.Ends ? Policy.Ends.Value : _newest);
        if (reached > _newest)
            _newest = reached;
        return _latest;
    }

    /// <summary>Its window for a status: the same, and for a custom period that has not begun or is over the first or last one. Null if it never has one.</summary>
    public BudgetWindow? StatusWindowAt(DateTimeOffset now) => WindowAt(now) ?? BudgetWindow.Nearest(Policy, now);

    /// <summary>True if it has been in a later window than one that ends then, so that it never is in that one again.</summary>
    public bool HasLeft(DateTimeOffset windowEnd) => _newest >= windowEnd;

    /// <summary>
    /// Tells of a window that the store has for this policy. If the time zone's rules have changed since, so that it is not quite the one that they
    /// give now, it stays in force until its end: what was spent in it is not spent a second time.
    /// </summary>
    public void Adopt(BudgetWindow stored)
    {
        if (_stored.Add(Policy, stored))
            _latest = null;
    }

    /// <summary>Puts another version in force. With other windows they start afresh.</summary>
    public void Edit(BudgetPolicy policy)
    {
        if (policy.Period != Policy.Period || policy.Length != Policy.Length || policy.TimeZone != Policy.TimeZone)
        {
            _newest = DateTimeOffset.MinValue;
            _latest = null;
            _stored.Clear();
        }

        Policy = policy;
        Aim = new PolicyAim(policy);
    }
}
