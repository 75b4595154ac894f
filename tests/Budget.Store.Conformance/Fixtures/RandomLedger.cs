using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>Lives of reservations by chance, from a seed: each line is one that a ledger could write next, or one that it wrote before.</summary>
/// <param name="seed">The same seed gives the same kinds of lines; the ids differ.</param>
public sealed class RandomLedger(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<LedgerEntry> _written = [];
    private readonly Dictionary<ReservationId, int> _parts = [];
    private readonly List<LedgerEntry> _held = [];
    private readonly List<LedgerEntry> _lost = [];
    private readonly List<LedgerEntry> _ended = [];
    private int _tick;

    /// <summary>Every reservation that was used.</summary>
    public IEnumerable<ReservationId> Ids => _written.Select(static line => line.Reservation).Distinct();

    /// <summary>The next line.</summary>
    public LedgerEntry Next()
    {
        if (_written.Count > 0 && _random.Next(4) == 0)
            return _written[_random.Next(_written.Count)];

        LedgerEntry line = New() with { At = Now.AddTicks(_tick) };
        if (line.Usage is { } usage)
            line = line with { Usage = usage with { Timestamp = line.At } };
        _tick++;
        _written.Add(line);
        (line.Kind switch { LedgerEntryKind.Hold => _held, LedgerEntryKind.Suspend => _lost, _ => _ended }).Add(line);
        return line;
    }

    private LedgerEntry New() => _random.Next(12) switch
    {
        0 or 1 or 2 => Hold(NewId(), Amount(), Accounts()),
        3 or 4 when Take(_held) is { } held => OfSame(Settle(held.Reservation, held.Hold.Nanos, Amount(), held.Accounts), held),
        5 when Take(_held) is { } held => OfSame(Void(held.Reservation, held.Hold.Nanos, held.Accounts), held),
        6 or 7 when Take(_held) is { } held => OfSame(Suspend(held.Reservation, held.Hold.Nanos, held.Accounts), held),
        8 when Take(_lost) is { } lost => OfSame(EndOfLost(lost), lost),
        9 when _ended.Count > 0 && _ended[_random.Next(_ended.Count)] is var ended =>
            Adjust(ended.Reservation, _random.NextInt64(-500, 500), Part(ended.Reservation), ended.Accounts),
        10 => Line(LedgerEntryKind.Reset, NewId(), 0, -Amount(), on: Accounts()),
        11 => Suspend(NewId(), Amount(), Accounts()),
        _ => Settle(NewId(), 0, Amount(), Accounts()),
    };

    private LedgerEntry EndOfLost(LedgerEntry lost) => _random.Next(3) switch
    {
        0 => LateSettle(lost.Reservation, lost.Hold.Nanos, Amount(), lost.Accounts),
        1 => Charge(lost.Reservation, lost.Hold.Nanos, lost.Accounts),
        _ => Release(lost.Reservation, lost.Hold.Nanos, lost.Accounts),
    };

    // An end names whose call it was, as its hold did.
    private static LedgerEntry OfSame(LedgerEntry end, LedgerEntry before) => end with { Attribution = before.Attribution, CallSite = before.CallSite };

    private int Part(ReservationId id) => _parts[id] = _parts.GetValueOrDefault(id, -1) + 1;

    private long Amount() => _random.Next(5) == 0 ? 0 : _random.NextInt64(1_000_000);

    private AccountKey[] Accounts() => _random.Next(4) switch
    {
        0 => [],
        1 => [Global],
        2 => [Global, Of(_random.Next(2) == 0 ? "a" : "A")],
        _ => [Of("a"), Global, new AccountKey("models", "gpt-4o", Day, Day.AddDays(7))],
    };

    private LedgerEntry? Take(List<LedgerEntry> from)
    {
        if (from.Count == 0)
            return null;

        int at = _random.Next(from.Count);
        LedgerEntry taken = from[at];
        from.RemoveAt(at);
        return taken;
    }
}
