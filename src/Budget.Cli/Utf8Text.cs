using System.Buffers;
using System.Text.Unicode;

namespace BudgetGen.Cli;

/// <summary>UTF-8 as text, without its byte order mark. Bytes that are no UTF-8 are refused: what somebody else would make of them has other tokens.</summary>
internal sealed class Utf8Text(Stream stream, string name) : TextReader
{
    private readonly byte[] _bytes = new byte[1 << 16];
    private int _start;
    private int _end;
    private long _offset;
    private bool _begun;
    private bool _ended;

    /// <summary>The second half of a character for which there was no room.</summary>
    private char? _half;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        if (_half is { } half)
        {
            (buffer[0], _half) = (half, null);
            return 1;
        }

        while (true)
        {
            if (!_begun)
                Begin();
            OperationStatus status = Utf8.ToUtf16(_bytes.AsSpan(_start, _end - _start), buffer, out int read, out int written, replaceInvalidSequences: false, isFinalBlock: _ended);
            _start += read;
            _offset += read;
            if (written > 0)
                return written;
            if (status == OperationStatus.InvalidData)
                throw new CliException($"{name}: byte {_offset} is not UTF-8 (0x{_bytes[_start]:X2}). Convert the text to UTF-8.");
            if (status == OperationStatus.DestinationTooSmall)
                return Split(buffer);
            if (_ended)
                return 0;
            Fill();
        }
    }

    private void Begin()
    {
        _begun = true;
        while (!_ended && _end < 3)
            Fill();
        ReadOnlySpan<byte> first = _bytes.AsSpan(0, _end);
        if (first.StartsWith<byte>([0xFF, 0xFE]) || first.StartsWith<byte>([0xFE, 0xFF]))
            throw new CliException($"{name}: this is UTF-16. Convert the text to UTF-8.");
        if (first.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
            _offset = _start = 3;
    }

    /// <summary>A character of two halves where there is room for one.</summary>
    private int Split(Span<char> buffer)
    {
        Span<char> pair = stackalloc char[2];
        _ = Utf8.ToUtf16(_bytes.AsSpan(_start, Math.Min(4, _end - _start)), pair, out int read, out _, replaceInvalidSequences: false, isFinalBlock: false);
        _start += read;
        _offset += read;
        (buffer[0], _half) = (pair[0], pair[1]);
        return 1;
    }

    private void Fill()
    {
        _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
        _end -= _start;
        _start = 0;
        int read = stream.Read(_bytes, _end, _bytes.Length - _end);
        _end += read;
        _ended = read == 0;
    }
}
