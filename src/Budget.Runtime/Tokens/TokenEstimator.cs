using System.Buffers;
using System.Text;

namespace BudgetGen;

/// <summary>
/// Estimates tokens from text alone: no vocabulary, no network, no allocation, linear time, never throws. An estimate, not a count; see docs/pricing.md for
/// how far it was off on which text.
/// </summary>
public static class TokenEstimator
{
    /// <summary>Framing of a chat message: a rule of thumb.</summary>
    private const int TokensPerMessage = 3;

    /// <summary>A name takes one more, so that a message never has more framing than this.</summary>
    private const int MostTokensPerMessage = 4;

    /// <summary>What primes the reply.</summary>
    private const int TokensPerReply = 3;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <summary>Estimates the tokens of a text.</summary>
    /// <param name="model">The model that will read it; null or unknown: a cautious middle.</param>
    /// <param name="text">The text.</param>
    public static TokenEstimate Estimate(string? model, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return default;

        long bytes = Encoding.UTF8.GetByteCount(text);
        long ascii = bytes == text.Length ? bytes : CountAscii(text);
        long digits = text.CountAny(Digits);
        TokenizerRates rates = TokenizerRates.Of(model);
        long thousandths = ((ascii - digits) * rates.Ascii) + (digits * rates.Digit) + ((bytes - ascii) * rates.OtherByte);
        return new TokenEstimate((thousandths + 999) / 1_000, bytes);
    }

    /// <summary>Estimates the tokens of a conversation: its texts, 3 for each message, and 3 that prime the reply.</summary>
    /// <param name="model">The model that will read it; null or unknown: a cautious middle.</param>
    /// <param name="messages">The texts of the messages.</param>
    public static TokenEstimate CountMessages(string? model, params IEnumerable<string> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var sum = default(TokenEstimate);
        foreach (string message in messages)
            sum += Estimate(model, message) + new TokenEstimate(TokensPerMessage, MostTokensPerMessage);
        return sum == default ? sum : sum + new TokenEstimate(TokensPerReply, TokensPerReply);
    }

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
