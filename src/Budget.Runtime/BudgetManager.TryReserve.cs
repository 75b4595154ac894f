namespace BudgetGen;

/// <summary>Asking and taking in one step, for code that would rather look at a refusal than catch one.</summary>
public sealed partial class BudgetManager
{
    /// <summary>
    /// As <see cref="ReserveAsync"/>, with a refusal as a result and not as an exception. Atomic: the answer is the reservation itself, so no other call can
    /// take the money between the question and the call. This is the safe form of <c>if (CanSpend(...)) { call; RecordSpend(...) }</c>.
    /// </summary>
    /// <param name="request">Whose call it is, and the most that it may cost.</param>
    /// <param name="cancellationToken">Gives the waiting up; the hold is given back.</param>
    /// <returns>The reservation, which the caller must end, or the rejection.</returns>
    /// <exception cref="DuplicateCallException">The request has an id that is in flight, whose call has ended, or that another request had.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The hold is negative.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled. Nothing is held.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<ReserveResult> TryReserveAsync(in SpendRequest request, CancellationToken cancellationToken = default)
    {
        ValueTask<Reservation> reserving = ReserveAsync(request, cancellationToken);
        return reserving.IsCompletedSuccessfully && request.CallId is null
            ? new ValueTask<ReserveResult>(ReserveResult.Of(reserving.Result))
            : new ValueTask<ReserveResult>(ResultOfAsync(reserving.AsTask(), isKnown: request.CallId is not null));
    }

    /// <summary>As <see cref="TryReserveAsync"/>, and waits until the hold is durable.</summary>
    /// <param name="request">Whose call it is, and the most that it may cost.</param>
    /// <exception cref="DuplicateCallException">The request has an id that is in flight, whose call has ended, or that another request had.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The hold is negative.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ReserveResult TryReserve(in SpendRequest request)
    {
        try
        {
            return ResultOf(Reserve(request), isKnown: request.CallId is not null);
        }
        catch (BudgetExceededException refusal)
        {
            return ReserveResult.Of(refusal.Rejection);
        }
    }

    private static async Task<ReserveResult> ResultOfAsync(Task<Reservation> reserving, bool isKnown)
    {
        // Looking at the task instead of catching: a busy budget refuses often, and throwing is what would cost the time.
        await ((Task)reserving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (reserving.Exception?.InnerException is BudgetExceededException refusal)
            return ReserveResult.Of(refusal.Rejection);
        return ResultOf(await reserving.ConfigureAwait(false), isKnown);
    }

    /// <summary>A call with an id of its caller's may have ended before: then nothing is set aside, and the answer must not say so.</summary>
    private static ReserveResult ResultOf(Reservation reservation, bool isKnown) => isKnown && reservation.State != ReservationState.Held
        ? throw new DuplicateCallException(reservation.Id, DuplicateCallReason.Ended)
        : ReserveResult.Of(reservation);
}
