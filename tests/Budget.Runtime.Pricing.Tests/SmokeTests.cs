namespace BudgetGen.Tests;

public class SmokeTests
{
    [Fact]
    public void The_embedded_book_loads() => Assert.NotEmpty(PricingRegistry.Embedded.GetAllProviders());
}
