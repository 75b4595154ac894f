using BudgetGen.Storage;

namespace BudgetGen.Tests.Faults;

/// <summary>What survives a crash: a real store, and beside it our own list of what it took, each line once, against which its figures are held.</summary>
internal sealed class SimDisk
{
    private readonly HashSet<(ReservationId, LedgerEntryKind, int)> _taken = [];
    private readonly Dictionary<ReservationId, int> _arrival = [];
    private readonly List<LedgerEntry> _entries = [];

    /// <summary>The real one; it forgets nothing of a run.</summary>
    public InMemoryBudgetStore Real { get; } = new(maxRecords: 100_000);

    /// <summary>Every line that was taken, once, in order.</summary>
    public IReadOnlyList<LedgerEntry> Entries => _entries;

    public void Take(LedgerEntry entry)
    {
        Real.AppendAsync(entry).GetAwaiter().GetResult();
        _arrival.TryAdd(entry.Reservation, _arrival.Count);
        for (LedgerEntry? line = entry; line is not null; line = line.Together)
        {
            if (_taken.Add((line.Reservation, line.Kind, line.Part)))
                _entries.Add(line);
        }
    }

    /// <summary>Reservations in the order of their first lines: ids are random, and a run must not depend on them.</summary>
    public int ArrivalOf(ReservationId id) => _arrival[id];
}
