namespace BudgetGen.Pricing.Tests;

/// <summary>
/// The worst case at the borders of context tiers: one token more re-rates the whole request, so that is where a hold at the wrong tier would be too
/// small. Every line of the embedded book that prices tokens, and made-up ones whose higher tiers are cheaper.
/// </summary>
public class TierBorderTests
{
    private const long Output = 1_000;

    [Fact]
    public void No_usage_at_a_border_costs_more_than_the_worst_case_of_any_line_in_the_book()
    {
        ModelPricing[] lines = [.. PriceBook.Embedded.Lines.Where(static line => line.WorstCase(1, 1) is not null)];
        Assert.True(lines.Length > 150 && lines.Count(static line => line.Tiers.Count > 0) > 10, $"{lines.Length} lines were looked at");
        Assert.All(lines, static line => Assert.True(Compare(line) > 0, $"no usage of {line.Id} was compared"));
        int compared = lines.Sum(Compare);
        Assert.True(compared > 10_000, $"{compared} usages were compared");
    }

    [Fact]
    public void Nor_where_a_higher_tier_is_cheaper()
    {
        var cases = new RandomCases(17);
        int cheaper = 0, compared = 0;
        while (cheaper < 300)
        {
            ModelPricing line = cases.Line();
            cheaper += line.Tiers.Any(tier => tier.Price.Input < line.Price.Input) ? 1 : 0;
            compared += Compare(line);
        }

        Assert.True(compared > 10_000, $"{compared} usages were compared");
    }

    /// <summary>Every usage at each border -1, 0, +1, and every bound at least as high: the hold is enough, or the price is unknown, never less.</summary>
    private static int Compare(ModelPricing line)
    {
        long[] around = [.. line.Tiers.Select(static tier => tier.Border).DefaultIfEmpty(1_000).SelectMany(static border => (long[])[border - 1, border, border + 1]).Where(static tokens => tokens >= 0)];
        int compared = 0;
        foreach (long input in around)
        {
            foreach (LlmUsage usage in Usages(input))
            {
                if (line.CostOf(usage) is not { } cost)
                    continue;

                foreach (long bound in around.Where(bound => bound >= input))
                {
                    compared++;
                    bool isText = usage.InputAudio is null && usage.InputImage is null;
                    Usd? worst = line.WorstCase(bound, Output, textOnly: isText, webSearches: usage.WebSearches ?? 0);
                    Assert.True(worst is null || worst >= cost.Amount, $"{line.Id}: {worst} is held at most {bound} tokens, {cost.Amount} is the cost of {usage}");
                }
            }
        }

        return compared;
    }

    private static IEnumerable<LlmUsage> Usages(long input)
    {
        LlmUsage[] inputs =
        [
            new() { Input = input },
            new() { CacheRead = input },
            new() { CacheWrite5m = input },
            new() { CacheWrite1h = input },
            new() { InputAudio = input },
            new() { InputImage = input },
            new() { Input = input / 2, CacheWrite1h = input - (input / 2) },
        ];
        foreach (LlmUsage one in inputs)
        {
            // Without output: embeddings have none.
            yield return one;
            yield return one with { Output = Output };
            yield return one with { Output = Output, WebSearches = 3 };
            yield return one with { Reasoning = Output };
            yield return one with { OutputAudio = Output };
            yield return one with { OutputImage = Output };
            yield return one with { Output = 1, Reasoning = Output - 1 };
        }
    }
}
