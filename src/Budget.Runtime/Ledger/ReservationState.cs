namespace BudgetGen;

/// <summary>Where a reservation is in its life. It leaves <see cref="Held"/> once, and <see cref="Suspended"/> at most once.</summary>
public enum ReservationState
{
    /// <summary>Money is set aside; the call is being made.</summary>
    Held,

    /// <summary>The cost is known and booked.</summary>
    Settled,

    /// <summary>The call certainly cost nothing; the hold was given back.</summary>
    Voided,

    /// <summary>Nobody knows what the call cost; it is charged at its hold until somebody does.</summary>
    Suspended,

    /// <summary>The cost of a suspended reservation became known and is booked.</summary>
    LateSettled,

    /// <summary>A suspended reservation was booked as spend at its hold, because its policies say so after a while.</summary>
    Charged,

    /// <summary>Somebody decided that a suspended reservation cost nothing.</summary>
    Released,
}
