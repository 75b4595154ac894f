using System.Numerics;

namespace BudgetGen.Sqlite;

/// <summary>
/// What a call used, packed: two bytes with a bit for each usual count that is known; where there is more, one mark among them and a number with a bit for each of the
/// rare ones; then what is known, in the order of the bits. Numbers are seven bits to the byte, texts have their length before them. The bits are part of the schema.
/// </summary>
internal static class PackedUsage
{
    private const int Usual = 11;
    private const int Rare = 17;
    private const int HasRare = 1 << 15;
    private const int MaxNumber = 10;

    /// <summary>The most bytes that the masks and all numbers take; texts come on top.</summary>
    private const int MaxNumbers = 2 + ((1 + Usual + Rare) * MaxNumber);

    /// <summary>Whether nothing is known but the totals: uncached text in, text out without reasoning. Compared whole, so that no count is overlooked.</summary>
    public static bool IsPlain(in LlmUsage usage, long inputTokens, long outputTokens) =>
        usage == LlmUsage.Of(inputTokens, outputTokens) with { Estimated = usage.Estimated, Inconsistent = usage.Inconsistent };

    /// <summary>Packs into <paramref name="bytes"/>, which grows as needed.</summary>
    /// <returns>How many bytes were written; 0 if nothing is known.</returns>
    public static int Pack(in LlmUsage usage, ref byte[] bytes)
    {
        byte[] size = [], quality = [];
        ReadOnlySpan<byte> sizeText = usage.ImageSize is { } s ? ExactText.Encode(s, ref size) : default;
        ReadOnlySpan<byte> qualityText = usage.ImageQuality is { } q ? ExactText.Encode(q, ref quality) : default;
        int most = checked(MaxNumbers + sizeText.Length + qualityText.Length);
        if (bytes.Length < most)
            bytes = new byte[most];

        int known = UsualOf(usage), rare = RareOf(usage);
        if (known == 0 && rare == 0)
            return 0;

        var to = new Writer(bytes);
        to.Byte((byte)known);
        to.Byte((byte)((known | (rare == 0 ? 0 : HasRare)) >> 8));
        if (rare != 0)
            to.Number((ulong)rare);
        to.Count(usage.Input);
        to.Count(usage.CacheRead);
        to.Count(usage.CacheWrite5m);
        to.Count(usage.CacheWrite1h);
        to.Count(usage.InputAudio);
        to.Count(usage.InputImage);
        to.Count(usage.Output);
        to.Count(usage.Reasoning);
        to.Count(usage.OutputAudio);
        to.Count(usage.OutputImage);
        to.Count(usage.WebSearches);
        if (rare == 0)
            return to.Length;

        to.Count(usage.CacheReadAudio);
        to.Count(usage.CacheReadImage);
        to.Count(usage.InputVideo);
        to.Count(usage.OutputVideo);
        to.Count(usage.Citation);
        to.Count(usage.Images);
        to.Count(usage.AudioMilliseconds);
        to.Count(usage.VideoMilliseconds);
        to.Count(usage.Characters);
        to.Count(usage.Pages);
        to.Count(usage.SearchUnits);
        to.Count(usage.Queries);
        to.Count(usage.Requests);
        to.Count(usage.Sessions);
        if (usage.ImageSize is not null)
            to.Text(sizeText);
        if (usage.ImageQuality is not null)
            to.Text(qualityText);
        to.Count((long?)usage.SearchContextSize);
        return to.Length;
    }

    /// <exception cref="InvalidDataException">The bytes are none that <see cref="Pack"/> wrote.</exception>
    public static LlmUsage Unpack(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return default;
        if (bytes.Length < 2)
            throw TooShort();

        int known = bytes[0] | (bytes[1] << 8);
        var from = new Reader(bytes[2..]);
        ulong rare = (known & HasRare) == 0 ? 0 : from.Number();
        if ((known & ~HasRare) >> Usual != 0 || rare >> Rare != 0 || (rare == 0) != ((known & HasRare) == 0))
            throw new InvalidDataException("a packed usage has counts that are not known");

        var usage = new LlmUsage
        {
            Input = from.Count(known, 0),
            CacheRead = from.Count(known, 1),
            CacheWrite5m = from.Count(known, 2),
            CacheWrite1h = from.Count(known, 3),
            InputAudio = from.Count(known, 4),
            InputImage = from.Count(known, 5),
            Output = from.Count(known, 6),
            Reasoning = from.Count(known, 7),
            OutputAudio = from.Count(known, 8),
            OutputImage = from.Count(known, 9),
            WebSearches = from.Count(known, 10),
        };
        if (rare != 0)
            usage = WithRare(usage, (int)rare, ref from);
        return from.IsAtEnd ? usage : throw new InvalidDataException("a packed usage has bytes too many");
    }

    private static LlmUsage WithRare(in LlmUsage usage, int rare, ref Reader from) => usage with
    {
        CacheReadAudio = from.Count(rare, 0),
        CacheReadImage = from.Count(rare, 1),
        InputVideo = from.Count(rare, 2),
        OutputVideo = from.Count(rare, 3),
        Citation = from.Count(rare, 4),
        Images = from.Count(rare, 5),
        AudioMilliseconds = from.Count(rare, 6),
        VideoMilliseconds = from.Count(rare, 7),
        Characters = from.Count(rare, 8),
        Pages = from.Count(rare, 9),
        SearchUnits = from.Count(rare, 10),
        Queries = from.Count(rare, 11),
        Requests = from.Count(rare, 12),
        Sessions = from.Count(rare, 13),
        ImageSize = from.Text(rare, 14),
        ImageQuality = from.Text(rare, 15),
        SearchContextSize = from.Count(rare, 16) is { } context
            ? (SearchContextSize)(context is >= int.MinValue and <= int.MaxValue ? context : throw new InvalidDataException("a packed usage has a size of searches that is none"))
            : null,
    };

    private static int UsualOf(in LlmUsage usage) =>
        Bit(usage.Input, 0) | Bit(usage.CacheRead, 1) | Bit(usage.CacheWrite5m, 2) | Bit(usage.CacheWrite1h, 3) | Bit(usage.InputAudio, 4) | Bit(usage.InputImage, 5)
        | Bit(usage.Output, 6) | Bit(usage.Reasoning, 7) | Bit(usage.OutputAudio, 8) | Bit(usage.OutputImage, 9) | Bit(usage.WebSearches, 10);

    private static int RareOf(in LlmUsage usage) =>
        Bit(usage.CacheReadAudio, 0) | Bit(usage.CacheReadImage, 1) | Bit(usage.InputVideo, 2) | Bit(usage.OutputVideo, 3) | Bit(usage.Citation, 4) | Bit(usage.Images, 5)
        | Bit(usage.AudioMilliseconds, 6) | Bit(usage.VideoMilliseconds, 7) | Bit(usage.Characters, 8) | Bit(usage.Pages, 9) | Bit(usage.SearchUnits, 10)
        | Bit(usage.Queries, 11) | Bit(usage.Requests, 12) | Bit(usage.Sessions, 13) | (usage.ImageSize is null ? 0 : 1 << 14) | (usage.ImageQuality is null ? 0 : 1 << 15)
        | Bit((long?)usage.SearchContextSize, 16);

    private static int Bit(long? count, int bit) => count is null ? 0 : 1 << bit;

    private static InvalidDataException TooShort() => new("a packed usage ends too early");

    private ref struct Writer(Span<byte> bytes)
    {
        private readonly Span<byte> _bytes = bytes;

        public int Length { get; private set; }

        public void Byte(byte value) => _bytes[Length++] = value;

        public void Number(ulong value)
        {
            for (; value >= 0x80; value >>= 7)
                Byte((byte)(value | 0x80));
            Byte((byte)value);
        }

        public void Count(long? count)
        {
            if (count is { } known)
                Number(unchecked((ulong)known));
        }

        public void Text(scoped ReadOnlySpan<byte> text)
        {
            Number((ulong)text.Length);
            text.CopyTo(_bytes[Length..]);
            Length += text.Length;
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public readonly bool IsAtEnd => _rest.IsEmpty;

        public ulong Number()
        {
            ulong value = 0;
            for (int i = 0; i < _rest.Length && i < MaxNumber; i++)
            {
                ulong bits = _rest[i] & 0x7FUL;
                value |= bits << (7 * i);
                if (_rest[i] >= 0x80)
                    continue;

                // One number has one form: no zeros behind it, nothing beyond 64 bits.
                if ((bits == 0 && i > 0) || (7 * i) + BitOperations.Log2(bits | 1) > 63)
                    throw new InvalidDataException("a packed usage has a number that is none");
                _rest = _rest[(i + 1)..];
                return value;
            }

            throw TooShort();
        }

        public long? Count(int known, int bit) => (known & (1 << bit)) == 0 ? null : unchecked((long)Number());

        public string? Text(int known, int bit)
        {
            if ((known & (1 << bit)) == 0)
                return null;

            ulong length = Number();
            if (length > (ulong)_rest.Length)
                throw TooShort();
            string text = ExactText.Decode(_rest[..(int)length]);
            byte[] again = [];
            if (!ExactText.Encode(text, ref again).SequenceEqual(_rest[..(int)length]))
                throw new InvalidDataException("a packed usage has a text that is none");
            _rest = _rest[(int)length..];
            return text;
        }
    }
}
