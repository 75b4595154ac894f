namespace BudgetGen;

/// <summary>
/// What is known around a call: who pays, for which project, with which manager, and the metered call that is being made, if any. Scopes nest;
/// each holds everything that applies inside it. They flow with the <see cref="ExecutionContext"/>, so parallel calls keep their own.
/// </summary>
/// <remarks>Annotated methods open one by themselves; code opens one with <see cref="BudgetContext.Use"/>. Immutable and thread-safe.</remarks>
public sealed class LlmCallScope
{
    private static readonly AsyncLocal<LlmCallScope?> s_current = new();

    internal LlmCallScope(CallAttribution attribution, Usd? maxCost, BudgetManager? manager, MeteredCall? metered)
    {
        Attribution = attribution;
        MaxCost = maxCost;
        Manager = manager;
        Metered = metered;
    }

    /// <summary>The scope around the running code, or null outside every scope.</summary>
    public static LlmCallScope? Current => s_current.Value;

    /// <summary>Who and what calls inside this scope are booked on.</summary>
    public CallAttribution Attribution { get; }

    /// <summary>The tightest cap for one request of all the scopes around, or null.</summary>
    public Usd? MaxCost { get; }

    /// <summary>The manager that was set for this scope, or null: <see cref="BudgetManager.Default"/>.</summary>
    internal BudgetManager? Manager { get; }

    /// <summary>The metered call that this scope belongs to; calls inside it report to it instead of being booked again.</summary>
    internal MeteredCall? Metered { get; }

    /// <summary>
    /// Tells what the running code has used, for methods whose result does not say so. A metered call around it is then settled at the sum of what
    /// was reported instead of an estimate; where there is none, the usage is booked right away, on whom the scope names.
    /// </summary>
    /// <param name="usage">The provider's figures.</param>
    /// <param name="model">The model that was billed, or null: the one of the call or scope.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static void Report(LlmUsage usage, string? model = null)
    {
        if (usage.HasNegative)
            throw new ArgumentOutOfRangeException(nameof(usage), usage, "A count of tokens is 0 or more; leave a bucket null if it is not known.");

        // A call that has ended meanwhile takes no more reports; what was used is booked all the same.
        if (Current?.Metered is not { } metered || !metered.TryReport(usage, model))
            ReportedUsage.Book(Current, usage, model);
    }

    /// <summary>Makes a scope current; the caller keeps the one before to give back.</summary>
    internal static LlmCallScope? Enter(LlmCallScope? scope)
    {
        LlmCallScope? before = s_current.Value;
        if (!ReferenceEquals(before, scope))
            s_current.Value = scope;
        return before;
    }

    /// <summary>A scope inside <paramref name="outer"/>: what it says itself wins, tags add up, the tighter cap counts.</summary>
    internal static LlmCallScope Inside(LlmCallScope? outer, in CallAttribution own, Usd? maxCost, BudgetManager? manager = null)
    {
        if (outer is null)
            return new LlmCallScope(own, maxCost, manager, metered: null);

        return new LlmCallScope(Merge(own, outer.Attribution), Tighter(maxCost, outer.MaxCost), manager ?? outer.Manager, outer.Metered);
    }

    /// <summary>This scope while <paramref name="metered"/> is being made.</summary>
    internal static LlmCallScope Metering(LlmCallScope? around, MeteredCall metered, in CallAttribution attribution) =>
        new(attribution, around?.MaxCost, around?.Manager, metered);

    internal static CallAttribution Merge(in CallAttribution own, in CallAttribution outer) => new(
        own.User ?? outer.User,
        own.Provider ?? outer.Provider,
        own.Model ?? outer.Model,
        own.Project ?? outer.Project,
        own.Team ?? outer.Team,
        own.Client ?? outer.Client,
        own.Operation ?? outer.Operation,
        outer.Tags is null ? own.Tags : outer.Tags.With(own.Tags));

    internal static Usd? Tighter(Usd? left, Usd? right) => left is not { } a ? right : right is not { } b ? left : Usd.Min(a, b);
}
