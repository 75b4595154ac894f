using System.Buffers;
using System.Text;

namespace BudgetGen;

/// <summary>
/// Tells tokens before a call. Text for a model whose vocabulary is published is counted exactly; for all others it is an estimate, which says so. No
/// network, no allocation, linear time, never throws. Formulas, sources and errors are in docs/tokens.md.
/// </summary>
public static class TokenEstimator
{
    /// <summary>Framing of a chat message.</summary>
    private const int TokensPerMessage = 3;

    /// <summary>A name takes one more, so that a message never has more framing than this.</summary>
    private const int MostTokensPerMessage = 4;

    /// <summary>What primes the reply.</summary>
    private const int TokensPerReply = 3;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <summary>The tokens of a text.</summary>
    /// <param name="model">The model that will read it; null or unknown: a cautious middle.</param>
    /// <param name="text">The text.</param>
    public static TokenEstimate Estimate(string? model, ReadOnlySpan<char> text) => Estimate(model, text, null);

    /// <summary>The tokens of a text, by what earlier calls have taught about models whose vocabulary is not published.</summary>
    /// <param name="model">The model that will read it; null or unknown: a cautious middle.</param>
    /// <param name="text">The text.</param>
    /// <param name="calibration">What was learned; null: nothing. It never changes an exact count, nor the upper bound.</param>
    public static TokenEstimate Estimate(string? model, ReadOnlySpan<char> text, TokenCalibration? calibration)
    {
        if (text.IsEmpty)
            return default;

        long bytes = Encoding.UTF8.GetByteCount(text);
        if (TokenCounter.ForModel(model) is { } counter)
            return new TokenEstimate(counter.Count(text), bytes) { IsExact = true };
        if (calibration?.Correct(model, TokenCalibration.OfSize(bytes)) is { } learned)
            return new TokenEstimate(Math.Min(learned, bytes), bytes);

        long ascii = bytes == text.Length ? bytes : CountAscii(text);
        long o200k = TokenCounter.Of(TokenEncoding.O200kBase).Count(text);
        return new TokenEstimate(TokenizerRates.Of(model).Expect(o200k, bytes, ascii, text.CountAny(Digits)), bytes);
    }

    /// <summary>The tokens of a text that is read in parts: the same as of the whole text, in the memory of a part (see <see cref="TokenCounter.Count(TextReader)"/>).</summary>
    /// <param name="model">The model that will read it; null or unknown: a cautious middle.</param>
    /// <param name="text">The text, read to its end.</param>
    public static TokenEstimate Estimate(string? model, TextReader text)
    {
        ArgumentNullException.ThrowIfNull(text);
        TokenCounter? own = TokenCounter.ForModel(model);
        TokenCounter counter = own ?? TokenCounter.Of(TokenEncoding.O200kBase);
        var parts = new TextChunks(text);
        long tokens = 0, bytes = 0, ascii = 0, digits = 0;
        for (ReadOnlySpan<char> part = parts.Next(); !part.IsEmpty; part = parts.Next())
        {
            tokens += counter.Count(part);
            bytes += Encoding.UTF8.GetByteCount(part);
            ascii += CountAscii(part);
            digits += part.CountAny(Digits);
        }

        if (bytes == 0)
            return default;
        return own is null ? new TokenEstimate(TokenizerRates.Of(model).Expect(tokens, bytes, ascii, digits), bytes) : new TokenEstimate(tokens, bytes) { IsExact = true };
    }

    /// <summary>
    /// The error to expect of an estimate of text, percent: 0 where it is an exact count, 10 for Llama 3 and 4, and 33 for all others. Only Llama 3's was measured. It is
    /// without what calls have taught; <see cref="TokenCalibration"/> knows the error of that.
    /// </summary>
    /// <param name="model">The model that will read it; null or unknown: a cautious middle.</param>
    public static int ErrorPercent(string? model) => ModelEncodings.Of(model) is null ? TokenizerRates.Of(model).ErrorPercent : 0;

    /// <summary>
    /// The tokens of a conversation: its texts, 3 for each message, and 3 that prime the reply. The framing is what OpenAI describes for its chat models and
    /// may change, so a conversation is never exact.
    /// </summary>
    /// <param name="model">The model that will read it; null or unknown: a cautious middle.</param>
    /// <param name="messages">The texts of the messages.</param>
    public static TokenEstimate CountMessages(string? model, params IEnumerable<string> messages) => CountMessages(model, null, messages);

    /// <summary>As <see cref="CountMessages(string?, IEnumerable{string})"/>, by what earlier calls have taught.</summary>
    /// <param name="model">The model that will read it; null or unknown: a cautious middle.</param>
    /// <param name="calibration">What was learned; null: nothing.</param>
    /// <param name="messages">The texts of the messages.</param>
    public static TokenEstimate CountMessages(string? model, TokenCalibration? calibration, IEnumerable<string> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var sum = default(TokenEstimate);
        foreach (string message in messages)
            sum += Estimate(model, message, calibration) + new TokenEstimate(TokensPerMessage, MostTokensPerMessage);
        return sum == default ? sum : sum + new TokenEstimate(TokensPerReply, TokensPerReply);
    }

    /// <summary>The tokens of a message's name field: its text and the one that marks it.</summary>
    /// <param name="model">The model that will read it.</param>
    /// <param name="name">The name.</param>
    public static TokenEstimate EstimateName(string? model, ReadOnlySpan<char> name) =>
        name.IsEmpty ? default : Estimate(model, name) + new TokenEstimate(MostTokensPerMessage - TokensPerMessage, MostTokensPerMessage - TokensPerMessage);

    private static long CountAscii(ReadOnlySpan<char> text)
    {
        long count = 0;
        foreach (char c in text)
        {
            if (char.IsAscii(c))
                count++;
        }

        return count;
    }
}
