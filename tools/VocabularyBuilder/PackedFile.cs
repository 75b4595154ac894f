using System.Buffers.Binary;
using System.IO.Compression;

namespace BudgetGen.Tools;

/// <summary>A file that the runtime embeds: the unpacked length, and brotli.</summary>
internal static class PackedFile
{
    private const int BestQuality = 11;
    private const int LargestWindow = 24;

    public static void Write(string path, byte[] columns)
    {
        byte[] packed = new byte[BrotliEncoder.GetMaxCompressedLength(columns.Length)];
        if (!BrotliEncoder.TryCompress(columns, packed, out int length, BestQuality, LargestWindow))
            throw new InvalidOperationException($"{path} does not fit its buffer.");

        using FileStream file = File.Create(path);
        Span<byte> unpacked = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(unpacked, columns.Length);
        file.Write(unpacked);
        file.Write(packed, 0, length);
        Console.WriteLine($"{path}: {columns.Length:N0} bytes, packed {length:N0}");
    }
}
