using FsCheck;
using FsCheck.Fluent;

namespace BudgetGen.Tests.Holds;

public class AgingHistogramTests
{
    private static readonly Gen<long> s_numbers =
        from bits in Gen.Choose(0, 49)
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        select (((long)high << 31) | (long)low) & ((1L << bits) - 1);

    [Fact]
    public void A_bucket_holds_its_number_and_is_at_most_an_eighth_wide()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(s_numbers.ToArbitrary(), static value =>
        {
            int bucket = AgingHistogram.BucketOf(value);
            long upper = AgingHistogram.UpperBorder(bucket), lower = bucket == 0 ? 0 : AgingHistogram.UpperBorder(bucket - 1) + 1;
            Assert.InRange(value, lower, upper);
            Assert.True((upper - lower) * 8 <= lower, $"{lower} to {upper}");
        }));
    }

    [Fact]
    public void Buckets_follow_each_other_without_gaps()
    {
        for (int bucket = 1; bucket < 384; bucket++)
        {
            Assert.Equal(bucket, AgingHistogram.BucketOf(AgingHistogram.UpperBorder(bucket)));
            Assert.Equal(bucket, AgingHistogram.BucketOf(AgingHistogram.UpperBorder(bucket - 1) + 1));
        }
    }

    [Fact]
    public void A_quantile_is_that_of_the_sorted_numbers_rounded_up_by_an_eighth_at_most()
    {
        Arbitrary<(long[] Numbers, int PerMille)> cases =
            (from numbers in s_numbers.NonEmptyListOf()
             from perMille in Gen.Choose(1, 1000)
             select (numbers.ToArray(), perMille)).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(cases, static one =>
        {
            var histogram = new AgingHistogram(50, 1_000);
            foreach (long number in one.Numbers)
                histogram.Add(number);
            long exact = one.Numbers.Order().ElementAt((int)(((one.Numbers.Length * (long)one.PerMille) + 999) / 1000) - 1);
            Assert.InRange(histogram.Quantile(one.PerMille), exact, exact + (exact / 8));
        }));
    }

    [Fact]
    public void Only_the_last_two_generations_count()
    {
        var histogram = new AgingHistogram(50, 100);
        for (int i = 0; i < 100; i++)
            Assert.False(histogram.Add(1_000_000));
        for (int i = 0; i < 100; i++)
            Assert.Equal(i == 0, histogram.Add(5));
        Assert.Equal((200, 5), (histogram.Count, histogram.Quantile(500)));
        Assert.InRange(histogram.Quantile(501), 1_000_000, 1_125_000);
        Assert.True(histogram.Add(5));
        Assert.Equal((101, 5), (histogram.Count, histogram.Quantile(1000)));
        histogram.Clear();
        Assert.Equal((0, 0), (histogram.Count, histogram.Quantile(990)));
    }

    [Fact]
    public void Counting_allocates_nothing()
    {
        var histogram = new AgingHistogram(50, 100);
        histogram.Add(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long i = 0; i < 10_000; i++)
            histogram.Add(i * i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
