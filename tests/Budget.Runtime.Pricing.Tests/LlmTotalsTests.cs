namespace BudgetGen.Pricing.Tests;

public class LlmTotalsTests
{
    [Fact]
    public void Buckets_sum_back_to_their_totals_and_none_is_negative()
    {
        var random = new Random(31);
        long? Some() => random.Next(3) == 0 ? null : random.NextInt64(-5, 1_000);
        for (int i = 0; i < 20_000; i++)
        {
            var totals = new LlmTotals
            {
                Input = Some(), CacheRead = Some(), CacheWrite = Some(), CacheWrite1h = Some(), InputAudio = Some(), InputImage = Some(), InputVideo = Some(),
                Output = Some(), Reasoning = Some(), OutputAudio = Some(), OutputImage = Some(), OutputVideo = Some(), ReasoningOnTop = random.Next(2) == 0,
            };
            LlmUsage usage = totals.ToUsage();
            long?[] buckets = [usage.Input, usage.CacheRead, usage.CacheWrite5m, usage.CacheWrite1h, usage.InputAudio, usage.InputImage, usage.InputVideo, usage.Output, usage.Reasoning, usage.OutputAudio, usage.OutputImage, usage.OutputVideo];
            Assert.All(buckets, static bucket => Assert.False(bucket < 0));
            if (totals.Input is { } input)
                Assert.Equal(Math.Max(0, input), usage.TotalInput);
            if (totals.Output is { } output)
                Assert.Equal(Math.Max(0, output) + (totals.ReasoningOnTop ? Math.Max(0, totals.Reasoning ?? 0) : 0), usage.TotalOutput);
        }
    }

    [Fact]
    public void Details_that_exceed_their_total_are_capped_caches_first_and_flagged()
    {
        LlmUsage usage = new LlmTotals { Input = 100, CacheRead = 60, CacheWrite = 30, CacheWrite1h = 10, InputAudio = 20, Output = 5 }.ToUsage();
        Assert.Equal((0L, 60L, 20L, 10L, 10L, true), (usage.Input, usage.CacheRead, usage.CacheWrite5m, usage.CacheWrite1h, usage.InputAudio, usage.Inconsistent));
        Assert.Equal(CostCaveats.UsageInconsistent, Lines.Of(new BucketPrices { Input = Lines.PerMillion(1), CacheRead = Lines.PerMillion(1), CacheWrite5m = Lines.PerMillion(1), CacheWrite1h = Lines.PerMillion(1), InputAudio = Lines.PerMillion(1), Output = Lines.PerMillion(1) }).CostOf(usage)!.Value.Flags);
        Assert.False(new LlmTotals { Input = 100, CacheRead = 60, Output = 5, Reasoning = 5 }.ToUsage().Inconsistent);
    }

    [Theory]
    [InlineData(10, 20, 5, 30, false)]
    [InlineData(10, 20, 5, 35, true)]
    [InlineData(10, 20, 5, 36, null)]
    [InlineData(10, 20, 0, 30, null)]
    public void The_total_of_all_tokens_says_whether_reasoning_is_on_top(long input, long output, long reasoning, long total, bool? onTop) =>
        Assert.Equal(onTop, LlmTotals.IsReasoningOnTop(input, output, reasoning, total));

    [Fact]
    public void A_usage_of_pieces_adds_up_and_a_size_alone_is_no_usage()
    {
        LlmUsage sum = new LlmUsage { Images = 2, ImageSize = "1x1" } + new LlmUsage { Images = 3, ImageSize = "1x1", Pages = 1, CacheReadAudio = 4, OutputVideo = 5 };
        Assert.Equal((5L, "1x1", 1L, 4L, 5L), (sum.Images, sum.ImageSize, sum.Pages, sum.TotalInput, sum.TotalOutput));
        Assert.Null((new LlmUsage { Images = 2, ImageSize = "1x1" } + new LlmUsage { Images = 3, ImageSize = "2x2" }).ImageSize);
        Assert.True(new LlmUsage { ImageSize = "1x1" }.IsUnknown);
        Assert.False(new LlmUsage { Pages = 0 }.IsUnknown);
        Assert.Equal(new LlmUsage { Input = 1 }, new LlmUsage { Input = 1, Images = 1 } with { Images = null });
    }
}
