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
        var entries = new List<LedgerEntry>(inFlight.Count);
        foreach (OpenReservation open in inFlight)
        {
            total += open.Hold;

            // Only accounts whose policies charge lost calls; the others got their hold back when the process ended.
            AccountKey[] charged = [.. open.Accounts.Where(key => _book.Active(key.PolicyId) is not { Policy.OnLost: LostRule.Release })];
            foreach (AccountKey key in charged)
                _book.SuspendRecovered(key, open.Hold);

            entries.Add(new LedgerEntry
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
            });
        }

        WriteBlocking(entries, static (log, entry) => log.Write(entry, null));
        RecoveredInFlight = new HoldTotals(inFlight.Count, total);
        _logger.LogWarning(
            BudgetEvents.Recovered,
            "Calls that were in flight when an earlier process ended: {Count}. Nobody knows what they cost: {Total} are charged as unknown.",
            inFlight.Count,
            total);
    }

    private void WriteBlocking(PolicyChange change) => Blocking.Run(static s => s.Log.Write(s.Change), (Log: _log, Change: change));

    /// <summary>Waits for all of them at once, so that they share commits: there may be thousands.</summary>
    private void WriteBlocking<TLine>(List<TLine> lines, Func<LedgerLog, TLine, ValueTask> write) => Blocking.Run(
        static s => new ValueTask(Task.WhenAll(s.Lines.ConvertAll(line => s.Write(s.Log, line).AsTask()))),
        (Log: _log, Lines: lines, Write: write));
}
