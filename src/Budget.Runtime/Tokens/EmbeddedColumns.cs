using System.Buffers.Binary;
using System.IO.Compression;

namespace BudgetGen;

/// <summary>What tools/VocabularyBuilder has put into the assembly: brotli, with the unpacked length in front.</summary>
internal static class EmbeddedColumns
{
    public static byte[] Read(string name)
    {
        using Stream packed = typeof(EmbeddedColumns).Assembly.GetManifestResourceStream($"BudgetGen.Tokens.{name}.br")
            ?? throw new InvalidOperationException($"The assembly was built without the vocabulary file {name}.br.");
        Span<byte> length = stackalloc byte[sizeof(int)];
        packed.ReadExactly(length);
        byte[] columns = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        using var unpacked = new BrotliStream(packed, CompressionMode.Decompress);
        unpacked.ReadExactly(columns);
        return columns;
    }
}
