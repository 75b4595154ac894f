namespace BudgetGen;

/// <summary>Why a request with an id of its caller's was not taken.</summary>
public enum DuplicateCallReason
{
    /// <summary>The call with this id is still being made: wait for its end.</summary>
    InFlight,

    /// <summary>Another request (another model, hold or set of budgets) had this id: use an id once.</summary>
    OtherRequest,

    /// <summary>The call with this id has ended, so nothing is held for it any more: to make a call, ask with a new id.</summary>
    Ended,
}

/// <summary>A request has an id that is in use. Nothing was spent and nothing is held.</summary>
public sealed class DuplicateCallException : InvalidOperationException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="id">The id.</param>
    /// <param name="reason">Why.</param>
    public DuplicateCallException(ReservationId id, DuplicateCallReason reason)
        : base(reason switch
        {
            DuplicateCallReason.InFlight => $"The call {id} is in flight. Wait for its end; its answer is given again after that.",
            DuplicateCallReason.Ended => $"The call {id} has ended, so nothing is held for it any more. To make it once more, ask with a new id (ReservationId.New).",
            _ => $"The id {id} belongs to another request (another model, hold or set of budgets). Make a new one with ReservationId.New for each request.",
        })
    {
        Id = id;
        Reason = reason;
    }

    /// <summary>Makes an exception without details.</summary>
    public DuplicateCallException()
        : base("The id of the call is in use.")
    {
    }

    /// <summary>Makes an exception without details.</summary>
    public DuplicateCallException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception without details.</summary>
    public DuplicateCallException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The id.</summary>
    public ReservationId Id { get; }

    /// <summary>Why.</summary>
    public DuplicateCallReason Reason { get; }
}
