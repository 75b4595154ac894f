namespace BudgetGen;

/// <summary>A call was rejected by a budget before it was sent. Nothing was spent and nothing is held.</summary>
public sealed class BudgetExceededException : Exception
{
    /// <summary>Makes the exception from what decided.</summary>
    /// <param name="rejection">The decision.</param>
    /// <param name="innerException">What kept the store from recording the hold, or null.</param>
    public BudgetExceededException(BudgetRejection rejection, Exception? innerException = null)
        : base((rejection ?? throw new ArgumentNullException(nameof(rejection))).ToString(), innerException)
    {
        Rejection = rejection;
    }

    /// <summary>Makes an exception without details.</summary>
    public BudgetExceededException()
        : this("The budget does not allow the call.")
    {
    }

    /// <summary>Makes an exception without details.</summary>
    public BudgetExceededException(string message)
        : this(message, null)
    {
    }

    /// <summary>Makes an exception without details.</summary>
    public BudgetExceededException(string message, Exception? innerException)
        : base(message, innerException)
    {
        Rejection = new BudgetRejection { Reason = RejectionReason.Exhausted };
    }

    /// <summary>Everything that is known about the decision.</summary>
    public BudgetRejection Rejection { get; }

    /// <summary>Why the call was rejected.</summary>
    public RejectionReason Reason => Rejection.Reason;

    /// <summary>The policy that decided, or null if no policy did (an unknown model, a cap of the call itself).</summary>
    public BudgetPolicy? Policy => Rejection.Policy;

    /// <summary>The user, provider, model or project whose account was asked; empty for the global scope.</summary>
    public string ScopeKey => Rejection.ScopeKey;

    /// <summary>The limit of the account (or the cap of one request), or null if there is none.</summary>
    public Usd? Limit => Rejection.Limit;

    /// <summary>What was spent when the call was rejected.</summary>
    public Usd Spent => Rejection.Spent;

    /// <summary>What was held for calls in flight.</summary>
    public Usd Held => Rejection.Held;

    /// <summary>What was charged for calls whose outcome nobody knows.</summary>
    public Usd Suspense => Rejection.Suspense;

    /// <summary>What the call asked for: its worst case.</summary>
    public Usd Requested => Rejection.Requested;

    /// <summary>When the window ends and a new one begins, or null if it never does.</summary>
    public DateTimeOffset? ResetsAt => Rejection.ResetsAt;
}
