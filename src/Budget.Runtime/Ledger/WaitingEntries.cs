using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>
/// What the store did not take, in order, until it does. Bounded: beyond so many lines, holds are left out and the settlements of their calls are added up, one line
/// for the same accounts, so that an outage costs detail and neither money nor memory. Calls whose holds are recorded end with lines of their own. Safe for any number of threads.
/// </summary>
internal sealed class WaitingEntries
{
    public const int MostLines = 100_000;

    private readonly Lock _lock = new();
    private readonly Queue<object> _lines = new();
    private readonly Dictionary<IReadOnlyList<AccountKey>, (Usd Amount, Usd Overrun, int Calls, DateTimeOffset At)> _sums = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<AccountKey, (Usd Overrun, DateTimeOffset At)> _overruns = [];
    private readonly HashSet<ReservationId> _holdsLeftOut = [];
    private int _calls;

    /// <summary>Lines that wait, those that were added up counted each.</summary>
    public int Count => Volatile.Read(ref _calls);

    /// <summary>Adds a line: an entry, a version of a policy or an alert.</summary>
    public void Add(object line)
    {
        lock (_lock)
        {
            if (_lines.Count >= MostLines && line is LedgerEntry entry && TryAddUp(entry))
                return;

            _lines.Enqueue(line);
            _calls++;
        }
    }

    /// <summary>The line that has waited longest, or null.</summary>
    public object? Peek()
    {
        lock (_lock)
        {
            if (_lines.TryPeek(out object? line))
                return line;
            if (_sums.Count == 0)
            {
                _holdsLeftOut.Clear();
                return null;
            }

            // Sums become lines when everything before them is written.
            foreach ((IReadOnlyList<AccountKey> accounts, (Usd amount, Usd overrun, int calls, DateTimeOffset at)) in _sums)
            {
                _lines.Enqueue(new LedgerEntry
                {
                    Kind = LedgerEntryKind.Settle,
                    Reservation = ReservationId.New(at),
                    At = at,
                    Accounts = accounts,
                    Hold = Usd.Zero,
                    Amount = amount,
                    Overrun = overrun,
                    Note = $"{Counted.Of(calls, "call")}, added up while the store could not be written",
                });
                _calls += 1 - calls;
            }

            _sums.Clear();
            foreach ((AccountKey account, (Usd overrun, DateTimeOffset at)) in _overruns)
                _lines.Enqueue(OverrunOf(account, overrun, at));
            _calls += _overruns.Count;
            _overruns.Clear();
            return _lines.Peek();
        }
    }

    /// <summary>Takes out the line that has waited longest.</summary>
    public void Remove()
    {
        lock (_lock)
        {
            _lines.Dequeue();
            _calls--;
        }
    }

    private bool TryAddUp(LedgerEntry entry)
    {
        // A hold that is not recorded needs no end. One that is, here or in the store, needs a line of its own, or the next start takes it for lost.
        if (entry.Kind == LedgerEntryKind.Hold)
        {
            _holdsLeftOut.Add(entry.Reservation);
            return true;
        }

        // Moves no money. The process knows that the id stays rejected; only the next one would have to be told.
        if (entry.Kind == LedgerEntryKind.Reject)
            return true;
        if (entry.Kind == LedgerEntryKind.Void)
            return _holdsLeftOut.Remove(entry.Reservation);
        bool hadNoHold = entry.Hold == Usd.Zero && entry.Usage?.Reservation is null;
        if (entry.Kind != LedgerEntryKind.Settle || !(hadNoHold || _holdsLeftOut.Remove(entry.Reservation)))
            return false;

        (Usd amount, Usd overrun, int calls, DateTimeOffset at) = _sums.GetValueOrDefault(entry.Accounts, (Usd.Zero, Usd.Zero, 0, entry.At));
        _sums[entry.Accounts] = (amount + entry.Amount, overrun + entry.Overrun, calls + 1, at);
        _calls++;

        // By which accounts a spend without a hold has overrun: each account by its own amount.
        for (LedgerEntry? line = entry.Together; line is not null; line = line.Together)
        {
            foreach (AccountKey account in line.Accounts)
                _overruns[account] = (_overruns.GetValueOrDefault(account).Overrun + line.Overrun, line.At);
        }

        return true;
    }

    private static LedgerEntry OverrunOf(AccountKey account, Usd overrun, DateTimeOffset at) => new()
    {
        Kind = LedgerEntryKind.Adjust,
        Reservation = ReservationId.New(at),
        At = at,
        Accounts = [account],
        Hold = Usd.Zero,
        Overrun = overrun,
        Note = "overruns, added up while the store could not be written",
    };
}
