namespace BudgetGen;

/// <summary>
/// Counts the tokens of text with a published vocabulary: exactly as the original tokenizer's <c>encode_ordinary</c>, so that <c>&lt;|endoftext|&gt;</c> and
/// its like are ordinary text. Never throws, allocates nothing, takes time in proportion to the text whatever the text is. Safe for any number of threads.
/// </summary>
public sealed class TokenCounter
{
    private static readonly Lazy<TokenCounter> s_o200k = new(static () => new TokenCounter("o200k_base", TokenEncoding.O200kBase));
    private static readonly Lazy<TokenCounter> s_cl100k = new(static () => new TokenCounter("cl100k_base", TokenEncoding.Cl100kBase));

    private readonly PieceCounter _pieces;
    private readonly TokenEncoding _kind;

    private TokenCounter(string encoding, TokenEncoding kind)
    {
        Encoding = encoding;
        _kind = kind;
        _pieces = new PieceCounter(Vocabulary.Read(encoding));
    }

    /// <summary>The name of the encoding, such as <c>o200k_base</c>.</summary>
    public string Encoding { get; }

    /// <summary>The counter of an encoding. The first use of an encoding reads its vocabulary: some tens of milliseconds, about ten megabytes.</summary>
    /// <param name="encoding"><c>o200k_base</c> or <c>cl100k_base</c>.</param>
    /// <exception cref="ArgumentException">No such vocabulary is embedded.</exception>
    public static TokenCounter ForEncoding(string encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        return encoding switch
        {
            "o200k_base" => Of(TokenEncoding.O200kBase),
            "cl100k_base" => Of(TokenEncoding.Cl100kBase),
            _ => throw new ArgumentException($"There is no vocabulary '{encoding}'. Use o200k_base or cl100k_base.", nameof(encoding)),
        };
    }

    /// <summary>
    /// The counter for what a model reads, or null if its vocabulary is not published (Anthropic, Google and others) or the name is not known. Dated names,
    /// fine-tunes, names with providers in front and Azure's spellings are found.
    /// </summary>
    /// <param name="model">The model's name.</param>
    public static TokenCounter? ForModel(string? model) => ModelEncodings.Of(model) is { } encoding ? Of(encoding) : null;

    /// <summary>The number of tokens of a text. A surrogate without its other half counts as U+FFFD.</summary>
    /// <param name="text">The text.</param>
    public long Count(ReadOnlySpan<char> text) =>
        _kind == TokenEncoding.O200kBase ? _pieces.Count<O200kPieces>(text) : _pieces.Count<Cl100kPieces>(text);

    /// <summary>
    /// The number of tokens of a text that is read in parts: the same as of the whole text, in the memory of a part. A text without white space, such as one long line
    /// of Chinese, is one part.
    /// </summary>
    /// <param name="text">The text, read to its end.</param>
    public long Count(TextReader text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new TextChunks(text);
        long count = 0;
        for (ReadOnlySpan<char> part = parts.Next(); !part.IsEmpty; part = parts.Next())
            count += Count(part);
        return count;
    }

    internal static TokenCounter Of(TokenEncoding encoding) => (encoding == TokenEncoding.O200kBase ? s_o200k : s_cl100k).Value;
}
