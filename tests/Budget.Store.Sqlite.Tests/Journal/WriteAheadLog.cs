using System.Buffers.Binary;

namespace BudgetGen.Sqlite.Tests.Journal;

/// <summary>The sums of SQLite's write-ahead log, as https://www.sqlite.org/fileformat2.html#checksum_algorithm describes them.</summary>
internal static class WriteAheadLog
{
    private const int HeaderLength = 32, FrameHeaderLength = 24;

    /// <summary>Makes the sums of the header and of every whole frame right again, whatever stands in them.</summary>
    public static void Sum(Span<byte> log)
    {
        if (log.Length < HeaderLength)
            return;

        // The lowest bit of the magic number says whether the sums are over big-endian words.
        bool isBigEndian = (log[3] & 1) == 1;
        uint page = BinaryPrimitives.ReadUInt32BigEndian(log[8..]);
        (uint first, uint second) = Add(log[..24], isBigEndian, (0, 0));
        Write(log[24..], first, second);
        if (page is 0 or > 65_536)
            return;

        for (int frame = HeaderLength; frame + FrameHeaderLength + page <= log.Length; frame += FrameHeaderLength + (int)page)
        {
            Span<byte> header = log.Slice(frame, FrameHeaderLength);
            log.Slice(16, 8).CopyTo(header[8..]);
            (first, second) = Add(header[..8], isBigEndian, (first, second));
            (first, second) = Add(log.Slice(frame + FrameHeaderLength, (int)page), isBigEndian, (first, second));
            Write(header[16..], first, second);
        }
    }

    private static (uint First, uint Second) Add(ReadOnlySpan<byte> bytes, bool isBigEndian, (uint First, uint Second) sum)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            sum.First += Word(bytes, isBigEndian) + sum.Second;
            sum.Second += Word(bytes[4..], isBigEndian) + sum.First;
        }

        return sum;
    }

    private static uint Word(ReadOnlySpan<byte> bytes, bool isBigEndian) => isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static void Write(Span<byte> bytes, uint first, uint second)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes, first);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], second);
    }
}
