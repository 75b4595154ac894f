using System.Numerics;

namespace BudgetGen.Pricing.Tests.Optimization;

/// <summary>
/// The savings as docs/optimizer.md defines them, written a second time: every pair of calls is compared, every candidate prices every call, every choice of
/// recommendations is tried, with numbers of any size. No code is shared with the optimizer but the price lines and the catalogue.
/// </summary>
internal sealed class NaiveSavings
{
    private readonly PricingRegistry _registry;
    private readonly string[] _providers;

    public NaiveSavings(IReadOnlyList<UsageRecord> records, PricingRegistry registry, params string[] providers)
    {
        (_registry, _providers) = (registry, providers);
        foreach (var place in records.GroupBy(static record => (record.Provider, record.Model, Operation: record.Operation ?? record.Endpoint)))
        {
            UsageRecord[] calls = [.. place.OrderBy(static call => call.Timestamp)];
            (OptimizationKind Kind, Dictionary<UsageRecord, BigInteger> Calls)[] found =
            [
                (OptimizationKind.CheaperModel, Cheaper(calls)),
                (OptimizationKind.PromptCaching, Caching(calls)),
                (OptimizationKind.Batching, Batching(calls)),
                (OptimizationKind.ShorterPrompts, FarAbove(calls, static usage => usage.TotalInput, 1_000, static (usage, cut) => usage with { Input = usage.Input - Min(cut, usage.Input) })),
                (OptimizationKind.BoundedOutput, FarAbove(calls, static usage => usage.TotalOutput, 100, static (usage, cut) => usage with { Output = usage.Output - Min(cut, usage.Output), Reasoning = usage.Reasoning - Min(cut - Min(cut, usage.Output), usage.Reasoning) })),
                (OptimizationKind.RepeatedPrompts, Repeats(calls)),
            ];
            found = [.. found.Where(static kind => kind.Calls.Count > 0)];
            foreach ((OptimizationKind kind, Dictionary<UsageRecord, BigInteger> saved) in found)
                Found.Add((place.Key.Provider, place.Key.Model, place.Key.Operation, kind), (Sum(saved), saved.Count, saved.Keys.Aggregate(BigInteger.Zero, static (sum, call) => sum + call.Cost.Nanos)));
            BestTogether += Best([.. found.Select(static kind => kind.Calls)]);
        }
    }

    public Dictionary<(string? Provider, string Model, string? Operation, OptimizationKind Kind), (BigInteger Saving, int Calls, BigInteger Cost)> Found { get; } = [];

    public BigInteger BestTogether { get; }

    private static BigInteger Best(Dictionary<UsageRecord, BigInteger>[] found)
    {
        BigInteger best = 0;
        for (int choice = 0; choice < 1 << found.Length; choice++)
        {
            Dictionary<UsageRecord, BigInteger>[] chosen = [.. found.Where((_, i) => (choice & (1 << i)) != 0)];
            bool overlaps = chosen.SelectMany((one, i) => chosen.Skip(i + 1).Select(other => (one, other))).Any(static pair => pair.one.Keys.Any(pair.other.ContainsKey));
            if (!overlaps)
                best = BigInteger.Max(best, chosen.Aggregate(BigInteger.Zero, static (sum, one) => sum + Sum(one)));
        }

        return best;
    }

    private Dictionary<UsageRecord, BigInteger> Cheaper(UsageRecord[] calls)
    {
        Dictionary<UsageRecord, BigInteger> none = New();
        if (ModelCatalogue.Embedded.Find(calls[0].Model) is not { } own || calls.Any(call => LineOf(call) is null))
            return none;
        BigInteger spent = calls.Aggregate(BigInteger.Zero, static (sum, call) => sum + call.Cost.Nanos);
        (BigInteger Cost, ModelPricing Line)? best = null;
        foreach (string provider in _providers)
        {
            foreach (string name in _registry.GetProviderModels(provider))
            {
                if (_registry.GetModelPricing(name, provider) is not { Mode: ModelMode.Chat } line || line.Retired <= _registry.Clock.GetUtcNow() || ModelCatalogue.Embedded.Find(name) is not { } other)
                    continue;
                bool can = other.Class == own.Class && (other.Vision || !own.Vision) && (other.Tools || !own.Tools) && (other.Reasoning || !own.Reasoning)
                    && calls.All(call => call.InputTokens + call.OutputTokens <= (line.Limits.MaxInput ?? other.Context) && !(call.OutputTokens > line.Limits.MaxOutput) && (other.Reasoning || !(call.Usage.Reasoning > 0)));
                if (!can || line.Id == LineOf(calls[^1])!.Id || calls.Any(call => ExactCost.Picos(line, Usage(call)) is null))
                    continue;
                BigInteger cost = calls.Aggregate(BigInteger.Zero, (sum, call) => sum + Nanos(line, Usage(call)));
                if (best is null || cost < best.Value.Cost)
                    best = (cost, line);
            }
        }

        return best is null || spent - best.Value.Cost <= 0 || spent - best.Value.Cost <= spent / 10 ? none : calls.ToDictionary(static call => call, call => call.Cost.Nanos - Nanos(best.Value.Line, Usage(call)), (IEqualityComparer<UsageRecord>)ReferenceEqualityComparer.Instance);
    }

    private Dictionary<UsageRecord, BigInteger> Caching(UsageRecord[] all)
    {
        Dictionary<UsageRecord, BigInteger> saved = New();
        UsageRecord[] large = [.. all.Where(call => LineOf(call) is { Mode: ModelMode.Chat } && Usage(call).TotalInput >= 1_024)];
        int run = 0;
        foreach (var calls in large.Select((call, i) => (call, run: run += i > 0 && call.Timestamp - large[i - 1].Timestamp > TimeSpan.FromMinutes(5) ? 1 : 0)).GroupBy(static pair => pair.run, static pair => pair.call))
        {
            UsageRecord[] list = [.. calls];
            if (list.Length < 3 || list.Sum(static call => Usage(call).CacheRead ?? 0) * 2 >= list.Sum(static call => Usage(call).TotalInput))
                continue;
            long start = list.Min(static call => Usage(call).TotalInput);
            BigInteger[] less = [.. list.Select((call, i) =>
            {
                LlmUsage usage = Usage(call);
                long move = Math.Max(0, Math.Min(start - (usage.CacheRead ?? 0) - (usage.CacheWrite5m ?? 0) - (usage.CacheWrite1h ?? 0), usage.Input ?? 0));
                LlmUsage kept = usage with { Input = usage.Input - move };
                LlmUsage instead = i == 0 ? kept with { CacheWrite5m = (kept.CacheWrite5m ?? 0) + move } : kept with { CacheRead = (kept.CacheRead ?? 0) + move };
                return move == 0 ? 0 : Less(call, instead);
            })];
            if (less.Aggregate(BigInteger.Zero, static (sum, one) => sum + one) <= 0)
                continue;
            for (int i = 0; i < list.Length; i++)
                saved.Add(list[i], less[i]);
        }

        return saved;
    }

    private Dictionary<UsageRecord, BigInteger> Batching(UsageRecord[] all)
    {
        Dictionary<UsageRecord, BigInteger> saved = New();
        string? provider = all[0].Provider ?? all.Select(LineOf).LastOrDefault(static line => line is not null)?.Provider;
        bool hasDiscount = provider is "openai" or "anthropic" or "google" or "mistral" or "groq";
        foreach (var calls in all.Where(call => LineOf(call) is { Mode: ModelMode.Chat or ModelMode.Embedding } && call.ServiceTier != ServiceTier.Batch).GroupBy(static call => call.User))
        {
            UsageRecord[] list = [.. calls];
            var minute = TimeSpan.FromMinutes(1);
            DateTimeOffset[] starts = [.. list.Select(static call => call.Timestamp).Where(start => list.Count(call => call.Timestamp >= start && call.Timestamp - start <= minute) >= 20)];
            foreach (UsageRecord call in list.Where(call => starts.Any(start => call.Timestamp >= start && call.Timestamp - start <= minute)))
            {
                ModelPricing line = LineOf(call)!;
                LlmUsage tokens = Usage(call) with { WebSearches = null };
                BigInteger now = Nanos(line, tokens, call.ServiceTier);
                BigInteger less = line.ServiceTiers.Any(static own => own.Tier == ServiceTier.Batch)
                    ? BigInteger.Min(now - Nanos(line, tokens, ServiceTier.Batch), call.Cost.Nanos)
                    : hasDiscount ? BigInteger.Min(now, call.Cost.Nanos) / 2 : 0;
                if (less > 0)
                    saved.Add(call, less);
            }
        }

        return saved;
    }

    private Dictionary<UsageRecord, BigInteger> FarAbove(UsageRecord[] all, Func<LlmUsage, long> size, long least, Func<LlmUsage, long, LlmUsage> cut)
    {
        Dictionary<UsageRecord, BigInteger> saved = New();
        UsageRecord[] calls = [.. all.Where(call => LineOf(call) is { Mode: ModelMode.Chat })];
        if (calls.Length < 20)
            return saved;
        long usual = calls.Select(call => size(Usage(call))).Order().ElementAt((calls.Length - 1) / 2);
        foreach (UsageRecord call in calls.Where(call => usual > 0 && size(Usage(call)) - (3 * usual) >= least))
        {
            BigInteger less = Less(call, cut(Usage(call), size(Usage(call)) - (3 * usual)));
            if (less > 0)
                saved.Add(call, less);
        }

        return saved;
    }

    private static Dictionary<UsageRecord, BigInteger> Repeats(UsageRecord[] all)
    {
        Dictionary<UsageRecord, BigInteger> saved = New();
        for (int i = 0; i < all.Length; i++)
        {
            UsageRecord call = all[i];
            if (call.InputTokens >= 256 && call.Cost.Nanos > 0 && all.Take(i).Any(before => before.InputTokens == call.InputTokens && before.OutputTokens == call.OutputTokens && call.Timestamp - before.Timestamp <= TimeSpan.FromMinutes(10)))
                saved.Add(call, call.Cost.Nanos);
        }

        return saved;
    }

    private BigInteger Less(UsageRecord call, LlmUsage instead) => BigInteger.Min(Nanos(LineOf(call)!, Usage(call), call.ServiceTier) - Nanos(LineOf(call)!, instead, call.ServiceTier), call.Cost.Nanos);

    private ModelPricing? LineOf(UsageRecord call) =>
        _registry.Find(call.Model, call.Provider, call.Timestamp)?.Line is { } line && ExactCost.Picos(line, Usage(call)) is not null ? line : null;

    private static LlmUsage Usage(UsageRecord call) => call.Usage.IsUnknown ? LlmUsage.Of(call.InputTokens, call.OutputTokens) : call.Usage;

    private static BigInteger Nanos(ModelPricing line, LlmUsage usage, ServiceTier tier)
    {
        (BigInteger numerator, BigInteger denominator) = ExactTermCost.Picos(line, usage, new CallTerms { ServiceTier = tier })!.Value;
        return (numerator + (denominator * 1_000) - 1) / (denominator * 1_000);
    }

    private static BigInteger Nanos(ModelPricing line, LlmUsage usage) => (ExactCost.Picos(line, usage)!.Value + 999) / 1_000;

    private static long Min(long cut, long? count) => Math.Min(cut, count ?? 0);

    private static BigInteger Sum(Dictionary<UsageRecord, BigInteger> saved) => saved.Values.Aggregate(BigInteger.Zero, static (sum, one) => sum + one);

    /// <summary>Two equal records are two calls.</summary>
    private static Dictionary<UsageRecord, BigInteger> New() => new(ReferenceEqualityComparer.Instance);
}
