namespace BudgetGen;

/// <summary>
/// The tokens of what is not text in a prompt. Estimates, all of them: by the formulas that providers publish, which change with models. Sources are in
/// docs/tokens.md. An upper bound here is the most that these formulas give, and no guarantee.
/// </summary>
public static class PartTokens
{
    /// <summary>What introduces the tools of a request.</summary>
    private const int PerToolList = 12;

    /// <summary>What surrounds one tool.</summary>
    private const int PerTool = 8;

    private const int LargestSide = 100_000;

    /// <summary>A picture of known size.</summary>
    /// <param name="model">The model that will see it; an unknown one is taken for OpenAI's gpt-4o.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="detail">How closely it is looked at; only OpenAI's models can be asked.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not between 1 and 100,000 pixels.</exception>
    public static TokenEstimate Image(string? model, int width, int height, ImageDetail detail = ImageDetail.Auto)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, LargestSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, LargestSide);
        long tokens = ImageTokens.Of(model, width, height, detail == ImageDetail.Low);
        return new TokenEstimate(tokens, Math.Max(tokens, ImageTokens.Of(model, width, height, isLow: false)));
    }

    /// <summary>A tool that the model may call: the tokens of its JSON, which providers send in a shorter form, and what surrounds it.</summary>
    /// <param name="model">The model that will read it.</param>
    /// <param name="json">The tool's name, description and schema as JSON.</param>
    public static TokenEstimate Tool(string? model, ReadOnlySpan<char> json) => TokenEstimator.Estimate(model, json) + new TokenEstimate(PerTool, PerTool);

    /// <summary>What a request with tools has beside them, once.</summary>
    public static TokenEstimate ToolList { get; } = new(PerToolList, PerToolList);

    /// <summary>Sound, by its length: 10 tokens a second for OpenAI's models, 32 for Google's and all others.</summary>
    /// <param name="model">The model that will hear it.</param>
    /// <param name="length">How long it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static TokenEstimate Audio(string? model, TimeSpan length)
    {
        const int OpenAIPerSecond = 10, MostPerSecond = 32;
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TimeSpan.Zero);
        long most = PerSecond(length, MostPerSecond);
        return new TokenEstimate(TokenCounter.ForModel(model) is null ? most : PerSecond(length, OpenAIPerSecond), most);
    }

    /// <summary>Pages of a document that is sent as a file: Google's models see each as one picture, all others read its text and see it.</summary>
    /// <param name="model">The model that will read it.</param>
    /// <param name="pages">The number of pages.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static TokenEstimate Pages(string? model, int pages)
    {
        const int GeminiPerPage = 258, ExpectedPerPage = 2_250, MostPerPage = 4_600;
        ArgumentOutOfRangeException.ThrowIfNegative(pages);
        bool isGemini = model?.Contains("gemini", StringComparison.OrdinalIgnoreCase) == true;
        return new TokenEstimate((long)pages * (isGemini ? GeminiPerPage : ExpectedPerPage), (long)pages * (isGemini ? GeminiPerPage : MostPerPage));
    }

    private static long PerSecond(TimeSpan length, int tokens) => (long)((((Int128)length.Ticks * tokens) + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);
}
