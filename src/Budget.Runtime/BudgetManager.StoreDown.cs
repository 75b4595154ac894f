using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

/// <summary>What happens while the store does not take holds.</summary>
public sealed partial class BudgetManager
{
    /// <summary>The store refused the hold, or did not answer in time. Each policy says what that means; one that is closed decides for all.</summary>
    /// <exception cref="BudgetExceededException">The call is refused; nothing is held.</exception>
    private void AdmitWithoutStore(Reservation reservation, Task append, Exception error)
    {
        AccountSet accounts = reservation.AccountSet!;
        LedgerEntry hold = HoldEntry(reservation);
        if (accounts.FirstClosed is { } closed)
            throw Close(closed);

        // Whoever waits makes the outage; what it admits is counted against its number.
        _log.KeepForLater(hold, reservation);
        if (_admission.AdmitInOutage(reservation, _log.Outage) is { } full)
        {
            _ = _log.Write(EndEntry(reservation, LedgerEntryKind.Void, "the store is down, and the policy admits no more meanwhile"), reservation).AsTask();
            throw Close(full);
        }

        _logger.LogError(BudgetEvents.StoreFailed, error, "The budget store did not take a hold; every policy of the call is open then, so it goes ahead and the entry waits in memory.");

        BudgetExceededException Close(Account account)
        {
            // A store that was only slow may still come to have the hold; then it is voided there too, unless its void waits behind it already.
            if (append is { IsCompleted: true, IsCompletedSuccessfully: false } || reservation.HasWaitingEntry)
                _admission.Void(reservation);
            else
                GiveUp(reservation, append, "the store did not answer in time");
            var request = new SpendRequest(reservation.Attribution, reservation.Hold) { CallSite = reservation.CallSite };
            return Refuse(request, new Verdict(VerdictKind.Refused, account, RejectionReason.StoreUnavailable, _admission.FiguresOf(account)), error);
        }
    }

    /// <summary>What waits in memory is missing from what the store says. Whoever decides by that brings the store up to date first.</summary>
    /// <exception cref="BudgetStoreException">The store does not take it.</exception>
    private async Task CatchUpAsync()
    {
        if (!await _log.DrainAsync().ConfigureAwait(false))
            throw new BudgetStoreException($"{Counted.Of(_log.WaitingEntries, "entry", "entries")} {Counted.Word(_log.WaitingEntries, "waits", "wait")} for the budget store, which does not take entries. What was spent cannot be told from it now; try again when it works.");
    }
}
