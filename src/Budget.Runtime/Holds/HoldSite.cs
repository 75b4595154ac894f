namespace BudgetGen;

/// <summary>
/// What the calls of one call site and model have cost and held, and the hold that follows from it. Safe for any number of threads: asking for a
/// hold reads one number, recording a call takes one short lock.
/// </summary>
internal sealed class HoldSite
{
    /// <summary>A million USD in nano-dollars is below 2 to this power.</summary>
    private const int CostBits = 50;

    /// <summary>Costs of more than 16,000 times the hold are counted as that.</summary>
    private const int UseBits = 24;

    private const int LeastGeneration = 1_000;

    /// <summary>The quantile moves slowly, so it is looked up again once in so many calls only.</summary>
    private const int CallsBetweenLessons = 16;

    /// <summary>Fewer overruns than this are bad luck, whatever their share is.</summary>
    private const int LeastOverruns = 4;

    private readonly HoldOptions _options;
    private readonly Lock _gate = new();
    private AgingHistogram? _costs;
    private AgingHistogram? _use;
    private long _learned = long.MaxValue;
    private long _lastUse;
    private int _untilLesson;
    private long _calls;
    private long _overruns;
    private Usd _largestOverrun;
    private Usd _totalOverrun;
    private long _unbounded;
    private long _callsOnLearned;
    private long _overrunsOnLearned;
    private long _nextWarningAt;

    public HoldSite(HoldBook book, string callSite, string model)
    {
        (Book, CallSite, Model, _options) = (book, callSite, model, book.Options);
    }

    /// <summary>The book that it is in. A call site in the code has one in the book of each manager.</summary>
    public HoldBook Book { get; }

    public string CallSite { get; }

    public string Model { get; }

    /// <summary>True once the book has let it go: who still has it looks for it anew.</summary>
    public bool IsForgotten
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>When it was used last, counted in sites that came after.</summary>
    public long LastUse => Volatile.Read(ref _lastUse);

    /// <summary>Notes that it is in use. Nearly always that is known already, so nothing is written that other processors would have to fetch.</summary>
    public void Touch(long now)
    {
        if (Volatile.Read(ref _lastUse) != now)
            Volatile.Write(ref _lastUse, now);
    }

    /// <summary>The hold of the next call, at most its worst case, and 0 only if that is.</summary>
    public Usd HoldFor(Usd worstCase) => Usd.Min(worstCase, new Usd(Volatile.Read(ref _learned)));

    /// <summary>Records a call that has settled. True if people should be warned: more than one call in a hundred has cost more than its hold.</summary>
    /// <param name="cost">What it cost.</param>
    /// <param name="hold">What was held for it.</param>
    /// <param name="worstCase">The most that it was thought to cost.</param>
    /// <param name="isEstimate">True if nobody told what was used: such a figure teaches nothing.</param>
    public bool Record(Usd cost, Usd hold, Usd worstCase, bool isEstimate)
    {
        lock (_gate)
        {
            _calls++;
            bool over = cost > hold;
            if (over)
            {
                _overruns++;
                _totalOverrun += cost - hold;
                _largestOverrun = Usd.Max(_largestOverrun, cost - hold);
            }

            if (!isEstimate)
                Learn(cost, hold, over, onLearned: hold < worstCase);
            if (!over || _overruns < LeastOverruns || _overruns * 100 <= _calls || _calls < _nextWarningAt)
                return false;

            _nextWarningAt = _calls * 10;
            return true;
        }
    }

    /// <summary>Counts a call that should have been sent with a bound on its output and could not be. True the first time.</summary>
    public bool NoteUnbounded() => Interlocked.Increment(ref _unbounded) == 1;

    public HoldStatistics Statistics()
    {
        lock (_gate)
        {
            long learned = _learned;
            return new HoldStatistics
            {
                CallSite = CallSite,
                Model = Model,
                Calls = _calls,
                Overruns = _overruns,
                LargestOverrun = _largestOverrun,
                TotalOverrun = _totalOverrun,
                Unbounded = Interlocked.Read(ref _unbounded),
                RecentCalls = _costs?.Count ?? 0,
                CostP50 = new Usd(_costs?.Quantile(500) ?? 0),
                CostP90 = new Usd(_costs?.Quantile(900) ?? 0),
                CostP99 = new Usd(_costs?.Quantile(990) ?? 0),
                UsedP50 = _use?.Quantile(500) ?? 0,
                UsedP90 = _use?.Quantile(900) ?? 0,
                UsedP99 = _use?.Quantile(990) ?? 0,
                LearnedHold = learned == long.MaxValue ? null : new Usd(learned),
            };
        }
    }

    private void Learn(Usd cost, Usd hold, bool over, bool onLearned)
    {
        // Made here and not with the site: calls that are all refused need none.
        int generation = Math.Max(LeastGeneration, _options.LearnedMinimumCalls);
        _costs ??= new AgingHistogram(CostBits, generation);
        _use ??= new AgingHistogram(UseBits, generation);
        if (_costs.Add(cost.Nanos))
            _callsOnLearned = _overrunsOnLearned = 0;
        _use.Add(hold == Usd.Zero ? (cost == Usd.Zero ? 0 : long.MaxValue) : cost.Nanos * 1000 / hold.Nanos);
        if (_options.Strategy != HoldStrategy.Learned)
            return;

        if (onLearned)
        {
            _callsOnLearned++;
            _overrunsOnLearned += over ? 1 : 0;
            if (OverrunsTooOften())
            {
                // What was learned is not true any more: the worst case is held until there is enough to learn from again.
                _costs.Clear();
                _costs.Add(cost.Nanos);
                _callsOnLearned = _overrunsOnLearned = 0;
                _untilLesson = 0;
                Volatile.Write(ref _learned, long.MaxValue);
                return;
            }
        }

        if (_costs.Count >= _options.LearnedMinimumCalls && (over || --_untilLesson < 0))
        {
            _untilLesson = CallsBetweenLessons;
            long border = _costs.Quantile(_options.LearnedQuantile);
            Volatile.Write(ref _learned, Math.Max(1, ((border * (100L + _options.LearnedMarginPercent)) + 99) / 100));
        }
    }

    /// <summary>More than four times as often as the quantile alone, without any margin, would make one expect.</summary>
    private bool OverrunsTooOften() =>
        _overrunsOnLearned >= LeastOverruns && _overrunsOnLearned * 1000 > _callsOnLearned * 4 * (1000 - _options.LearnedQuantile);
}
