using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace BudgetGen.Cli;

/// <summary>
/// A JSON array of strings, read one by one. A string may have half of a surrogate pair as an escape (<c>"\ud800"</c>): JavaScript reads it as it stands, and
/// so does this, where .NET's own readers refuse the string.
/// </summary>
internal sealed class JsonStrings(Stream stream, string name)
{
    private byte[] _bytes = new byte[1 << 16];
    private char[] _chars = new char[1 << 12];
    private int _end;
    private int _index;

    /// <summary>Reads all strings. The text that <paramref name="each"/> gets is valid during the call only.</summary>
    public void Read(Action<ReadOnlySpan<char>> each)
    {
        try
        {
            ReadAll(each);
        }
        catch (JsonException broken)
        {
            throw new CliException($"{name}: this is not valid JSON: {broken.Message}");
        }
    }

    private void ReadAll(Action<ReadOnlySpan<char>> each)
    {
        var state = default(JsonReaderState);
        bool ended = Fill();
        int start = _bytes.AsSpan(0, _end).StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? 3 : 0;
        while (true)
        {
            var reader = new Utf8JsonReader(_bytes.AsSpan(start, _end - start), ended, state);
            while (reader.Read())
                Take(in reader, each);
            if (ended)
                return;

            state = reader.CurrentState;
            int used = start + (int)reader.BytesConsumed;
            _bytes.AsSpan(used, _end - used).CopyTo(_bytes);
            _end -= used;
            start = 0;

            // A string that is longer than all the room there is.
            if (_end == Array.MaxLength)
                throw new CliException($"{name}: [{_index}] is longer than {Array.MaxLength} bytes.");
            if (_end == _bytes.Length)
                Array.Resize(ref _bytes, (int)Math.Min(2L * _bytes.Length, Array.MaxLength));
            ended = Fill();
        }
    }

    private void Take(in Utf8JsonReader reader, Action<ReadOnlySpan<char>> each)
    {
        if (reader.CurrentDepth == 0)
        {
            if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.EndArray))
                throw new CliException($"{name}: an array of strings is needed, and this is {Kind(reader.TokenType)}.");
            return;
        }

        if (reader.TokenType != JsonTokenType.String)
            throw new CliException($"{name}: [{_index}] is {Kind(reader.TokenType)}; each must be a string.");
        each(Text(reader.ValueSpan));
        _index++;
    }

    private ReadOnlySpan<char> Text(ReadOnlySpan<byte> raw)
    {
        // A byte never becomes more than one UTF-16 unit.
        if (_chars.Length < raw.Length)
            _chars = new char[(int)Math.Min(2L * raw.Length, Array.MaxLength)];
        int length = 0;
        while (true)
        {
            int slash = raw.IndexOf((byte)'\\');
            length += Transcode(slash < 0 ? raw : raw[..slash], _chars.AsSpan(length));
            if (slash < 0)
                return _chars.AsSpan(0, length);
            byte escape = raw[slash + 1];
            _chars[length++] = escape == 'u' ? Hex(raw.Slice(slash + 2, 4)) : Escaped(escape);
            raw = raw[(slash + (escape == 'u' ? 6 : 2))..];
        }
    }

    private int Transcode(ReadOnlySpan<byte> raw, Span<char> to) =>
        Utf8.ToUtf16(raw, to, out _, out int written, replaceInvalidSequences: false) == OperationStatus.Done
            ? written
            : throw new CliException($"{name}: [{_index}] has bytes that are not UTF-8. Write them as escapes, such as \\ufffd, or convert the file.");

    /// <summary>Four digits that the reader has looked at already.</summary>
    private static char Hex(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out ushort unit, out _, 'x') ? (char)unit : throw new JsonException("An escape needs four hexadecimal digits.");

    private static char Escaped(byte escape) => escape switch
    {
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        _ => (char)escape,
    };

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    /// <summary>Reads on until there is no room, or nothing more.</summary>
    private bool Fill()
    {
        _end += stream.ReadAtLeast(_bytes.AsSpan(_end), _bytes.Length - _end, throwOnEndOfStream: false);
        return _end < _bytes.Length;
    }
}
