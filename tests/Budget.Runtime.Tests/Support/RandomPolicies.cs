namespace BudgetGen.Tests;

/// <summary>Random policies that satisfy their rules, with every property in use. The same seed makes the same ones: a failing case can be run again.</summary>
internal sealed class RandomPolicies(int seed)
{
    private const string Letters = "abcxyzABC019 .-_/@#:\"'&*!%{}[],|>?\\<=+éßñ漢字😀";

    private readonly Random _random = new(seed);

    public BudgetPolicy Next()
    {
        // The rules are written down once, in the product; what they refuse is made anew.
        BudgetPolicy policy = Any();
        while (PolicyRules.Complaints(policy).Count > 0)
            policy = Any();
        return policy;
    }

    private BudgetPolicy Any()
    {
        BudgetScope scope = Any<BudgetScope>();
        BudgetPeriod period = Any<BudgetPeriod>();
        LimitAction action = Any<LimitAction>();
        StoreDownRule? down = Often ? Any<StoreDownRule>() : null;
        DateTimeOffset starts = Instant();
        var policy = new BudgetPolicy
        {
            Name = Text(),
            Scope = scope,
            Key = scope != BudgetScope.Global && Often ? Text() : null,
            TagName = scope == BudgetScope.Tag ? Text() : null,
            And = scope == BudgetScope.Global ? ScopeParts.None : [.. Enumerable.Range(0, _random.Next(3)).Select(_ => Part())],
            Period = period,
            Length = period == BudgetPeriod.Rolling ? TimeSpan.FromMinutes(_random.Next(1, 400 * 24 * 60)) : null,
            TimeZone = period is BudgetPeriod.Daily or BudgetPeriod.Weekly or BudgetPeriod.Monthly or BudgetPeriod.Yearly && Often ? "Europe/Berlin" : null,
            Limit = Often ? Money(Usd.MaxLimit) : null,
            Action = action,
            IsSoft = action == LimitAction.Throttle && Often,
            FallbackModel = action == LimitAction.Fallback ? Text() : null,
            SoftLimitPercent = _random.Next(1, 101),
            MaxRatePerMinute = Often ? _random.Next(1, 10_000) : 60,
            MaxWait = Often ? TimeSpan.FromMilliseconds(_random.Next(1, 60_000)) : TimeSpan.FromSeconds(10),
            PerRequestLimit = Often ? Money(Usd.MaxCall) : null,
            Starts = period == BudgetPeriod.Custom ? starts : null,
            Ends = period == BudgetPeriod.Custom ? starts.AddTicks(_random.NextInt64(1, TimeSpan.TicksPerDay * 400)).ToOffset(TimeSpan.FromHours(_random.Next(-12, 13))) : null,
            OnStoreDown = down,
            OpenCap = down == StoreDownRule.OpenCapped ? Money(Usd.MaxCall) : null,
            OnLost = Any<LostRule>(),
            ChargeLostAfter = Often ? TimeSpan.FromSeconds(_random.Next(60, 10_000_000)) : null,
            Backfill = Often,
        };
        return Often ? policy with { Id = Text() } : policy;
    }

    private bool Often => _random.Next(2) == 0;

    private ScopePart Part()
    {
        var scope = (BudgetScope)_random.Next((int)BudgetScope.User, (int)BudgetScope.Tag + 1);
        return new ScopePart(scope, Often ? Text() : null, scope == BudgetScope.Tag ? Text() : null);
    }

    private TEnum Any<TEnum>()
        where TEnum : struct, Enum => Enum.GetValues<TEnum>()[_random.Next(Enum.GetValues<TEnum>().Length)];

    private Usd Money(Usd most) => new(_random.Next(8) == 0 ? most.Nanos : _random.NextInt64(0, (long)Math.Pow(most.Nanos, _random.NextDouble())));

    private DateTimeOffset Instant() => new(_random.NextInt64(TimeSpan.TicksPerDay * 700_000, TimeSpan.TicksPerDay * 800_000), TimeSpan.Zero);

    /// <summary>Never blank at an end: settings files are read without such space.</summary>
    private string Text()
    {
        System.Text.Rune[] letters = [.. Letters.EnumerateRunes()];
        return "n" + string.Concat(Enumerable.Range(0, _random.Next(12)).Select(_ => letters[_random.Next(letters.Length)].ToString())) + _random.Next(1000);
    }
}
