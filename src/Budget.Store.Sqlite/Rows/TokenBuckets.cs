namespace BudgetGen.Sqlite;

/// <summary>The tokens of a call by bucket, packed: one bit for each that is known, then the known counts, seven bits to the byte.</summary>
internal static class TokenBuckets
{
    /// <summary>The most bytes that they take.</summary>
    public const int MaxBytes = 2 + (Count * 10);

    private const int Count = 11;

    /// <summary>Whether the buckets are the totals: uncached text in, text out without reasoning.</summary>
    public static bool ArePlain(in LlmUsage usage, long inputTokens, long outputTokens) =>
        usage is { CacheRead: null, CacheWrite5m: null, CacheWrite1h: null, InputAudio: null, InputImage: null, Reasoning: null, OutputAudio: null, OutputImage: null, WebSearches: null }
        && usage.Input == inputTokens && usage.Output == outputTokens;

    /// <returns>How many bytes were written; 0 if nothing is known.</returns>
    public static int Pack(in LlmUsage usage, Span<byte> bytes)
    {
        int known = 0, length = 2;
        Add(usage.Input, 0, bytes, ref known, ref length);
        Add(usage.CacheRead, 1, bytes, ref known, ref length);
        Add(usage.CacheWrite5m, 2, bytes, ref known, ref length);
        Add(usage.CacheWrite1h, 3, bytes, ref known, ref length);
        Add(usage.InputAudio, 4, bytes, ref known, ref length);
        Add(usage.InputImage, 5, bytes, ref known, ref length);
        Add(usage.Output, 6, bytes, ref known, ref length);
        Add(usage.Reasoning, 7, bytes, ref known, ref length);
        Add(usage.OutputAudio, 8, bytes, ref known, ref length);
        Add(usage.OutputImage, 9, bytes, ref known, ref length);
        Add(usage.WebSearches, 10, bytes, ref known, ref length);
        bytes[0] = (byte)known;
        bytes[1] = (byte)(known >> 8);
        return known == 0 ? 0 : length;
    }

    /// <exception cref="InvalidDataException">The bytes are none that <see cref="Pack"/> wrote.</exception>
    public static LlmUsage Unpack(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return default;
        if (bytes.Length < 2)
            throw new InvalidDataException("token buckets end too early");

        int known = bytes[0] | (bytes[1] << 8);
        bytes = bytes[2..];
        var usage = new LlmUsage
        {
            Input = Take(known, 0, ref bytes),
            CacheRead = Take(known, 1, ref bytes),
            CacheWrite5m = Take(known, 2, ref bytes),
            CacheWrite1h = Take(known, 3, ref bytes),
            InputAudio = Take(known, 4, ref bytes),
            InputImage = Take(known, 5, ref bytes),
            Output = Take(known, 6, ref bytes),
            Reasoning = Take(known, 7, ref bytes),
            OutputAudio = Take(known, 8, ref bytes),
            OutputImage = Take(known, 9, ref bytes),
            WebSearches = Take(known, 10, ref bytes),
        };
        return bytes.IsEmpty && known >> Count == 0 ? usage : throw new InvalidDataException("token buckets have bytes too many");
    }

    private static void Add(long? count, int bucket, Span<byte> bytes, ref int known, ref int length)
    {
        if (count is not { } value)
            return;

        known |= 1 << bucket;
        ulong rest = unchecked((ulong)value);
        for (; rest >= 0x80; rest >>= 7)
            bytes[length++] = (byte)(rest | 0x80);
        bytes[length++] = (byte)rest;
    }

    private static long? Take(int known, int bucket, ref ReadOnlySpan<byte> bytes)
    {
        if ((known & (1 << bucket)) == 0)
            return null;

        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (bytes.IsEmpty)
                break;
            byte next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return unchecked((long)value);
        }

        throw new InvalidDataException("token buckets end too early");
    }
}
