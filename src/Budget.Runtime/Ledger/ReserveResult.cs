using System.Diagnostics.CodeAnalysis;

namespace BudgetGen;

/// <summary>The answer to <see cref="BudgetManager.TryReserveAsync"/>: a reservation, or why there is none. Exactly one of the two is there.</summary>
public sealed class ReserveResult
{
    private ReserveResult(Reservation? reservation, BudgetRejection? rejection)
    {
        Reservation = reservation;
        Rejection = rejection;
    }

    /// <summary>True if the money is set aside: make the call, then end <see cref="Reservation"/>.</summary>
    [MemberNotNullWhen(true, nameof(Reservation))]
    [MemberNotNullWhen(false, nameof(Rejection))]
    public bool Allowed => Reservation is not null;

    /// <summary>The money set aside, or null if a budget does not allow the call.</summary>
    public Reservation? Reservation { get; }

    /// <summary>Why there is no reservation, or null if there is one.</summary>
    public BudgetRejection? Rejection { get; }

    internal static ReserveResult Of(Reservation reservation) => new(reservation, null);

    internal static ReserveResult Of(BudgetRejection rejection) => new(null, rejection);
}
