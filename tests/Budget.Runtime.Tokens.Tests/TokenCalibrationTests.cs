namespace BudgetGen.Tokens.Tests;

public sealed class TokenCalibrationTests
{
    [Fact]
    public void Learns_a_ratio_and_tells_its_error()
    {
        var calibration = new TokenCalibration();
        Assert.Null(calibration.Find("claude-x"));
        for (int i = 0; i < 200; i++)
            calibration.Record("claude-x", 1_000, i % 2 == 0 ? 1_100 : 1_300);

        TokenAccuracy accuracy = calibration.Find("claude-x")!;
        Assert.Equal(("claude-x", 200L), (accuracy.Model, accuracy.Calls));
        Assert.InRange(accuracy.RatioPerMille, 1_180, 1_220);

        // A call is 100 of 1,100 or of 1,300 beside the middle.
        Assert.InRange(accuracy.MeanErrorPerMille, 70, 100);
        Assert.Equal([accuracy], calibration.Models());
    }

    [Fact]
    public void The_first_call_does_not_stay_and_later_ones_are_followed()
    {
        var calibration = new TokenCalibration();
        calibration.Record("m", 1_000, 7_000);
        for (int i = 0; i < 300; i++)
            calibration.Record("m", 1_000, 900);
        Assert.InRange(calibration.Find("m")!.RatioPerMille, 890, 910);
        Assert.InRange(calibration.Find("m")!.MeanErrorPerMille, 0, 5);
        for (int i = 0; i < 300; i++)
            calibration.Record("m", 1_000, 1_400);
        Assert.InRange(calibration.Find("m")!.RatioPerMille, 1_390, 1_400);
    }

    [Theory]
    [InlineData(1_000, 0)]
    [InlineData(1_000, -5)]
    [InlineData(0, 10)]
    [InlineData(31, 31)]
    [InlineData(-1_000, 1_000)]
    [InlineData(1_000, 8_001)]
    [InlineData(8_001, 1_000)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(1_000, long.MaxValue)]
    [InlineData(long.MinValue, long.MinValue)]
    public void Figures_that_are_not_about_one_prompt_teach_nothing(long estimated, long actual)
    {
        var calibration = new TokenCalibration();
        calibration.Record("m", estimated, actual);
        Assert.Null(calibration.Find("m"));
    }

    [Fact]
    public void Nothing_is_corrected_until_enough_calls_have_taught()
    {
        var calibration = new TokenCalibration();
        for (int i = 1; i <= TokenCalibration.LeastCalls; i++)
        {
            Assert.Null(calibration.Correct("m", 100));
            calibration.Record("m", 1_000, 2_000);
        }

        Assert.Equal(200, calibration.Correct("m", 100));
        Assert.Equal(long.MaxValue, calibration.Correct("m", long.MaxValue));
        Assert.Null(calibration.Correct("n", 100));
        Assert.Null(calibration.Correct(null, 100));
    }

    [Fact]
    public void Names_without_end_do_not_fill_the_memory_and_the_ones_in_use_stay()
    {
        var calibration = new TokenCalibration();
        for (int i = 0; i < 20_000; i++)
        {
            calibration.Record($"hostile-{i}", 100, 100);
            calibration.Record("in-use", 100, 120);
        }

        Assert.InRange(calibration.Models().Count, 1, TokenCalibration.MostModels);
        Assert.Equal(20_000, calibration.Find("in-use")!.Calls);
    }

    [Fact]
    public void Sixteen_threads_learn_the_same_ratio()
    {
        var calibration = new TokenCalibration();
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 16 }, number =>
        {
            for (int i = 0; i < 5_000; i++)
            {
                calibration.Record("shared", 1_000, 1_250);
                calibration.Record($"own-{number}-{i % 200}", 1_000, 1_250);
            }
        });
        Assert.Equal((80_000L, 1_250L, 0L), (calibration.Find("shared")!.Calls, calibration.Find("shared")!.RatioPerMille, calibration.Find("shared")!.MeanErrorPerMille));
        Assert.InRange(calibration.Models().Count, 1, TokenCalibration.MostModels);
    }

    [Fact]
    public async Task A_manager_learns_from_metered_calls_and_its_holds_do_not_follow()
    {
        await using var manager = new BudgetManager(new BudgetOptions());
        const string Model = "claude-sonnet-4-5";
        LlmChatMessage[] messages = [new("user", new string('x', 4_000))];
        var client = new TrackedLlmClient(manager, new CostOptimizer(manager.Pricing), static (_, _) => Task.FromResult(new LlmChatAnswer("Yes.", LlmUsage.Of(1_507, 3)))) { Model = Model, MaxOutputTokens = 100 };
        Usd? hold = client.GetBudgetInfo(messages).EstimatedCost;
        long before = client.CountTokens(messages).Expected;
        for (int i = 0; i < TokenCalibration.LeastCalls; i++)
            await client.ChatAsync(messages);

        Assert.Equal((TokenCalibration.LeastCalls, 1_496L), (manager.TokenCalibration.Find(Model)!.Calls, manager.TokenCalibration.Find(Model)!.RatioPerMille));
        Assert.InRange(client.CountTokens(messages).Expected, 1_500, 1_510);
        Assert.NotEqual(before, client.CountTokens(messages).Expected);
        Assert.Equal(hold, client.GetBudgetInfo(messages).EstimatedCost);
    }
}
