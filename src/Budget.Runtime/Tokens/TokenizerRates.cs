namespace BudgetGen;

/// <summary>How many thousandths of a token a piece of text costs on average, by family of tokenizers.</summary>
/// <param name="Ascii">An ASCII character that is no digit.</param>
/// <param name="Digit">An ASCII digit: numbers are cut into groups of three at most.</param>
/// <param name="OtherByte">A UTF-8 byte of any other character.</param>
internal readonly record struct TokenizerRates(int Ascii, int Digit, int OtherByte)
{
    /// <summary>OpenAI since gpt-4o, and what is trained like it: 4 bytes a token in nearly every script.</summary>
    private static readonly TokenizerRates O200k = new(250, 375, 250);

    /// <summary>OpenAI before gpt-4o, Llama 3: 3 bytes a token outside of ASCII.</summary>
    private static readonly TokenizerRates Cl100k = new(250, 375, 325);

    /// <summary>Anthropic states about 3.5 English characters for a token; nothing is published about other scripts.</summary>
    private static readonly TokenizerRates Claude = new(286, 400, 340);

    /// <summary>Google states about 4 characters for a token; every digit is one of its own.</summary>
    private static readonly TokenizerRates Gemini = new(250, 1_000, 250);

    /// <summary>Anything else: small vocabularies cut finer.</summary>
    private static readonly TokenizerRates Unknown = new(286, 400, 340);

    public static TokenizerRates Of(string? model)
    {
        if (model is null)
            return Unknown;
        if (Has(model, "claude"))
            return Claude;
        if (Has(model, "gemini") || Has(model, "gemma"))
            return Gemini;
        if (Has(model, "gpt-4-") || model.EndsWith("gpt-4", StringComparison.OrdinalIgnoreCase) || Has(model, "gpt-3.5") || Has(model, "text-embedding") || Has(model, "llama-3"))
            return Cl100k;
        return Has(model, "gpt-") || Has(model, "o1") || Has(model, "o3") || Has(model, "o4-") ? O200k : Unknown;
    }

    private static bool Has(string model, string part) => model.Contains(part, StringComparison.OrdinalIgnoreCase);
}
