using System.Collections.Concurrent;
using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

/// <summary>Calls whose outcome nobody knows: they stay charged until one of these decides.</summary>
public sealed partial class BudgetManager
{
    // Also those that have ended lately, so that nobody takes them for lost because the store does not have their end yet.
    private readonly ConcurrentDictionary<ReservationId, Reservation> _suspended = new();
    private int _lostFound;

    /// <summary>
    /// Decides that a lost call cost nothing: it is not charged any longer. An audited act. Completes when it is durable.
    /// </summary>
    /// <param name="reservation">The id; <see cref="ILedgerReader.GetOpenReservationsAsync"/> lists those that are lost.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="reason">Why, for auditors. Never prompt text.</param>
    /// <param name="reference">What it refers to, such as a ticket or a line of an invoice; or null.</param>
    /// <param name="cancellationToken">Gives up before anything has changed.</param>
    /// <returns>False if the reservation is not among the lost ones (any more).</returns>
    /// <exception cref="ArgumentException">The actor or the reason is empty.</exception>
    /// <exception cref="BudgetStoreException">The store cannot be read.</exception>
    public async Task<bool> ReleaseAsync(ReservationId reservation, string actor, string reason, string? reference = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return await EndSuspenseAsync(
            reservation,
            ReservationState.Released,
            LedgerEntryKind.Release,
            static _ => Usd.Zero,
            (lost, entry) => entry with { Actor = actor, Note = reason, Reference = reference },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Books what a lost call cost after all, also one of an earlier process. Completes when it is durable.</summary>
    /// <param name="reservation">The id.</param>
    /// <param name="cost">What the provider billed, 0 or more.</param>
    /// <param name="usage">The record to keep.</param>
    /// <param name="cancellationToken">Gives up before anything has changed.</param>
    /// <returns>False if the reservation is not among the lost ones (any more).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The cost is negative.</exception>
    /// <exception cref="BudgetStoreException">The store cannot be read.</exception>
    public async Task<bool> SettleLateAsync(ReservationId reservation, Usd cost, UsageRecord usage, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentOutOfRangeException.ThrowIfNegative(cost.Nanos, nameof(cost));
        cost = Bounded(cost);
        return await EndSuspenseAsync(
            reservation,
            ReservationState.LateSettled,
            LedgerEntryKind.LateSettle,
            _ => cost,
            (lost, entry) => entry with { Usage = UsageOf(lost, cost, usage), At = usage.Timestamp },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps a suspended reservation at hand, for whoever decides about it.</summary>
    private void Remember(Reservation reservation) => _suspended[reservation.Id] = reservation;

    /// <summary>Books lost calls as spend whose policies say so after a while: all of their policies, and the latest of them decides.</summary>
    private void ChargeLost(DateTimeOffset now)
    {
        foreach (Reservation lost in _suspended.Values)
        {
            if (lost.State != ReservationState.Suspended)
                ForgetEnded(lost);
            else if (ChargeableAt(lost) is { } at && at <= now)
                _ = EndSuspenseAsync(lost.Id, ReservationState.Charged, LedgerEntryKind.Charge, static lost => lost.Hold, static (lost, entry) => entry with { Note = "lost for as long as its policies allow", Usage = UsageOfLost(lost, entry.At) }, default);
        }
    }

    /// <summary>Finds the lost calls of earlier processes, once, if any policy wants to book them after a while.</summary>
    private async Task FindLostAsync()
    {
        if (!_book.Policies.Exists(static policy => policy.ChargeLostAfter is not null) || Interlocked.Exchange(ref _lostFound, 1) != 0)
            return;

        try
        {
            foreach (OpenReservation open in await Reader.GetOpenReservationsAsync().ConfigureAwait(false))
            {
                if (open.Suspended && !_suspended.ContainsKey(open.Id) && await FindSuspendedAsync(open.Id, default).ConfigureAwait(false) is { } lost)
                    _suspended.TryAdd(lost.Id, lost);
            }
        }
        catch (Exception error)
        {
            // Read again at the next turn; until then they stay charged, which is the safe side.
            Volatile.Write(ref _lostFound, 0);
            _logger.LogWarning(BudgetEvents.StoreFailed, error, "Lost calls of earlier processes could not be read.");
        }
    }

    private static DateTimeOffset? ChargeableAt(Reservation lost)
    {
        DateTimeOffset? at = null;
        foreach (Account account in lost.AccountSet!.Accounts)
        {
            if (!lost.Charges(account))
                continue;
            if (account.Policy.ChargeLostAfter is not { } after)
                return null;
            DateTimeOffset own = lost.HeldAt + after;
            at = at is { } latest && latest > own ? latest : own;
        }

        return at;
    }

    /// <summary>What reports show of a lost call that is booked as spend: whose it is, at its hold. Nobody knows its tokens.</summary>
    private static UsageRecord UsageOfLost(Reservation lost, DateTimeOffset at) => new()
    {
        Model = lost.Attribution.Model ?? CallPrice.UnnamedModel,
        Cost = lost.Hold,
        Timestamp = at,
        User = lost.Attribution.User,
        Endpoint = lost.CallSite,
        Provider = lost.Attribution.Provider,
        Project = lost.Attribution.Project,
        Team = lost.Attribution.Team,
        Client = lost.Attribution.Client,
        Operation = lost.Attribution.Operation,
        Tags = lost.Attribution.Tags,
        Usage = new LlmUsage { Estimated = true },
        Estimated = true,
        Reservation = lost.Id,
    };

    private async Task<bool> EndSuspenseAsync(
        ReservationId id,
        ReservationState end,
        LedgerEntryKind kind,
        Func<Reservation, Usd> costOf,
        Func<Reservation, LedgerEntry, LedgerEntry> complete,
        CancellationToken cancellationToken)
    {
        if (!_suspended.TryGetValue(id, out Reservation? lost))
        {
            if (await FindSuspendedAsync(id, cancellationToken).ConfigureAwait(false) is not { } found)
                return false;
            lost = _suspended.GetOrAdd(id, found);
        }

        Usd cost = costOf(lost);
        if (!await TryEndSuspenseAsync(lost, end, kind, cost, entry => complete(lost, entry)).ConfigureAwait(false))
            return false;

        _logger.LogInformation(BudgetEvents.Decided, "Lost reservation {Id} of {Hold} ended as {End} with {Cost}.", id, lost.Hold, end, cost);
        return true;
    }

    /// <summary>The end of a lost call is written, or waits for the store. Until the store has it, it must be known here, or somebody could end the call once more.</summary>
    private void ForgetLater(Reservation ended) =>
        ended.ForgetAt = _time.GetTimestamp() + (long)((Int128)_maxHoldTtl.Ticks * _time.TimestampFrequency / TimeSpan.TicksPerSecond);

    private void ForgetEnded(Reservation ended)
    {
        if (_time.GetTimestamp() >= ended.ForgetAt && !(ended.HasWaitingEntry && _log.WaitingEntries > 0))
            _suspended.TryRemove(ended.Id, out _);
    }

    /// <summary>Takes a reservation out of suspense, once. Whoever comes while another one does it waits for how that ends. Completes when it is durable.</summary>
    /// <returns>False if it is not there (any more).</returns>
    private async Task<bool> TryEndSuspenseAsync(Reservation lost, ReservationState end, LedgerEntryKind kind, Usd cost, Func<LedgerEntry, LedgerEntry> complete)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (lost.TryBeginEnd(mine.Task, out Task? others) is { } isMine)
        {
            if (isMine)
                return await EndSuspenseAsync(lost, end, kind, cost, complete, mine).ConfigureAwait(false);
            await others!.ConfigureAwait(false);
        }

        return false;
    }

    private async Task<bool> EndSuspenseAsync(Reservation lost, ReservationState end, LedgerEntryKind kind, Usd cost, Func<LedgerEntry, LedgerEntry> complete, TaskCompletionSource mine)
    {
        ValueTask written;
        bool crossed;
        try
        {
            // Behind the line that says that it is lost; and before its room comes back, as every end.
            await (lost.Suspension ?? Task.CompletedTask).ConfigureAwait(false);
            written = WriteSuspenseEnd(lost, kind, cost, complete);
            _admission.EndSuspense(lost, end, cost.Nanos, out crossed);
        }
        finally
        {
            lost.EndBegun();
            mine.SetResult();
        }

        if (crossed)
            RaiseCrossings(lost.AccountSet!);
        await written.ConfigureAwait(false);
        ForgetLater(lost);
        return true;
    }

    /// <summary>
    /// Writes the end: one line for the accounts that were charged, and one for those that had given their hold back. In one step: the first ends the suspense,
    /// so after a crash nobody would look for the second.
    /// </summary>
    private ValueTask WriteSuspenseEnd(Reservation reservation, LedgerEntryKind kind, Usd cost, Func<LedgerEntry, LedgerEntry> complete)
    {
        LedgerEntry charged = complete(EndEntry(reservation, kind, "") with
        {
            Note = null,
            Accounts = KeysOf(reservation, charged: true),
            Amount = cost,
            SuspenseChange = -reservation.Hold,
            Overrun = Usd.Max(Usd.Zero, cost - reservation.Hold),
        });

        // Also without a cost: a correction finds the accounts of the call in the lines of its end.
        if (reservation.HasReleased)
            charged = charged with { Together = charged with { Part = 1, Accounts = KeysOf(reservation, charged: false), SuspenseChange = Usd.Zero, Overrun = cost, Usage = null } };
        return _log.Write(charged, reservation);
    }

    /// <summary>A lost reservation of an earlier process, as it stands in the store.</summary>
    private async Task<Reservation?> FindSuspendedAsync(ReservationId id, CancellationToken cancellationToken)
    {
        IReadOnlyList<LedgerEntry> history = await Reader.FindAsync(id, cancellationToken).ConfigureAwait(false);
        LedgerEntry? suspension = null;
        foreach (LedgerEntry entry in history)
        {
            if (entry.Kind == LedgerEntryKind.Suspend)
                suspension = entry;
            else if (entry.Kind is LedgerEntryKind.LateSettle or LedgerEntryKind.Release or LedgerEntryKind.Charge)
                return null;
        }

        if (suspension is null)
            return null;

        var lost = new Reservation(this, id, new SpendRequest(suspension.Attribution, suspension.Hold) { CallSite = suspension.CallSite }, history[0].At, 0)
        {
            // All accounts of the call: those that had given their hold back when it was lost are charged too if it turns out to have cost something.
            AccountSet = _book.SetOf(history[0].Kind == LedgerEntryKind.Hold ? history[0].Accounts : suspension.Accounts),
        };
        lost.RecallWhoIsCharged(suspension.Accounts);
        lost.Move(ReservationState.Held, ReservationState.Suspended);
        return lost;
    }
}
