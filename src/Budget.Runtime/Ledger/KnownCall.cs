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

    /// <summary>True if nothing is lost with it: its answer does not change any more, and the store can give it.</summary>
    public bool MayBeForgotten => HasEnded && _reservation is not { IsGivenUp: true };

    /// <summary>True if this reservation is the answer.</summary>
    public bool IsOf(Reservation reservation) => ReferenceEquals(_reservation, reservation);

    /// <summary>True while nobody knows whether the hold of a call that was given up comes to the store.</summary>
    public bool IsGivenUp => _reservation is { IsGivenUp: true };

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

    /// <summary>The stored answer again. Not that of a call that was given up: it would look like a hold, and the call would be made without one.</summary>
    /// <exception cref="DuplicateCallException">The call is in flight, was given up, or is another one.</exception>
    /// <exception cref="BudgetExceededException">It was rejected.</exception>
    public Reservation Answer(ReservationId id, string fingerprint)
    {
        if (_fingerprint is { } known && known != fingerprint)
            throw new DuplicateCallException(id, DuplicateCallReason.OtherRequest);
        if (_rejection is { } rejection)
            throw new BudgetExceededException(rejection);
        return _reservation?.State switch
        {
            null or ReservationState.Held => throw new DuplicateCallException(id, DuplicateCallReason.InFlight),
            ReservationState.Voided or ReservationState.Released => throw new DuplicateCallException(id, DuplicateCallReason.Ended),
            _ => _reservation,
        };
    }
}
