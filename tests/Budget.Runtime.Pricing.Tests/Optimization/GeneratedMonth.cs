namespace BudgetGen.Pricing.Tests.Optimization;

/// <summary>A month of calls such as a company makes: people who chat, jobs at night, templates, outliers, caches, price changes, models that nobody knows. The same for each seed.</summary>
internal sealed class GeneratedMonth(int seed, PricingRegistry registry)
{
    /// <summary>A model that has a batch price of its own, which is not half of the usual one, also in a larger context.</summary>
    public const string OwnBatch = "gpt-own-batch";

    /// <summary>Prices of claude-sonnet-5 and of gpt-5.6-terra change inside the month or near it.</summary>
    private static readonly DateTimeOffset s_start = new(2026, 8, 20, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string Model, string? Provider)[] s_models =
    [
        ("gpt-4o", "openai"), ("gpt-4o-mini", "openai"), ("gpt-5", "openai"), (OwnBatch, "openai"), ("gpt-5.6-terra", "openai"), ("gpt-4.1-nano", null), ("claude-sonnet-5", "anthropic"), ("claude-haiku-4-5", "anthropic"),
        ("claude-opus-4-8", "anthropic"), ("gemini-2.5-pro", "google"), ("gemini-2.5-flash", "google"), ("mistral-large-latest", "mistral"), ("grok-4.5", "xai"),
        ("claude-3-opus-20240229", "anthropic"), ("text-embedding-3-small", "openai"), ("model-of-nobody", null),
    ];

    private readonly Random _random = new(seed);
    private readonly Random _tiers = new(~seed);
    private readonly HashSet<DateTimeOffset> _taken = [];

    public UsageRecord[] Make(int calls)
    {
        var records = new List<UsageRecord>(calls);
        for (int operation = 0; records.Count < calls; operation++)
        {
            (string model, string? provider) = s_models[_random.Next(s_models.Length)];
            string? name = operation % 40 == 0 ? null : $"Operation{operation % 60}.Run";
            DateTimeOffset at = s_start.AddSeconds(_random.Next(31 * 86_400));
            Action<string, string?, string?, DateTimeOffset, List<UsageRecord>> kind = _random.Next(5) switch { 0 => Job, 1 => Template, _ => Chats };
            kind(model, provider, name, at, records);
        }

        UsageRecord[] month = [.. records.Take(calls)];
        _random.Shuffle(month);
        return month;
    }

    /// <summary>Conversations of several people, some of them long, some with pasted books.</summary>
    private void Chats(string model, string? provider, string? operation, DateTimeOffset at, List<UsageRecord> records)
    {
        for (int i = _random.Next(10, 200); i > 0; i--)
        {
            at = at.AddSeconds(_random.Next(1, 700));
            long input = _random.Next(50) == 0 ? _random.Next(10_000, 300_000) : _random.Next(200, 3_000);
            long output = _random.Next(40) == 0 ? _random.Next(2_000, 9_000) : _random.Next(1, 800);
            records.Add(Call(model, provider, operation, at, $"user-{_random.Next(20)}", UsageOf(input, output)));
        }
    }

    /// <summary>Many calls within moments: sometimes just not enough for a bulk.</summary>
    private void Job(string model, string? provider, string? operation, DateTimeOffset at, List<UsageRecord> records)
    {
        string? user = _random.Next(3) == 0 ? null : "job";
        for (int i = _random.Next(15, 150); i > 0; i--)
        {
            at = at.AddMilliseconds(_random.Next(100, 6_000));
            records.Add(Call(model, provider, operation, at, user, UsageOf(_random.Next(900, 5_000), _random.Next(1, 300))));
        }
    }

    /// <summary>A large prompt of always the same size, with answers of a few sizes.</summary>
    private void Template(string model, string? provider, string? operation, DateTimeOffset at, List<UsageRecord> records)
    {
        long size = _random.Next(100, 20_000);
        for (int i = _random.Next(3, 60); i > 0; i--)
        {
            at = at.AddSeconds(_random.Next(1, 400));
            records.Add(Call(model, provider, operation, at, $"user-{_random.Next(5)}", UsageOf(size, _random.Next(1, 6))));
        }
    }

    private LlmUsage UsageOf(long input, long output)
    {
        long cached = _random.Next(4) == 0 ? _random.NextInt64(input) : 0;
        long written = _random.Next(10) == 0 ? _random.NextInt64(input - cached) : 0;
        long thought = _random.Next(6) == 0 ? _random.NextInt64(output) : 0;
        return new LlmUsage
        {
            Input = input - cached - written,
            CacheRead = cached > 0 ? cached : _random.Next(2) == 0 ? 0 : null,
            CacheWrite5m = written > 0 ? written : null,
            Output = output - thought,
            Reasoning = thought > 0 ? thought : null,
            WebSearches = _random.Next(100) == 0 ? 1 : null,
        };
    }

    private UsageRecord Call(string model, string? provider, string? operation, DateTimeOffset at, string? user, LlmUsage usage)
    {
        while (!_taken.Add(at))
            at = at.AddTicks(1);

        // Some costs come from outside: a contract, a free trial, an invoice.
        ServiceTier tier = _tiers.Next(4) == 0 ? (ServiceTier)_tiers.Next(4) : ServiceTier.Standard;
        Usd cost = registry.Find(model, provider, at)?.CostOf(usage, new CallTerms { ServiceTier = tier })?.Amount ?? Usd.FromDollars(0.001m);
        cost = _random.Next(50) switch { 0 => Usd.Zero, 1 => new Usd(cost.Nanos / 3), 2 => new Usd(cost.Nanos * 2), _ => cost };
        return new UsageRecord
        {
            Model = model,
            Provider = provider,
            Operation = _random.Next(2) == 0 ? operation : null,
            Endpoint = operation,
            User = user,
            Timestamp = at,
            InputTokens = usage.TotalInput,
            OutputTokens = usage.TotalOutput,
            Usage = _random.Next(20) == 0 ? default : usage,
            ServiceTier = tier,
            Cost = cost,
        };
    }
}
