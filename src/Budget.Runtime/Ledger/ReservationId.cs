using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BudgetGen;

/// <summary>
/// The identity of a reservation: a ULID (48 bits of Unix milliseconds, 80 random bits), made before the call, so that it sorts by time and is
/// never used twice. Its text form is 26 characters of Crockford base 32.
/// </summary>
/// <param name="High">The first 64 bits: time and 16 random bits.</param>
/// <param name="Low">The last 64 bits, random.</param>
public readonly record struct ReservationId(ulong High, ulong Low) : IComparable<ReservationId>
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [ThreadStatic]
    private static RandomBlock? s_random;

    /// <summary>Makes a new id for an instant.</summary>
    public static ReservationId New(DateTimeOffset now)
    {
        RandomBlock random = s_random ??= new RandomBlock();
        ulong high = ((ulong)now.ToUnixTimeMilliseconds() << 16) | (random.Next() & 0xFFFF);
        return new ReservationId(high, random.Next());
    }

    /// <summary>Reads the 26-character text form.</summary>
    /// <returns>False if the text is no ULID.</returns>
    public static bool TryParse(string? text, out ReservationId id)
    {
        id = default;
        if (text is not { Length: 26 } || text[0] > '7')
            return false;

        UInt128 value = 0;
        foreach (char c in text)
        {
            int digit = Alphabet.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (digit < 0)
                return false;
            value = (value << 5) | (uint)digit;
        }

        id = new ReservationId((ulong)(value >> 64), (ulong)value);
        return true;
    }

    /// <summary>Reads the 16-byte form (big-endian).</summary>
    public static ReservationId FromBytes(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    /// <summary>Writes the 16-byte form (big-endian, sorts like the id).</summary>
    public void WriteBytes(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }

    /// <inheritdoc/>
    public int CompareTo(ReservationId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    /// <summary>True if <paramref name="left"/> sorts first.</summary>
    public static bool operator <(ReservationId left, ReservationId right) => left.CompareTo(right) < 0;

    /// <summary>True if <paramref name="left"/> sorts last.</summary>
    public static bool operator >(ReservationId left, ReservationId right) => left.CompareTo(right) > 0;

    /// <summary>True if <paramref name="left"/> does not sort last.</summary>
    public static bool operator <=(ReservationId left, ReservationId right) => left.CompareTo(right) <= 0;

    /// <summary>True if <paramref name="left"/> does not sort first.</summary>
    public static bool operator >=(ReservationId left, ReservationId right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(26, new UInt128(High, Low), static (text, value) =>
    {
        for (int i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }
    });

    /// <summary>Random numbers by the block: one call of the system's generator serves 64 ids of one thread.</summary>
    private sealed class RandomBlock
    {
        private readonly byte[] _bytes = new byte[1024];
        private int _used = 1024;

        public ulong Next()
        {
            if (_used == _bytes.Length)
            {
                RandomNumberGenerator.Fill(_bytes);
                _used = 0;
            }

            ulong next = BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(_used));
            _used += sizeof(ulong);
            return next;
        }
    }
}
