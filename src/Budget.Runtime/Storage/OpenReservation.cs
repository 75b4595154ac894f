namespace BudgetGen.Storage;

/// <summary>A reservation without a known outcome.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Accounts">The accounts that carry it.</param>
/// <param name="Hold">What it holds, or is charged at.</param>
/// <param name="HeldAt">When it was made, UTC.</param>
/// <param name="Attribution">Whose call it was.</param>
/// <param name="CallSite">Where the call was made, or null.</param>
/// <param name="Suspended">False: held by a live process. True: lost, and charged at its hold.</param>
public sealed record OpenReservation(
    ReservationId Id,
    IReadOnlyList<AccountKey> Accounts,
    Usd Hold,
    DateTimeOffset HeldAt,
    CallAttribution Attribution,
    string? CallSite,
    bool Suspended);
