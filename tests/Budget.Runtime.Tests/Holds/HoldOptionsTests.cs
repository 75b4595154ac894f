using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BudgetGen.Tests.Holds;

public class HoldOptionsTests
{
    [Fact]
    public void The_defaults_hold_the_worst_case_and_do_not_wait()
    {
        var options = new BudgetOptions();
        Assert.Equal((HoldStrategy.WorstCase, false, TimeSpan.Zero), (options.Holds.Strategy, options.Holds.Strict, options.Holds.WaitForHolds));
        Assert.Equal((990, 20, 50), (options.Holds.LearnedQuantile, options.Holds.LearnedMarginPercent, options.Holds.LearnedMinimumCalls));
        Assert.Equal((10, ServiceTier.Priority), (options.Holds.AssumedWebSearches, options.Holds.AssumedServiceTier));
        Assert.Empty(options.Complaints());
    }

    [Fact]
    public void Every_wrong_value_is_named_with_its_remedy()
    {
        (Action<HoldOptions> Set, string Complaint)[] cases =
        [
            (static o => o.Strategy = (HoldStrategy)9, "Holds.Strategy is 9. Use one of WorstCase, Learned"),
            (static o => (o.Strict, o.Strategy) = (true, HoldStrategy.Learned), "Holds.Strict is true and Strategy is Learned"),
            (static o => o.WaitForHolds = TimeSpan.FromSeconds(-1), "Holds.WaitForHolds is -00:00:01"),
            (static o => o.WaitForHolds = TimeSpan.FromHours(2), "Holds.WaitForHolds is 02:00:00"),
            (static o => o.AssumedWebSearches = -1, "Holds.AssumedWebSearches is -1"),
            (static o => o.AssumedWebSearches = 1001, "Holds.AssumedWebSearches is 1001"),
            (static o => o.AssumedServiceTier = ServiceTier.Batch, "Holds.AssumedServiceTier is Batch"),
            (static o => o.LearnedQuantile = 499, "Holds.LearnedQuantile is 499"),
            (static o => o.LearnedQuantile = 1001, "Holds.LearnedQuantile is 1001"),
            (static o => o.LearnedMarginPercent = -1, "Holds.LearnedMarginPercent is -1"),
            (static o => o.LearnedMinimumCalls = 9, "Holds.LearnedMinimumCalls is 9"),
            (static o => o.LearnedMinimumCalls = 10_001, "Holds.LearnedMinimumCalls is 10001"),
        ];
        foreach ((Action<HoldOptions> set, string complaint) in cases)
        {
            var options = new BudgetOptions();
            set(options.Holds);
            Assert.Contains(complaint, Assert.Single(options.Complaints()), StringComparison.Ordinal);
            Assert.Throws<OptionsValidationException>(() => new BudgetManager(options));
        }
    }

    [Fact]
    public async Task A_manager_keeps_what_it_was_made_with()
    {
        var options = new BudgetOptions();
        await using var manager = new BudgetManager(options);
        options.Holds.Strict = true;
        Assert.False(manager.Holds.Strict);
    }

    [Fact]
    public async Task They_come_from_configuration()
    {
        await using ServiceProvider services = Services("""
            { "Budget": { "Holds": { "Strategy": "learned", "WaitForHolds": "00:00:05", "AssumedWebSearches": 3, "AssumedServiceTier": "standard", "LearnedQuantile": 950, "LearnedMarginPercent": 30, "LearnedMinimumCalls": 20 } } }
            """);
        HoldOptions holds = services.GetRequiredService<BudgetManager>().Holds;
        Assert.Equal(
            (HoldStrategy.Learned, TimeSpan.FromSeconds(5), 3, 950, 30, 20, false),
            (holds.Strategy, holds.WaitForHolds, holds.AssumedWebSearches, holds.LearnedQuantile, holds.LearnedMarginPercent, holds.LearnedMinimumCalls, holds.Strict));
        Assert.Equal(ServiceTier.Standard, holds.AssumedServiceTier);
    }

    [Theory]
    [InlineData("""{ "Strategy": "clever" }""", "Budget:Holds:Strategy is 'clever'. It must be one of WorstCase, Learned")]
    [InlineData("""{ "Strict": "very" }""", "Budget:Holds:Strict is 'very'")]
    [InlineData("""{ "WaitForHolds": "long" }""", "Budget:Holds:WaitForHolds is 'long'")]
    [InlineData("""{ "AssumedWebSearches": "many" }""", "Budget:Holds:AssumedWebSearches is 'many'")]
    [InlineData("""{ "LearnedQuantile": 2000 }""", "Budget: BudgetOptions.Holds.LearnedQuantile is 2000")]
    [InlineData("""{ "Quantile": 990 }""", "Budget:Holds:Quantile is not known")]
    [InlineData("\"Learned\"", "Budget:Holds is not a section")]
    public async Task A_wrong_value_there_is_refused_with_its_path(string holds, string complaint)
    {
        await using ServiceProvider services = Services($$"""{ "Budget": { "Holds": {{holds}} } }""");
        var refusal = Assert.Throws<OptionsValidationException>(services.GetRequiredService<BudgetManager>);
        Assert.Contains(complaint, Assert.Single(refusal.Failures), StringComparison.Ordinal);
    }

    private static ServiceProvider Services(string json)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        return new ServiceCollection().AddBudget(new ConfigurationBuilder().AddJsonStream(stream).Build()).BuildServiceProvider();
    }
}
