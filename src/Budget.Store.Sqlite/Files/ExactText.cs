using System.Buffers;
using System.Text.Unicode;

namespace BudgetGen.Sqlite;

/// <summary>
/// Text as SQLite keeps it: UTF-8, except that a lone surrogate becomes the three bytes it would have as a character of its own. Replacing it, as
/// encoders usually do, would make two different ids into one account.
/// </summary>
internal static class ExactText
{
    /// <summary>The most bytes that a UTF-16 unit can become.</summary>
    private const int MaxBytesPerChar = 3;

    /// <summary>Encodes into <paramref name="buffer"/>, which grows as needed.</summary>
    public static ReadOnlySpan<byte> Encode(string text, ref byte[] buffer)
    {
        int most = checked(text.Length * MaxBytesPerChar);
        if (buffer.Length < most)
            buffer = new byte[Math.Max(most, buffer.Length * 2)];

        ReadOnlySpan<char> rest = text;
        int length = 0;
        while (true)
        {
            OperationStatus status = Utf8.FromUtf16(rest, buffer.AsSpan(length), out int read, out int written, replaceInvalidSequences: false);
            length += written;
            if (status == OperationStatus.Done)
                return buffer.AsSpan(0, length);

            char lone = rest[read];
            buffer[length++] = (byte)(0xE0 | (lone >> 12));
            buffer[length++] = (byte)(0x80 | ((lone >> 6) & 0x3F));
            buffer[length++] = (byte)(0x80 | (lone & 0x3F));
            rest = rest[(read + 1)..];
        }
    }

    /// <summary>Decodes what <see cref="Encode"/> wrote. Bytes that are neither become U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        char[] chars = ArrayPool<char>.Shared.Rent(Math.Max(1, bytes.Length));
        try
        {
            int length = 0;
            while (true)
            {
                OperationStatus status = Utf8.ToUtf16(bytes, chars.AsSpan(length), out int read, out int written, replaceInvalidSequences: false);
                length += written;
                if (status == OperationStatus.Done)
                    return new string(chars, 0, length);

                bytes = bytes[read..];
                bool lone = bytes.Length >= 3 && bytes[0] == 0xED && bytes[1] is >= 0xA0 and <= 0xBF && (bytes[2] & 0xC0) == 0x80;
                chars[length++] = lone ? (char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)) : '\uFFFD';
                bytes = bytes[(lone ? 3 : 1)..];
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }
}
