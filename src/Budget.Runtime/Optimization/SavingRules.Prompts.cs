namespace BudgetGen;

// What goes in, and how often.
internal static partial class SavingRules
{
    /// <summary>Providers cache prompts from about this size on, tokens.</summary>
    public const long CacheableTokens = 1_024;

    /// <summary>So many calls in a row make a run.</summary>
    public const int CallsOfARun = 3;

    /// <summary>A run that reads this share of its input from caches is cached well enough.</summary>
    public const int EnoughCachedPercent = 50;

    /// <summary>How much above the usual is far above.</summary>
    public const int FarAbove = 3;

    /// <summary>So many calls make a usual.</summary>
    public const int CallsOfAUsual = 20;

    /// <summary>Below this many tokens above the border a prompt is not worth cutting.</summary>
    public const long LeastPromptExcess = 1_000;

    /// <summary>Below this many tokens above the border an answer is not worth bounding.</summary>
    public const long LeastAnswerExcess = 100;

    /// <summary>Equal sizes of smaller prompts are too often a coincidence, tokens.</summary>
    public const long LeastRepeatedInput = 256;

    /// <summary>A provider's cache lives so long after it was last read.</summary>
    public static readonly TimeSpan CacheLife = TimeSpan.FromMinutes(5);

    /// <summary>A call like one that is younger than this looks like a repeat of it.</summary>
    public static readonly TimeSpan RepeatWithin = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Runs of large prompts, none more than a cache's life after the one before. The start that they share is taken to be as long as the smallest of them: the
    /// first call writes it to the cache, and pays for that where the provider charges it, the others read it.
    /// </summary>
    private static PlaceSaving? Caching(CallPlace place)
    {
        var found = new PlaceSaving(OptimizationKind.PromptCaching, place);
        var run = new List<int>();
        for (int i = 0; i < place.Count; i++)
        {
            if (place.Line(i) is not { Mode: ModelMode.Chat } || place.Usage(i).TotalInput < CacheableTokens)
                continue;
            if (run.Count > 0 && place[i].Timestamp - place[run[^1]].Timestamp > CacheLife)
                CacheRun(place, run, found);
            run.Add(i);
        }

        CacheRun(place, run, found);
        return found.Saving.Nanos > 0 ? found : null;
    }

    private static void CacheRun(CallPlace place, List<int> run, PlaceSaving found)
    {
        if (run.Count >= CallsOfARun && SavingOf(place, run) is { } less)
        {
            for (int i = 0; i < run.Count; i++)
                found.Add(run[i], less[i]);
        }

        run.Clear();
    }

    /// <summary>What each call of a run would have cost less; null if the run is cached already, or would not have been cheaper.</summary>
    private static long[]? SavingOf(CallPlace place, List<int> run)
    {
        long shared = long.MaxValue;
        Int128 input = 0, cached = 0;
        foreach (int call in run)
        {
            LlmUsage usage = place.Usage(call);
            shared = Math.Min(shared, usage.TotalInput);
            input += usage.TotalInput;
            cached += usage.CacheRead ?? 0;
        }

        if (cached * 100 >= input * EnoughCachedPercent)
            return null;

        long[] less = new long[run.Count];
        long sum = 0;
        for (int i = 0; i < less.Length; i++)
        {
            LlmUsage usage = place.Usage(run[i]);
            long wrote = (usage.CacheWrite5m ?? 0) + (usage.CacheWrite1h ?? 0);
            long moved = Math.Clamp(shared - (usage.CacheRead ?? 0) - wrote, 0, usage.Input ?? 0);
            LlmUsage instead = i == 0
                ? usage with { Input = usage.Input - moved, CacheWrite5m = (usage.CacheWrite5m ?? 0) + moved }
                : usage with { Input = usage.Input - moved, CacheRead = (usage.CacheRead ?? 0) + moved };
            sum = checked(sum + (less[i] = moved == 0 ? 0 : place.Less(run[i], in instead)));
        }

        return sum > 0 ? less : null;
    }

    private static PlaceSaving? LongPrompts(CallPlace place) => FarAboveUsual(
        place,
        OptimizationKind.ShorterPrompts,
        LeastPromptExcess,
        static usage => usage.TotalInput,
        static (usage, excess) => usage with { Input = usage.Input - Math.Min(excess, usage.Input ?? 0) });

    private static PlaceSaving? LongAnswers(CallPlace place) => FarAboveUsual(
        place,
        OptimizationKind.BoundedOutput,
        LeastAnswerExcess,
        static usage => usage.TotalOutput,
        static (usage, excess) =>
        {
            // A model thinks before it answers, so what a bound cuts off is first of all the answer.
            long answer = Math.Min(excess, usage.Output ?? 0);
            return usage with { Output = usage.Output - answer, Reasoning = usage.Reasoning - Math.Min(excess - answer, usage.Reasoning ?? 0) };
        });

    private static PlaceSaving? FarAboveUsual(CallPlace place, OptimizationKind kind, long leastExcess, Func<LlmUsage, long> size, Func<LlmUsage, long, LlmUsage> cut)
    {
        var sizes = new List<long>();
        for (int i = 0; i < place.Count; i++)
        {
            if (place.Line(i) is { Mode: ModelMode.Chat })
                sizes.Add(size(place.Usage(i)));
        }

        if (sizes.Count < CallsOfAUsual)
            return null;

        sizes.Sort();
        long usual = sizes[(sizes.Count - 1) / 2];
        if (usual == 0 || sizes[^1] / FarAbove < usual)
            return null;

        long border = usual * FarAbove;
        var found = new PlaceSaving(kind, place) { Figure = border };
        for (int i = 0; i < place.Count; i++)
        {
            if (place.Line(i) is not { Mode: ModelMode.Chat })
                continue;
            LlmUsage usage = place.Usage(i);
            long excess = size(usage) - border;
            if (excess >= leastExcess && place.Less(i, cut(usage, excess)) is > 0 and long less)
                found.Add(i, less);
        }

        return found.Saving.Nanos > 0 ? found : null;
    }

    /// <summary>Calls with as many tokens in and out as one shortly before. What a repeat cost would have been saved whole.</summary>
    private static PlaceSaving? Repeats(CallPlace place)
    {
        var found = new PlaceSaving(OptimizationKind.RepeatedPrompts, place);
        var last = new Dictionary<(long Input, long Output), DateTimeOffset>();
        for (int i = 0; i < place.Count; i++)
        {
            UsageRecord call = place[i];
            if (call.InputTokens < LeastRepeatedInput)
                continue;
            (long, long) size = (call.InputTokens, call.OutputTokens);
            if (last.TryGetValue(size, out DateTimeOffset before) && call.Timestamp - before <= RepeatWithin && call.Cost.Nanos > 0)
                found.Add(i, call.Cost.Nanos);
            last[size] = call.Timestamp;
        }

        return found.Calls > 0 ? found : null;
    }
}
