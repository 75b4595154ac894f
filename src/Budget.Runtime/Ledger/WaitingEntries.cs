using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>
/// What the store did not take, in order, until it does. Bounded: beyond so many lines, settlements of the same accounts are added up into one line, so that an
/// outage costs detail and neither money nor memory. Safe for any number of threads.
/// </summary>
internal sealed class WaitingEntries
{
    public const int MostLines = 100_000;

    private readonly Lock _lock = new();
    private readonly Queue<object> _lines = new();
    private readonly Dictionary<IReadOnlyList<AccountKey>, (Usd Amount, Usd Overrun, int Calls, DateTimeOffset At)> _sums = new(ReferenceEqualityComparer.Instance);
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
                return null;

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
                    Note = FormattableString.Invariant($"{calls} calls, added up while the store could not be written"),
                });
                _calls += 1 - calls;
            }

            _sums.Clear();
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
        // A hold that nobody has recorded needs no end, and an end without cost no line.
        if (entry.Kind is LedgerEntryKind.Hold or LedgerEntryKind.Void)
            return true;
        if (entry.Kind != LedgerEntryKind.Settle)
            return false;

        (Usd amount, Usd overrun, int calls, DateTimeOffset at) = _sums.GetValueOrDefault(entry.Accounts, (Usd.Zero, Usd.Zero, 0, entry.At));
        _sums[entry.Accounts] = (amount + entry.Amount, overrun + entry.Overrun, calls + 1, at);
        _calls++;
        return true;
    }
}
