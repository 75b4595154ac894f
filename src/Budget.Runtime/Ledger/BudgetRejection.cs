using System.Globalization;

namespace BudgetGen;

/// <summary>A decision against a call: which policy, with which figures, and when there is room again.</summary>
public sealed record BudgetRejection
{
    /// <summary>Why.</summary>
    public required RejectionReason Reason { get; init; }

    /// <summary>The policy that decided, or null.</summary>
    public BudgetPolicy? Policy { get; init; }

    /// <summary>The user, provider, model or project whose account was asked; empty for the global scope.</summary>
    public string ScopeKey { get; init; } = "";

    /// <summary>The limit that was applied, or null.</summary>
    public Usd? Limit { get; init; }

    /// <summary>Settled spend in the window.</summary>
    public Usd Spent { get; init; }

    /// <summary>Held for calls in flight.</summary>
    public Usd Held { get; init; }

    /// <summary>Charged for calls whose outcome nobody knows.</summary>
    public Usd Suspense { get; init; }

    /// <summary>The worst case of the call, which is what it asked to hold.</summary>
    public Usd Requested { get; init; }

    /// <summary>When the window ends, or null.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>When to try again: after a throttling policy's next slot. Null if that is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The model that was asked for, or null.</summary>
    public string? Model { get; init; }

    /// <summary>The model that calls are made with instead, where the deciding policy falls back (<see cref="LimitAction.Fallback"/>); otherwise null.</summary>
    public string? FallbackModel { get; init; }

    /// <summary>The decision in a sentence, with its remedy.</summary>
    public override string ToString()
    {
        string who = ScopeKey.Length == 0 ? "" : $" for '{ScopeKey}'";
        string policy = Policy is null ? "The budget" : $"Budget '{Policy.Name}'{who}";
        string figures = $"limit {Limit?.ToString() ?? "none"}, spent {Spent}, held {Held}"
            + (Suspense == Usd.Zero ? "" : $", unknown {Suspense}")
            + $", requested {Requested}";
        string resets = ResetsAt is { } at ? $" It resets at {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC." : "";
        string fallback = FallbackModel is { } model && model != Model ? $" It falls back to '{model}' where the model of a call can be changed." : "";
        return Reason switch
        {
            RejectionReason.PerRequestCap =>
                $"{policy} rejected the call: it may cost {Requested}, and one request may cost at most {Limit}. Lower the maximum output tokens, shorten the prompt or raise the cap.",
            RejectionReason.Exhausted => $"{policy} rejected the call: {figures}.{resets}",
            RejectionReason.InFlight => $"{policy} rejected the call: {figures}. It would fit once calls in flight have settled.{resets}",
            RejectionReason.Throttled => string.Create(
                CultureInfo.InvariantCulture, $"{policy} slows calls down and has no slot for this one within {Policy?.MaxWait.TotalSeconds:0.#} s: {figures}. Try again in {RetryAfter?.TotalSeconds:0.#} s."),
            RejectionReason.StoreUnavailable =>
                $"{policy} rejected the call: the budget store cannot record it, and this budget stays closed then. See the inner exception and the log.",
            RejectionReason.UnknownModel =>
                $"The call was rejected: model '{Model}' has no price. Add one with BudgetOptions.Prices, or set BudgetOptions.UnknownModel to a default price.",
            _ => $"{policy} rejected the call: {figures}.",
        } + fallback;
    }
}
