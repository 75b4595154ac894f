using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>A call whose id its caller gave, and what it was answered. Safe for any number of threads.</summary>
internal sealed class KnownCall
{
    private volatile string? _fingerprint;
    private volatile Reservation? _reservation;
    private volatile BudgetRejection? _rejection;

    /// <summary>True once the answer does not change any more.</summary>
    public bool HasEnded => _rejection is not null || _reservation is { State: not ReservationState.Held };

    /// <summary>What makes it the same request: the budgets, the hold and the model.</summary>
    public static string FingerprintOf(IReadOnlyList<AccountKey> accounts, Usd hold, string? model)
    {
        // Not the windows: the same request after midnight is the same request.
        IEnumerable<string> budgets = accounts.Select(static key => $"{key.PolicyId.Length}:{key.PolicyId}{key.ScopeKey.Length}:{key.ScopeKey}").Order(StringComparer.Ordinal);
        return FormattableString.Invariant($"{hold.Nanos}|{model?.ToUpperInvariant()}|{string.Join('|', budgets)}");
    }

    public void Ask(string fingerprint) => _fingerprint = fingerprint;

    public void Held(Reservation reservation) => _reservation = reservation;

    public void Rejected(BudgetRejection rejection) => _rejection = rejection;

    /// <summary>The stored answer again.</summary>
    /// <exception cref="DuplicateCallException">The call is in flight, or is another one.</exception>
    /// <exception cref="BudgetExceededException">It was rejected.</exception>
    public Reservation Answer(ReservationId id, string fingerprint)
    {
        if (_fingerprint is { } known && known != fingerprint)
            throw new DuplicateCallException(id, DuplicateCallReason.OtherRequest);
        if (_rejection is { } rejection)
            throw new BudgetExceededException(rejection);
        return HasEnded ? _reservation! : throw new DuplicateCallException(id, DuplicateCallReason.InFlight);
    }
}
