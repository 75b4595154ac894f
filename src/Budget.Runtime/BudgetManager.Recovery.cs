using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

public sealed partial class BudgetManager
{
    /// <summary>Holds of a dead owner become suspense: nobody knows whether its requests were sent.</summary>
    private void Recover(IReadOnlyList<OpenReservation> inFlight, DateTimeOffset now)
    {
        if (inFlight.Count == 0)
            return;

        Usd total = Usd.Zero;
        foreach (OpenReservation open in inFlight)
        {
            total += open.Hold;

            // Only accounts whose policies charge lost calls; the others got their hold back when the process ended.
            AccountKey[] charged = [.. open.Accounts.Where(key => _book.Active(key.PolicyId) is not { Policy.OnLost: LostRule.Release })];
            foreach (AccountKey key in charged)
                _book.SuspendRecovered(key, open.Hold);

            var entry = new LedgerEntry
            {
                Kind = LedgerEntryKind.Suspend,
                Reservation = open.Id,
                At = now,
                Accounts = charged,
                Hold = open.Hold,
                SuspenseChange = open.Hold,
                Attribution = open.Attribution,
                CallSite = open.CallSite,
                Note = "the process that made the call is gone",
            };
            Blocking.Run(static s => s.Log.Write(s.Entry, null), (Log: _log, Entry: entry));
        }

        RecoveredInFlight = new HoldTotals(inFlight.Count, total);
        _logger.LogWarning(
            BudgetEvents.Recovered,
            "{Count} calls were in flight when an earlier process ended. Nobody knows what they cost: {Total} are charged as unknown.",
            inFlight.Count,
            total);
    }

    private void WriteBlocking(PolicyChange change) => Blocking.Run(static s => s.Log.Write(s.Change), (Log: _log, Change: change));
}
