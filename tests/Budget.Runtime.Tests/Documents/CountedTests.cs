namespace BudgetGen.Tests.Documents;

/// <summary>Counts in sentences.</summary>
public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 entries")]
    [InlineData(1, "1 entry")]
    [InlineData(2, "2 entries")]
    [InlineData(1_000_000, "1000000 entries")]
    public void One_is_one_and_everything_else_is_many(long count, string text) => Assert.Equal(text, Counted.Of(count, "entry", "entries"));

    [Fact]
    public void The_usual_word_takes_an_s() => Assert.Equal(("1 call", "0 calls", "they"), (Counted.Of(1, "call"), Counted.Of(0, "call"), Counted.Word(3, "it", "they")));
}
