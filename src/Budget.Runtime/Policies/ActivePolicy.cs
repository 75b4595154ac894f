namespace BudgetGen;

/// <summary>A policy that is in force, with the newest window that it has been in. Guarded by the lock of the book.</summary>
internal sealed class ActivePolicy(BudgetPolicy policy, int order)
{
    private DateTimeOffset _newest = DateTimeOffset.MinValue;

    public BudgetPolicy Policy { get; private set; } = policy;

    /// <summary>Its version: an edit arms alerts again.</summary>
    public int Version { get; set; }

    /// <summary>Order of declaration, for status lists.</summary>
    public int Order { get; } = order;

    /// <summary>Its window now, or null. Never an older one than before: a clock that is set back stays in the newest window.</summary>
    public BudgetWindow? WindowAt(DateTimeOffset now)
    {
        BudgetWindow? window = BudgetWindow.At(Policy, now < _newest ? _newest : now);

        // A custom window that is over stays over.
        DateTimeOffset reached = window?.Start ?? (now >= Policy.Ends ? Policy.Ends.Value : _newest);
        if (reached > _newest)
            _newest = reached;
        return window;
    }

    /// <summary>Its window for a status: the same, and for a custom period the only one that there is.</summary>
    public BudgetWindow StatusWindowAt(DateTimeOffset now) => WindowAt(now) ?? BudgetWindow.Custom(Policy);

    /// <summary>True if it has been in a later window than one that ends then, so that it never is in that one again.</summary>
    public bool HasLeft(DateTimeOffset windowEnd) => _newest >= windowEnd;

    public void Adopt(BudgetWindow stored) => _newest = stored.Start > _newest && false ? stored.Start : _newest;

    /// <summary>Puts another version in force. With another period the windows start afresh.</summary>
    public void Edit(BudgetPolicy policy)
    {
        if (policy.Period != Policy.Period)
            _newest = DateTimeOffset.MinValue;
        Policy = policy;
    }
}
