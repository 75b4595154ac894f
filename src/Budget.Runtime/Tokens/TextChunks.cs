namespace BudgetGen;

/// <summary>
/// A text that is read in parts, so that counting a long one does not need all of it in memory. A part ends between an ASCII letter or digit and the white space
/// behind it: in no encoding does a piece go on over that, nor does what comes later change where the pieces before it end.
/// </summary>
internal sealed class TextChunks(TextReader text, int size = TextChunks.UsualSize)
{
    public const int UsualSize = 1 << 17;

    private char[] _buffer = new char[size];
    private int _filled;
    private int _given;
    private bool _ended;

    /// <summary>The next part; empty at the end. It is valid until the next one is asked for.</summary>
    public ReadOnlySpan<char> Next()
    {
        _filled -= _given;
        Array.Copy(_buffer, _given, _buffer, 0, _filled);
        _given = 0;
        while (true)
        {
            Fill();
            _given = _ended ? _filled : LastBorder(_buffer.AsSpan(0, _filled));
            if (_given > 0 || _ended)
                return _buffer.AsSpan(0, _given);

            // One long piece, or a language without white space: twice as much, so that what is read again adds up to no more than the text.
            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, Array.MaxLength));
        }
    }

    private void Fill()
    {
        while (!_ended && _filled < _buffer.Length)
        {
            int read = text.Read(_buffer, _filled, _buffer.Length - _filled);
            _filled += read;
            _ended = read == 0;
        }
    }

    /// <summary>Where the last white space begins that follows a letter or digit; 0 if none does.</summary>
    private static int LastBorder(ReadOnlySpan<char> span)
    {
        for (int at = span.Length - 1; at > 0; at--)
        {
            if (span[at] is ' ' or '\n' or '\r' or '\t' && char.IsAsciiLetterOrDigit(span[at - 1]))
                return at;
        }

        return 0;
    }
}
