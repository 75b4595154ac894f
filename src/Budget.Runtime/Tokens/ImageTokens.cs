namespace BudgetGen;

/// <summary>How a family of models turns the size of a picture into tokens, by the formulas that its provider publishes. Sizes are in pixels.</summary>
internal readonly record struct ImageTokens
{
    private const int Tile = 512;
    private const int Square = 2_048;
    private const int ShortSide = 768;
    private const int Patch = 32;
    private const int MostPatches = 1_536;
    private const int GeminiTile = 768;
    private const int GeminiSmall = 384;
    private const int GeminiTokens = 258;
    private const int ClaudeLongSide = 1_568;
    private const int ClaudePixels = 750;
    private const int ClaudeMost = 1_600;

    private ImageTokens(int perImage, int perTile, int perHundredPatches = 0) => (PerImage, PerTile, PerHundredPatches) = (perImage, perTile, perHundredPatches);

    private int PerImage { get; }

    private int PerTile { get; }

    private int PerHundredPatches { get; }

    public static long Of(string? model, long width, long height, bool isLow)
    {
        string name = model ?? "";
        if (Has(name, "claude"))
            return OfClaude(width, height);
        if (Has(name, "gemini") || Has(name, "gemma"))
            return width <= GeminiSmall && height <= GeminiSmall ? GeminiTokens : GeminiTokens * Parts(width, GeminiTile) * Parts(height, GeminiTile);
        return OpenAIOf(name).Count(width, height, isLow);
    }

    private static ImageTokens OpenAIOf(string model)
    {
        if (Has(model, "gpt-4o-mini"))
            return new ImageTokens(2_833, 5_667);
        if (Has(model, "gpt-4.1-mini") || Has(model, "gpt-5-mini"))
            return new ImageTokens(0, 0, 162);
        if (Has(model, "gpt-4.1-nano") || Has(model, "gpt-5-nano"))
            return new ImageTokens(0, 0, 246);
        if (Has(model, "o4-mini"))
            return new ImageTokens(0, 0, 172);
        if (Has(model, "gpt-5"))
            return new ImageTokens(70, 140);
        if (Has(model, "computer-use"))
            return new ImageTokens(65, 129);
        return Has(model, "o1") || Has(model, "o3") ? new ImageTokens(75, 150) : new ImageTokens(85, 170);
    }

    private long Count(long width, long height, bool isLow)
    {
        if (PerHundredPatches > 0)
            return ((Math.Min(MostPatches, Parts(width, Patch) * Parts(height, Patch)) * PerHundredPatches) + 99) / 100;
        if (isLow)
            return PerImage;

        (width, height) = Shrink(width, height, Math.Max(width, height), Square);
        (width, height) = Shrink(width, height, Math.Min(width, height), ShortSide);
        return PerImage + (PerTile * Parts(width, Tile) * Parts(height, Tile));
    }

    private static long OfClaude(long width, long height)
    {
        (width, height) = Shrink(width, height, Math.Max(width, height), ClaudeLongSide);
        return Math.Min(ClaudeMost, Parts(width * height, ClaudePixels));
    }

    /// <summary>Scales a picture down until one side of it is no longer than a limit.</summary>
    private static (long Width, long Height) Shrink(long width, long height, long side, long limit) =>
        side <= limit ? (width, height) : (Math.Max(1, width * limit / side), Math.Max(1, height * limit / side));

    private static long Parts(long length, long part) => (length + part - 1) / part;

    private static bool Has(string model, string part) => model.Contains(part, StringComparison.OrdinalIgnoreCase);
}
