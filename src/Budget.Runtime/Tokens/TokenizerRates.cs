namespace BudgetGen;

/// <summary>
/// How many tokens a family of models whose vocabulary is not published makes of text, for a thousand tokens of o200k_base. Which figures were measured, and
/// which are assumed, is in docs/tokens.md.
/// </summary>
/// <param name="Ascii">Of ASCII text.</param>
/// <param name="Other">Of all other text.</param>
/// <param name="SingleDigits">True if each digit is a token, and not three of them.</param>
/// <param name="ErrorPercent">The error to expect of a text, percent.</param>
internal readonly record struct TokenizerRates(int Ascii, int Other, bool SingleDigits = false, int ErrorPercent = TokenizerRates.AssumedErrorPercent)
{
    public const int One = 1_000;

    /// <summary>Where nobody outside has measured anything.</summary>
    private const int AssumedErrorPercent = 33;

    /// <summary>Assumed from what Anthropic states; its second generation, whose vocabulary is published, needs as many tokens for English and more elsewhere.</summary>
    private static readonly TokenizerRates Claude = new(1_150, 1_400);

    /// <summary>Google states about 4 characters for a token.</summary>
    private static readonly TokenizerRates Gemini = new(One, One, SingleDigits: true);

    /// <summary>Measured.</summary>
    private static readonly TokenizerRates Llama3 = new(1_010, 1_080, ErrorPercent: 10);

    /// <summary>Small vocabularies cut finer.</summary>
    private static readonly TokenizerRates Unknown = new(1_150, 1_400);

    public static TokenizerRates Of(string? model)
    {
        if (model is null)
            return Unknown;
        if (Has(model, "claude"))
            return Claude;
        if (Has(model, "gemini") || Has(model, "gemma"))
            return Gemini;
        return Has(model, "llama-3") || Has(model, "llama3") || Has(model, "llama-4") ? Llama3 : Unknown;
    }

    /// <summary>The tokens to expect of a text.</summary>
    /// <param name="o200k">Its tokens in o200k_base.</param>
    /// <param name="bytes">Its UTF-8 bytes.</param>
    /// <param name="ascii">Those of them that are ASCII.</param>
    /// <param name="digits">Those of them that are digits.</param>
    public long Expect(long o200k, long bytes, long ascii, long digits)
    {
        // A third of a token was counted for each digit already.
        Int128 thousandths = (Int128)o200k * (((Int128)ascii * Ascii) + ((Int128)(bytes - ascii) * Other)) / bytes;
        if (SingleDigits)
            thousandths += (Int128)digits * (2 * One / 3);
        return (long)Int128.Min(bytes, (thousandths + One - 1) / One);
    }

    private static bool Has(string model, string part) => model.Contains(part, StringComparison.OrdinalIgnoreCase);
}
