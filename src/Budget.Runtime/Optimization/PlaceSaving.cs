namespace BudgetGen;

/// <summary>What one kind of saving has found at a place so far. Each call is counted once.</summary>
internal sealed class PlaceSaving(OptimizationKind kind, CallPlace place)
{
    private const int MostSamples = 5;

    private readonly List<UsageRecord> _sample = [];

    public OptimizationKind Kind => kind;

    public CallPlace Place => place;

    public Usd Saving { get; private set; }

    public Usd Cost { get; private set; }

    public int Calls { get; private set; }

    public IReadOnlyList<UsageRecord> Sample => _sample;

    /// <summary>A number of tokens that the explanation mentions.</summary>
    public long Figure { get; init; }

    /// <summary>The latest price line whose own batch price was used.</summary>
    public ModelPricing? BatchLine { get; set; }

    /// <summary>The discount that was used where a line has no batch price.</summary>
    public BatchDiscount? Discount { get; set; }

    /// <summary>The model to use instead.</summary>
    public ModelCandidate? Instead { get; init; }

    public bool IsInBestTogether { get; set; }

    /// <summary>Counts a call with what it would have cost less; negative if it would have cost more.</summary>
    public void Add(int call, long nanos)
    {
        place.Mark(call, kind);
        Saving += new Usd(nanos);
        Cost += place[call].Cost;
        Calls++;
        if (_sample.Count < MostSamples)
            _sample.Add(place[call]);
    }

    /// <summary>The largest saving first, and then by name, so that equal records give equal lists.</summary>
    public static int Compare(PlaceSaving left, PlaceSaving right)
    {
        int order = right.Saving.CompareTo(left.Saving);
        order = order != 0 ? order : left.Place.Key.CompareTo(right.Place.Key);
        return order != 0 ? order : left.Kind.CompareTo(right.Kind);
    }
}
