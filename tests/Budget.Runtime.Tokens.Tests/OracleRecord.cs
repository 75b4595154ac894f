using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace BudgetGen.Tokens.Tests;

/// <summary>A text, and what the original tokenizer counts in it. See Oracle/counts.mjs for the form.</summary>
internal sealed record OracleRecord(string Text, int O200k, int Cl100k)
{
    /// <summary>What is kept in the repository: 3,000 hostile strings, and pieces of this project's documents and code.</summary>
    public static IEnumerable<OracleRecord> Corpus()
    {
        using Stream packed = typeof(OracleRecord).Assembly.GetManifestResourceStream("corpus.br")!;
        using var unpacked = new BrotliStream(packed, CompressionMode.Decompress);
        foreach (OracleRecord record in Read(unpacked))
            yield return record;
    }

    public static IEnumerable<OracleRecord> Read(Stream stream)
    {
        byte[] head = new byte[3 * sizeof(int)];
        while (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            byte[] units = new byte[BinaryPrimitives.ReadInt32LittleEndian(head) * sizeof(char)];
            stream.ReadExactly(units);
            yield return new OracleRecord(
                new string(MemoryMarshal.Cast<byte, char>(units)),
                BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(sizeof(int))),
                BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(2 * sizeof(int))));
        }
    }
}
