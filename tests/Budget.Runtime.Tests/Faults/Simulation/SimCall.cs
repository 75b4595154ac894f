namespace BudgetGen.Tests.Faults;

/// <summary>One call of the simulation, and what the provider's own log says of it. The log is written before the provider answers.</summary>
internal sealed class SimCall(int number, long hold, string user)
{
    public int Number => number;

    public long Hold => hold;

    public string User => user;

    public ReservationId? CallId { get; init; }

    /// <summary>The process that asked.</summary>
    public required int Process { get; init; }

    public Task<Reservation>? Asked { get; set; }

    /// <summary>Held or ended; null if it was not handed out (yet).</summary>
    public Reservation? Reservation => Asked is { IsCompletedSuccessfully: true } asked ? asked.Result : null;

    public ReservationId? Id => CallId ?? Reservation?.Id;

    /// <summary>The provider's log: what it billed. Null: the request never came to it.</summary>
    public long? Billed { get; set; }

    /// <summary>True if the caller has the provider's usage; otherwise nobody here knows the outcome.</summary>
    public bool Answered { get; set; }

    /// <summary>True once the caller has said how it ended.</summary>
    public bool Ended { get; set; }

    /// <summary>True once somebody has decided on it by its id.</summary>
    public bool Decided { get; set; }
}
