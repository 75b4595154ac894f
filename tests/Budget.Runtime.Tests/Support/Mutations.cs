using System.Text;

namespace BudgetGen.Tests;

/// <summary>Wrong files made of right ones. The same number makes the same file, so a finding can be run again.</summary>
internal sealed class Mutations(IReadOnlyList<byte[]> corpus)
{
    private const int Longest = 64 * 1024;

    private static readonly byte[][] s_words = [.. new[]
    {
        "&a ", "*a", "<<: *a", "!!str ", "!x ", "- ", "? ", ": ", "|\n", ">-\n", "---\n", "...\n", "%YAML 9.9\n", "\t", "#", "{", "}", "[", "]", ",", "\"", "'", "\\", "\n", "\r", "\r\n", "  ",
        "0", "1", "7", "100", "101", "~", "null", "yes", "on", ".nan", ".inf", "-.inf", "NaN", "Infinity", "1e999", "1e-30", "-1", "-0", "0x10", "0o17", "010", "1_000", "1,000", "1:30", "0.0000000001",
        "9223372036854775808", "79228162514264337593543950336", "99999999999999999999999999999999999999", "00:00:00", "10675199.02:48:05.4775808", "24:00:00", "0001-01-01", "9999-12-31T23:59:59.9999999-14:00",
        "0001-01-01T00:00:00+14:00", "unlimited", "global", "tag", "custom", "rolling", "fallback", "throttle", "true", "false", "Etc/../../dev/zero",
        "\"\\0\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\U00110000\"", "\"\\xZZ\"", "\\ud800", "\\u0000", "\0", "\ufeff", "\u0085", "\u2028", "\u202e", "\ufffe", "\u0430",
        "name: x\n", "limit_amount: 1\n", "budget:\n", "budget_policies:\n", "alert_channels:\n", "and: []\n", "\"Name\":\"x\",", "\"Limit\":null,", "\"And\":[{}],", "{\"Scope\":\"Tag\"},",
    }.Select(Encoding.UTF8.GetBytes), [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF, 0xFE]];

    public byte[] Make(int number)
    {
        var random = new Random(number);
        List<byte> bytes = [.. corpus[random.Next(corpus.Count)]];

        // Mostly one change: what is wrong in two places is refused for the first of them.
        do
            Mutate(bytes, random);
        while (random.Next(3) == 0);
        return [.. bytes.Take(Longest)];
    }

    private void Mutate(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count + 1);
        int length = Math.Min(random.Next(1, random.Next(2) == 0 ? 4 : 64), bytes.Count - at);
        switch (random.Next(10))
        {
            case 0 when length > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when length > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                byte[] other = corpus[random.Next(corpus.Count)];
                bytes.InsertRange(at, other.Skip(random.Next(other.Length)).Take(random.Next(1, 200)));
                break;
            case 6:
                byte[] word = s_words[random.Next(s_words.Length)];
                bytes.InsertRange(at, Enumerable.Repeat(word, random.Next(8) == 0 ? random.Next(1, 400) : 1).SelectMany(static w => w));
                break;
            case 7:
                SwapLines(bytes, random);
                break;
            default:
                ReplaceValue(bytes, at, s_words[random.Next(s_words.Length)]);
                break;
        }
    }

    /// <summary>Puts a word where a value or a key stood: that goes deeper than noise, which mostly ends in the parser.</summary>
    private static void ReplaceValue(List<byte> bytes, int at, byte[] word)
    {
        while (at < bytes.Count && !IsWord(bytes[at]))
            at++;
        int start = at;
        while (start > 0 && IsWord(bytes[start - 1]))
            start--;
        int end = at;
        while (end < bytes.Count && IsWord(bytes[end]))
            end++;
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, word);
    }

    private static bool IsWord(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'.' or (byte)'-';

    private static void SwapLines(List<byte> bytes, Random random)
    {
        string[] lines = Encoding.Latin1.GetString([.. bytes]).Split('\n');
        int one = random.Next(lines.Length);
        int two = random.Next(lines.Length);
        (lines[one], lines[two]) = (lines[two], lines[one]);
        bytes.Clear();
        bytes.AddRange(Encoding.Latin1.GetBytes(string.Join('\n', lines)));
    }
}
