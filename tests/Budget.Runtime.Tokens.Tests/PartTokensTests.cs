namespace BudgetGen.Tokens.Tests;

/// <summary>The formulas that providers publish, on their own examples where they give some.</summary>
public sealed class PartTokensTests
{
    [Theory]
    [InlineData("gpt-4o", 1024, 1024, ImageDetail.High, 765)]
    [InlineData("gpt-4o", 2048, 4096, ImageDetail.High, 1_105)]
    [InlineData("gpt-4o", 4096, 8192, ImageDetail.Low, 85)]
    [InlineData("gpt-4o", 512, 512, ImageDetail.Auto, 255)]
    [InlineData("gpt-4o-mini", 1024, 1024, ImageDetail.High, 25_501)]
    [InlineData("o3", 1024, 1024, ImageDetail.High, 675)]
    [InlineData("gpt-5", 1024, 1024, ImageDetail.High, 630)]
    [InlineData("gpt-4.1-mini", 1024, 1024, ImageDetail.High, 1_659)]
    [InlineData("gpt-5-nano", 1800, 2400, ImageDetail.Low, 3_779)]
    [InlineData("claude-sonnet-4-5", 1000, 1000, ImageDetail.Auto, 1_334)]
    [InlineData("claude-sonnet-4-5", 200, 200, ImageDetail.Auto, 54)]
    [InlineData("claude-sonnet-4-5", 5000, 5000, ImageDetail.Auto, 1_600)]
    [InlineData("gemini-2.5-pro", 384, 384, ImageDetail.Auto, 258)]
    [InlineData("gemini-2.5-pro", 1536, 768, ImageDetail.Auto, 516)]
    [InlineData(null, 1, 1, ImageDetail.Auto, 255)]
    [InlineData("gpt-4o", 100_000, 1, ImageDetail.Auto, 765)]
    public void A_picture_has_the_tokens_of_its_formula(string? model, int width, int height, ImageDetail detail, long tokens)
    {
        TokenEstimate estimate = PartTokens.Image(model, width, height, detail);
        Assert.Equal((tokens, false), (estimate.Expected, estimate.IsExact));
        Assert.True(estimate.UpperBound >= tokens);
    }

    [Fact]
    public void Sizes_that_no_picture_has_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => PartTokens.Image("gpt-4o", 0, 10));
        Assert.Throws<ArgumentOutOfRangeException>(static () => PartTokens.Image("gpt-4o", 10, 100_001));
        Assert.Throws<ArgumentOutOfRangeException>(static () => PartTokens.Audio("gpt-4o", TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(static () => PartTokens.Pages("gpt-4o", -1));
    }

    [Fact]
    public void Tools_sound_and_pages_are_estimates()
    {
        const string Schema = """{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}""";
        Assert.Equal(TokenEstimator.Estimate("gpt-4o", Schema).Expected + 8, PartTokens.Tool("gpt-4o", Schema).Expected);
        Assert.False((PartTokens.Tool("gpt-4o", Schema) + PartTokens.ToolList).IsExact);
        Assert.Equal(new TokenEstimate(15, 48), PartTokens.Audio("gpt-4o-audio-preview", TimeSpan.FromSeconds(1.5)));
        Assert.Equal(new TokenEstimate(1_920, 1_920), PartTokens.Audio("gemini-2.5-flash", TimeSpan.FromMinutes(1)));
        Assert.Equal(new TokenEstimate(2_580, 2_580), PartTokens.Pages("gemini-2.5-flash", 10));
        Assert.Equal(new TokenEstimate(2_250, 4_600), PartTokens.Pages("claude-opus-4-5", 1));
    }
}
