using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BudgetGen.Sqlite;

/// <summary>Values as bytes that cannot be read in two ways: numbers of a fixed length, texts with their length. What is hashed is written here first.</summary>
internal sealed class CanonicalBytes
{
    private byte[] _bytes = new byte[4_096];
    private byte[] _text = new byte[256];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Add(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);
        _length += sizeof(long);
    }

    public void Add(UInt128 value)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(Room(16), value);
        _length += 16;
    }

    public void Add(ReservationId id)
    {
        id.WriteBytes(Room(16));
        _length += 16;
    }

    /// <summary>Adds a number that may be absent, which is not 0.</summary>
    public void Add(long? value)
    {
        Room(1)[0] = value is null ? (byte)0 : (byte)1;
        _length++;
        Add(value.GetValueOrDefault());
    }

    /// <summary>Adds a text that may be absent, which is not an empty one.</summary>
    public void Add(string? text)
    {
        if (text is null)
            AddLength(-1);
        else
            Add(ExactText.Encode(text, ref _text));
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        AddLength(bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Hashes what was written, and forgets it.</summary>
    /// <returns>The first 128 bits of the SHA-256.</returns>
    public UInt128 Digest()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Written, hash);
        Clear();
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>Hashes what was written to 64 bits, and forgets it.</summary>
    public long Seal() => unchecked((long)(ulong)Digest());

    private void AddLength(int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Room(sizeof(int)), length);
        _length += sizeof(int);
    }

    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - _length < bytes)
            Array.Resize(ref _bytes, Math.Max(checked(_length + bytes), _bytes.Length * 2));
        return _bytes.AsSpan(_length);
    }
}
