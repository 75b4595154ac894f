namespace BudgetGen.Pricing.Tests.Optimization;

/// <summary>Each way to save, at its borders, with figures that can be checked by hand.</summary>
public class SavingRuleTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>claude-haiku-4-5 costs 1.00 in, 0.10 from the cache, 1.25 into it, 5.00 out. No other provider is there to be recommended.</summary>
    private static readonly CostOptimizer s_optimizer = new(PricingRegistry.Embedded, "anthropic");

    [Fact]
    public void Caching_pays_for_the_first_write_and_saves_on_every_later_read()
    {
        UsageRecord[] calls = [.. Enumerable.Range(0, 11).Select(i => Call(i * 300, 10_000 + i, 100))];
        OptimizationRecommendation advice = Only(OptimizationKind.PromptCaching, calls)!;

        // Written: 10,000 x $0.25/M more. Read: 10 x 10,000 x $0.90/M less.
        Assert.Equal((Usd.FromDollars(0.0875m), 11, 5), (advice.Saving, advice.Calls, advice.Sample.Count));
        Assert.Equal(calls[..5], advice.Sample);
        Assert.Contains("claude-haiku-4-5: 11 calls of Faq.Answer", advice.Explanation, StringComparison.Ordinal);
        Assert.Contains("records hold no text", advice.Assumption, StringComparison.Ordinal);
    }

    [Fact]
    public void Caching_needs_a_run_of_three_large_prompts_within_the_life_of_a_cache()
    {
        Assert.NotNull(Only(OptimizationKind.PromptCaching, Call(0, 1_024, 1), Call(300, 1_024, 1), Call(600, 1_024, 1)));
        Assert.Null(Only(OptimizationKind.PromptCaching, Call(0, 1_024, 1), Call(300, 1_024, 1), Call(601, 1_024, 1)));
        Assert.Null(Only(OptimizationKind.PromptCaching, Call(0, 1_024, 1), Call(300, 1_024, 1), Call(600, 1_023, 1)));
    }

    [Fact]
    public void Caching_is_not_recommended_where_half_of_the_input_comes_from_caches()
    {
        UsageRecord Cached(int second, long read) => Call(second, 10_000, 100) with { Usage = new LlmUsage { Input = 10_000 - read, CacheRead = read, Output = 100 } };
        Assert.Null(Only(OptimizationKind.PromptCaching, Cached(0, 5_000), Cached(1, 5_000), Cached(2, 5_000)));
        Assert.NotNull(Only(OptimizationKind.PromptCaching, Cached(0, 5_000), Cached(1, 5_000), Cached(2, 4_997)));
    }

    [Fact]
    public void Batching_halves_the_tokens_of_twenty_calls_of_one_user_within_a_minute()
    {
        UsageRecord[] bulk = [.. Enumerable.Range(0, 20).Select(i => Call(i * 60 / 19, 100 + i, 10) with { User = "job" })];
        OptimizationRecommendation advice = Only(OptimizationKind.Batching, [.. bulk, Call(64, 1_000, 10) with { User = "job" }, Call(30, 1_000, 10) with { User = "ann" }])!;

        // (2,190 x $1/M + 200 x $5/M) / 2; the stragglers are none of it.
        Assert.Equal((Usd.FromDollars(0.001595m), 20), (advice.Saving, advice.Calls));
        Assert.Null(Only(OptimizationKind.Batching, [.. bulk.Skip(1)]));
        Assert.Null(Only(OptimizationKind.Batching, [.. bulk.Select((call, i) => i == 0 ? call : call with { Timestamp = call.Timestamp.AddSeconds(1.5) })]));
        Assert.Null(Only(OptimizationKind.Batching, [.. bulk.Select((call, i) => i == 0 ? call with { User = "ann" } : call)]));
    }

    [Fact]
    public void Batching_takes_the_price_of_the_book_where_the_line_has_one_and_says_which()
    {
        // gpt-4o as a batch: 1.25 in and 5.00 out for 2.50 and 10.00; cached input costs the batch's input price, which here is what it costs anyway.
        var usage = new LlmUsage { Input = 1_000, CacheRead = 1_000, Output = 10 };
        UsageRecord OfOpenAI(int second) => Call(second, 2_000, 10) with { Model = "gpt-4o", Provider = "openai", Usage = usage, Cost = Usd.FromDollars(0.00385m) };
        UsageRecord[] bulk = [.. Enumerable.Range(0, 20).Select(OfOpenAI)];
        OptimizationRecommendation advice = Only(OptimizationKind.Batching, bulk)!;
        Assert.Equal(new Usd(20 * 1_300_000), advice.Saving);
        Assert.Contains("the batch price of openai/gpt-4o (https://developers.openai.com/api/docs/pricing, 2026-08-01)", advice.Explanation, StringComparison.Ordinal);

        // Never more than was paid; and what was a batch, or one of the calls of a bulk that was, is none to be made.
        Assert.Equal(new Usd(20 * 7), Only(OptimizationKind.Batching, [.. bulk.Select(static call => call with { Cost = new Usd(7) })])!.Saving);
        Assert.Null(Only(OptimizationKind.Batching, [.. bulk.Select(static call => call with { ServiceTier = ServiceTier.Batch })]));
        Assert.Null(Only(OptimizationKind.Batching, [.. bulk.Select(static (call, i) => i == 0 ? call with { ServiceTier = ServiceTier.Batch } : call)]));

        // Without one, the rule of the provider, with its source.
        UsageRecord[] claude = [.. Enumerable.Range(0, 20).Select(i => Call(i, 100, 10))];
        Assert.Contains("at 50 % off (https://", Only(OptimizationKind.Batching, claude)!.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Batching_leaves_the_fees_of_searches_and_providers_without_a_discount_alone()
    {
        UsageRecord[] bulk = [.. Enumerable.Range(0, 20).Select(i => Call(i, 100, 10) with { Usage = new LlmUsage { Input = 100, Output = 10, WebSearches = 1 }, Cost = Usd.FromDollars(0.01015m) })];
        Assert.Equal(new Usd(20 * 75_000), Only(OptimizationKind.Batching, bulk)!.Saving);
        Assert.Null(Only(OptimizationKind.Batching, [.. bulk.Select(static call => call with { Model = "grok-4.5", Provider = "xai" })]));
    }

    [Fact]
    public void Prompts_and_answers_far_above_the_usual_would_have_saved_what_lies_above_three_times_of_it()
    {
        UsageRecord[] usual = [.. Enumerable.Range(0, 19).Select(i => Call(i * 1_000, 1_000, 200))];
        OptimizationRecommendation prompt = Only(OptimizationKind.ShorterPrompts, [.. usual, Call(90_000, 4_000, 200)])!;
        Assert.Equal((new Usd(1_000 * 1_000), 1), (prompt.Saving, prompt.Calls));
        Assert.Contains("more than 3000 tokens", prompt.Explanation, StringComparison.Ordinal);
        Assert.Null(Only(OptimizationKind.ShorterPrompts, [.. usual, Call(90_000, 3_999, 200)]));
        Assert.Null(Only(OptimizationKind.ShorterPrompts, [.. usual.Skip(1), Call(90_000, 4_000, 200)]));

        OptimizationRecommendation answer = Only(OptimizationKind.BoundedOutput, [.. usual, Call(90_000, 1_000, 700) with { Usage = new LlmUsage { Input = 1_000, Output = 40, Reasoning = 660 } }])!;
        Assert.Equal((new Usd(100 * 5_000), 1), (answer.Saving, answer.Calls));
        Assert.Null(Only(OptimizationKind.BoundedOutput, [.. usual, Call(90_000, 1_000, 699)]));
    }

    [Fact]
    public void Repeats_are_calls_of_the_same_size_within_ten_minutes_of_the_one_before()
    {
        UsageRecord[] calls = [Call(0, 256, 10), Call(600, 256, 10), Call(1_200, 256, 10), Call(1_801, 256, 10), Call(1_802, 256, 11), Call(1_803, 255, 9), Call(1_804, 255, 9)];
        OptimizationRecommendation advice = Only(OptimizationKind.RepeatedPrompts, calls)!;
        Assert.Equal((calls[1].Cost + calls[2].Cost, 2), (advice.Saving, advice.Calls));
        Assert.Contains("may be chance", advice.Assumption, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_can_do_less_is_not_offered_nor_one_whose_window_is_too_small()
    {
        var table = new Dictionary<string, (decimal Input, decimal Output)> { ["gpt-4o"] = (1, 1), ["llama-3.3-70b"] = (0.1m, 0.1m), ["gpt-4-turbo"] = (0.5m, 0.5m) };
        UsageRecord Dear(long input) => Call(0, input, 10) with { Model = "gpt-4o", Provider = null, Cost = new Usd((input + 10) * 1_000_000) };
        OptimizationRecommendation advice = Assert.Single(new CostOptimizer(table).FindSavings([Dear(127_990)]).Recommendations);

        // The cheapest has no vision, which gpt-4o has.
        Assert.Equal((OptimizationKind.CheaperModel, "gpt-4-turbo", null, Usd.FromDollars(64)), (advice.Kind, advice.Instead, advice.InsteadProvider, advice.Saving));
        Assert.Empty(new CostOptimizer(table).FindSavings([Dear(127_991)]).Recommendations);
    }

    [Fact]
    public void No_saving_is_more_than_what_the_calls_cost()
    {
        UsageRecord[] free = [.. Enumerable.Range(0, 30).Select(i => Call(i, 10_000, 10) with { Cost = Usd.Zero })];
        Assert.Empty(s_optimizer.FindSavings(free).Recommendations);
        UsageRecord[] credit = [.. free.Select(static call => call with { Cost = new Usd(-5) })];
        Assert.Empty(s_optimizer.FindSavings(credit).Recommendations);
    }

    [Fact]
    public void Savings_on_the_same_calls_do_not_add_up()
    {
        UsageRecord[] calls = [.. Enumerable.Range(0, 30).Select(i => Call(i, 10_000, 100) with { User = "job" })];
        OptimizationReport report = s_optimizer.FindSavings(calls);
        Assert.Equal([OptimizationKind.RepeatedPrompts, OptimizationKind.PromptCaching, OptimizationKind.Batching], report.Recommendations.Select(static found => found.Kind));
        Assert.Equal([true, false, false], report.Recommendations.Select(static found => found.IsInBestTogether));
        Assert.Equal(report.Recommendations[0].Saving, report.BestTogether);
        Assert.Equal(29 * calls[0].Cost.Nanos, report.BestTogether.Nanos);
    }

    [Fact]
    public void Savings_on_different_calls_do()
    {
        UsageRecord[] bulk = [.. Enumerable.Range(0, 20).Select(i => Call(i, 300 + i, 10) with { User = "job" })];
        OptimizationReport report = s_optimizer.FindSavings([.. bulk, Call(90_000, 500, 20), Call(90_001, 500, 20)]);
        Assert.Equal(2, report.Recommendations.Count);
        Assert.Equal(report.Recommendations[0].Saving + report.Recommendations[1].Saving, report.BestTogether);
    }

    [Fact]
    public void Nonsense_is_counted_and_otherwise_left_alone()
    {
        UsageRecord[] odd =
        [
            Call(0, -5, 10), Call(1, long.MaxValue, long.MaxValue), Call(2, 10, 10) with { Model = "model-of-nobody" },
            Call(3, 10, 10) with { Usage = new LlmUsage { Input = long.MaxValue, CacheRead = long.MaxValue } }, Call(4, 10, 10) with { Provider = "provider-of-nobody" },
        ];
        OptimizationReport report = s_optimizer.FindSavings(odd);
        Assert.Equal((5, 5, 0), (report.Calls, report.CallsWithoutPrice, report.Recommendations.Count));
        Assert.Throws<ArgumentException>(() => s_optimizer.FindSavings([null!]));
        Assert.Throws<ArgumentOutOfRangeException>(() => s_optimizer.FindSavings([], most: -1));
        Assert.Equal((0, Usd.Zero), (s_optimizer.FindSavings([]).Calls, s_optimizer.FindSavings([]).BestTogether));
        Assert.Throws<OverflowException>(() => s_optimizer.FindSavings([Call(0, 1, 1) with { Cost = new Usd(long.MaxValue) }, Call(1, 1, 1)]));
    }

    private static OptimizationRecommendation? Only(OptimizationKind kind, params UsageRecord[] calls) =>
        s_optimizer.FindSavings(calls).Recommendations.SingleOrDefault(found => found.Kind == kind);

    private static UsageRecord Call(int second, long input, long output) => new()
    {
        Model = "claude-haiku-4-5",
        Provider = "anthropic",
        Operation = "Faq.Answer",
        InputTokens = input,
        OutputTokens = output,
        Cost = new Usd(Math.Clamp(input, 0, 1_000_000_000) * 1_000 + (Math.Clamp(output, 0, 1_000_000_000) * 5_000)),
        Timestamp = s_noon.AddSeconds(second),
    };
}
