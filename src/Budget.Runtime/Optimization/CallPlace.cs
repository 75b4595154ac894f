namespace BudgetGen;

/// <summary>Where calls come from, as far as records tell: one model, one provider, one operation (or endpoint).</summary>
internal readonly record struct CallPlaceKey(string? Provider, string Model, string? Operation) : IComparable<CallPlaceKey>
{
    public static CallPlaceKey Of(UsageRecord call) => new(call.Provider, call.Model, call.Operation ?? call.Endpoint);

    public int CompareTo(CallPlaceKey other) =>
        string.CompareOrdinal(Model, other.Model) is not 0 and int model ? model
        : string.CompareOrdinal(Operation, other.Operation) is not 0 and int operation ? operation
        : string.CompareOrdinal(Provider, other.Provider);
}

/// <summary>The calls of one place in the order of time, each with its price line of then, and the savings that each is part of.</summary>
internal sealed class CallPlace
{
    private const long MostTokens = 1_000_000_000;

    private static readonly CallTerms[] s_terms = [.. Enum.GetValues<ServiceTier>().Select(static tier => new CallTerms { ServiceTier = tier })];

    private readonly UsageRecord[] _calls;
    private readonly ModelPricing?[] _lines;
    private readonly long[] _priced;
    private readonly byte[] _kinds;

    /// <param name="key">The place.</param>
    /// <param name="calls">Its calls, in any order; the array is sorted.</param>
    /// <param name="find">The price line of a model of a provider at an instant.</param>
    public CallPlace(CallPlaceKey key, UsageRecord[] calls, Func<string, string?, DateTimeOffset?, ModelPricing?> find)
    {
        Array.Sort(calls, InTime);
        Key = key;
        _calls = calls;
        _lines = new ModelPricing?[calls.Length];
        _priced = new long[calls.Length];
        _kinds = new byte[calls.Length];
        for (int i = 0; i < calls.Length; i++)
        {
            Cost += calls[i].Cost;
            _lines[i] = find(key.Model, key.Provider, calls[i].Timestamp);
            if (_lines[i] is { } line && IsPlausible(UsageOf(calls[i])) && Price(line, UsageOf(calls[i]), calls[i].ServiceTier) is { } priced)
                _priced[i] = priced.Nanos;
            else
                (_lines[i], WithoutPrice) = (null, WithoutPrice + 1);
        }
    }

    public CallPlaceKey Key { get; }

    public int Count => _calls.Length;

    /// <summary>What all calls of the place cost.</summary>
    public Usd Cost { get; }

    /// <summary>How many calls have no price for what they used.</summary>
    public int WithoutPrice { get; }

    /// <summary>For each call, a bit for each <see cref="OptimizationKind"/> that counts it.</summary>
    public ReadOnlySpan<byte> Kinds => _kinds;

    public UsageRecord this[int call] => _calls[call];

    /// <summary>The line that priced a call; null: none prices what it used.</summary>
    public ModelPricing? Line(int call) => _lines[call];

    public LlmUsage Usage(int call) => UsageOf(_calls[call]);

    /// <summary>What a call would have cost less with another usage, by its own price line and in its own service tier: negative if more, and never more than it did cost.</summary>
    public long Less(int call, in LlmUsage instead) =>
        Price(_lines[call]!, in instead, _calls[call].ServiceTier) is { } other ? Math.Min(_priced[call] - other.Nanos, Math.Max(0, _calls[call].Cost.Nanos)) : 0;

    /// <summary>Notes that a kind counts a call.</summary>
    public void Mark(int call, OptimizationKind kind) => _kinds[call] |= (byte)(1 << (int)kind);

    /// <summary>What a usage costs; null: the line does not price it, or not within the range of money.</summary>
    public static Usd? Price(ModelPricing line, in LlmUsage usage, ServiceTier tier = ServiceTier.Standard)
    {
        try
        {
            return (tier == ServiceTier.Standard ? line.CostOf(in usage) : line.CostOf(in usage, TermsOf(tier)))?.Amount;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>A tier that nobody has defined, from a list from outside, is the standard one.</summary>
    private static CallTerms TermsOf(ServiceTier tier) => (uint)tier < (uint)s_terms.Length ? s_terms[(int)tier] : CallTerms.Standard;

    /// <summary>A list from outside may hold nonsense; with these bounds no sum of a place's tokens overflows.</summary>
    private static bool IsPlausible(in LlmUsage usage) =>
        !usage.HasNegative
        && Sum(usage.Input, usage.CacheRead, usage.CacheWrite5m, usage.CacheWrite1h, usage.InputAudio, usage.InputImage) <= MostTokens
        && Sum(usage.Output, usage.Reasoning, usage.OutputAudio, usage.OutputImage) <= MostTokens;

    private static Int128 Sum(params ReadOnlySpan<long?> counts)
    {
        Int128 sum = 0;
        foreach (long? count in counts)
            sum += count ?? 0;
        return sum;
    }

    private static LlmUsage UsageOf(UsageRecord call) => call.Usage.IsUnknown ? LlmUsage.Of(call.InputTokens, call.OutputTokens) : call.Usage;

    /// <summary>By time, and where that is equal by whatever matters to a saving, so that the order of a list does not.</summary>
    private static int InTime(UsageRecord left, UsageRecord right)
    {
        int order = left.Timestamp.CompareTo(right.Timestamp);
        order = order != 0 ? order : left.InputTokens.CompareTo(right.InputTokens);
        order = order != 0 ? order : left.OutputTokens.CompareTo(right.OutputTokens);
        order = order != 0 ? order : Nullable.Compare(left.Usage.CacheRead, right.Usage.CacheRead);
        order = order != 0 ? order : left.Cost.CompareTo(right.Cost);
        return order != 0 ? order : string.CompareOrdinal(left.User, right.User);
    }
}
