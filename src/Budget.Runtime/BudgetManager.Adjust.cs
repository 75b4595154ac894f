using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

/// <summary>Corrections: entries like all others, with who and why. Nothing that was booked is ever changed.</summary>
public sealed partial class BudgetManager
{
    private readonly SemaphoreSlim _adjusting = new(1);
    private readonly Dictionary<ReservationId, int> _adjusted = [];
    private int _resets;

    /// <summary>
    /// Corrects the spend of a call that has ended: a refund or write-off (negative), or something that was billed after all (positive; an overrun, because
    /// nothing was held for it). It is booked on every account of the call; on one whose window was sealed (<see cref="BudgetOptions.MaxHoldTtl"/> after its end), on
    /// the account of the current window instead. Completes when it is durable.
    /// </summary>
    /// <param name="reservation">The call's reservation; <see cref="UsageRecord.Reservation"/> has it.</param>
    /// <param name="change">What is added to spend.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="reason">Why, for auditors. Never prompt text.</param>
    /// <param name="reference">What it refers to, such as a ticket or a line of an invoice; or null.</param>
    /// <param name="cancellationToken">Gives up before anything has changed.</param>
    /// <returns>False if the ledger knows no such reservation.</returns>
    /// <exception cref="ArgumentException">The actor or the reason is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The change is beyond what one call may cost.</exception>
    /// <exception cref="InvalidOperationException">The call has not ended, or was lost: end it, settle it late or release it instead.</exception>
    /// <exception cref="BudgetStoreException">The store cannot be read.</exception>
    public async Task<bool> AdjustAsync(ReservationId reservation, Usd change, string actor, string reason, string? reference = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(change, Usd.MaxCall);
        ArgumentOutOfRangeException.ThrowIfLessThan(change, -Usd.MaxCall);

        // One after the other, so that their numbers differ.
        await _adjusting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            IReadOnlyList<LedgerEntry> history = await Reader.FindAsync(reservation, cancellationToken).ConfigureAwait(false);
            if (history.Count == 0)
                return false;

            LedgerEntry end = EndOf(history) ?? throw new InvalidOperationException(
                $"Reservation {reservation} has not ended, so there is nothing to correct yet. Settle it; or, if it is lost, settle it late or release it.");
            int part = NextPart(reservation, history);
            IReadOnlyList<AccountKey> keys = _book.Correctable(AccountsOf(history), _clock.Now(), _maxHoldTtl);
            LedgerEntry entry = end with
            {
                Kind = LedgerEntryKind.Adjust,
                Part = part,
                At = _clock.Now(),
                Accounts = keys,
                Amount = change,
                SuspenseChange = Usd.Zero,
                Overrun = Usd.Max(Usd.Zero, change),
                Usage = null,
                Note = reason,
                Actor = actor,
                Reference = reference,
            };

            // A refund gives room, so its entry goes first, as that of every end.
            ValueTask written = _log.Write(entry, null);
            Account[] corrected = _book.Correct(keys, change.Nanos, out bool crossed);
            await written.ConfigureAwait(false);
            _logger.LogInformation(BudgetEvents.Decided, "Reservation {Id} was corrected by {Change} by {Actor}: {Reason}", reservation, change, actor, reason);
            if (crossed)
                RaiseCrossings(corrected);
            return true;
        }
        finally
        {
            _adjusting.Release();
        }
    }

    /// <summary>
    /// Takes what was spent off an account in its current window and arms its alerts again. An audited correction: reports still show the spend, and the
    /// reset as a line of its own. Holds, and calls whose outcome nobody knows, stay. Completes when it is durable.
    /// </summary>
    /// <param name="policyId">The policy's <see cref="BudgetPolicy.Id"/>.</param>
    /// <param name="key">The user, provider, model ...; may be left out where the policy is about one thing.</param>
    /// <param name="actor">Who decides; null: not said.</param>
    /// <param name="reason">Why, for auditors; null: not said.</param>
    /// <returns>What was taken off.</returns>
    /// <exception cref="ArgumentException">There is no such policy, or it has an account for each key and none was given.</exception>
    public async Task<Usd> ResetAsync(string policyId, string? key = null, string? actor = null, string? reason = null)
    {
        ArgumentNullException.ThrowIfNull(policyId);

        // One after the other, or two would take the same spend off; and not while a correction is under way.
        await _adjusting.WaitAsync().ConfigureAwait(false);
        try
        {
            DateTimeOffset now = _clock.Now();
            Account account = _book.Find(policyId, key, now)
                ?? throw new ArgumentException($"There is no policy '{policyId}' with an account. In force are: {string.Join(", ", _book.Policies.Select(static p => p.Id))}.", nameof(policyId));
            List<AccountReset> resets = _admission.WouldReset(account);
            var total = new Usd(resets.Sum(static reset => reset.Spent));

            // In one step, or a crash would leave a rolling window of which some parts were reset; and with the store before the room comes back, as every end.
            ValueTask written = resets.Count == 0 ? default : _log.Write(LedgerEntry.Join(resets.ConvertAll(reset => ResetEntry(reset, now, actor, reason))), null);
            _admission.Reset(account, resets);
            await written.ConfigureAwait(false);
            _logger.LogInformation(BudgetEvents.Reset, "Budget {Policy} was reset: {Spent} taken off", account.Policy.Name, total);
            return total;
        }
        finally
        {
            _adjusting.Release();
        }
    }

    private LedgerEntry ResetEntry(AccountReset reset, DateTimeOffset now, string? actor, string? reason) => new()
    {
        Kind = LedgerEntryKind.Reset,
        Reservation = ReservationId.New(now),
        Part = Interlocked.Increment(ref _resets),
        At = now,
        Accounts = [reset.Account.Window.KeyOf(reset.Account.ScopeKey)],
        Hold = Usd.Zero,
        Amount = new Usd(-reset.Spent),
        Overrun = new Usd(reset.Overrun),
        Actor = actor,
        Note = reason ?? $"reset of '{reset.Account.Policy.Name}'",
    };

    /// <summary>As <see cref="ResetAsync"/>, and waits until it is durable.</summary>
    /// <param name="policyId">The policy's <see cref="BudgetPolicy.Id"/>.</param>
    /// <param name="key">The user, provider, model ...; may be left out where the policy is about one thing.</param>
    /// <param name="actor">Who decides; null: not said.</param>
    /// <param name="reason">Why, for auditors; null: not said.</param>
    public void Reset(string policyId, string? key = null, string? actor = null, string? reason = null) => Blocking.Run(
        static s => new ValueTask(s.Manager.ResetAsync(s.PolicyId, s.Key, s.Actor, s.Reason)), (Manager: this, PolicyId: policyId, Key: key, Actor: actor, Reason: reason));

    /// <summary>Resets the global daily budgets (<see cref="ResetAsync"/>).</summary>
    public void ResetDaily()
    {
        foreach (BudgetPolicy policy in GlobalPolicies(BudgetPeriod.Daily))
            Reset(policy.Id);
    }

    /// <summary>Corrections are numbered from here on; below are the lines that say by what a spend without a hold overran an account.</summary>
    private const int AdjustParts = 1000;

    /// <summary>The number of the next correction. One that still waits for the store is not in the history, and must not be taken for the same one.</summary>
    private int NextPart(ReservationId reservation, IReadOnlyList<LedgerEntry> history)
    {
        if (_log.WaitingEntries == 0)
            _adjusted.Clear();
        int last = history.Where(static entry => entry.Kind == LedgerEntryKind.Adjust).Max(static entry => (int?)entry.Part) ?? 0;
        int next = Math.Max(AdjustParts, 1 + Math.Max(last, _adjusted.GetValueOrDefault(reservation)));
        _adjusted[reservation] = next;
        return next;
    }

    /// <summary>Every account of the call: where some gave their hold back when it was lost, its lines are about different ones.</summary>
    private static List<AccountKey> AccountsOf(IReadOnlyList<LedgerEntry> history) =>
        [.. history.Where(static entry => entry.Kind is not (LedgerEntryKind.Adjust or LedgerEntryKind.Conflict)).SelectMany(static entry => entry.Accounts).Distinct()];

    private static LedgerEntry? EndOf(IReadOnlyList<LedgerEntry> history)
    {
        LedgerEntry? end = null;
        foreach (LedgerEntry entry in history)
        {
            if (entry.Kind is LedgerEntryKind.Settle or LedgerEntryKind.Void or LedgerEntryKind.LateSettle or LedgerEntryKind.Release or LedgerEntryKind.Charge && entry.Part == 0)
                end = entry;
        }

        return end;
    }
}
