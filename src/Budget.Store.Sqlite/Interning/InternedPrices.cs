using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Ids of what calls were priced by. Calls that are priced alike bring one and the same object, so that it is looked at as text once.</summary>
internal sealed class InternedPrices(SqliteConnection connection) : IDisposable
{
    /// <summary>Characters; a line of a book has some hundred.</summary>
    private const int LongestText = 65_536;

    private readonly GenerationCache<PriceProvenance, Interned?> _known = new(4_096, ReferenceEqualityComparer.Instance);
    private readonly CanonicalBytes _bytes = new();
    private readonly Statement _find = new(connection, "SELECT id FROM price WHERE key = ?1");
    private readonly Statement _insert = new(connection, "INSERT INTO price (key, provenance) VALUES (?1, ?2)");

    /// <summary>Null where it could not be read back as it is: then the record keeps the name of the line.</summary>
    public Interned? Resolve(PriceProvenance price)
    {
        if (_known.TryGet(price, out Interned? known))
            return known;

        known = ExactTextOf(price) is { } text ? Insert(text) : null;
        _known.Set(price, known);
        return known;
    }

    public void Forget()
    {
        _known.Clear();
        _insert.Reset();
    }

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
    }

    private Interned Insert(string text)
    {
        UInt128 digest = Digests.OfPrice(text, _bytes);
        Span<byte> key = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(key, digest);
        _find.Bind(1, key);
        if (_find.QueryId() is not { } id)
        {
            _insert.Bind(1, key);
            _insert.Bind(2, text);
            _insert.Execute();
            id = _insert.LastId;
        }

        return new Interned(id, digest);
    }

    // A line that somebody made in code may hold what no text can: half a character, say.
    private static string? ExactTextOf(PriceProvenance price)
    {
        try
        {
            string text = price.ToJson();
            return text.Length <= LongestText && PriceProvenance.FromJson(text) is var again && again.PriceLine == price.PriceLine && again.ToJson() == text ? text : null;
        }
        catch (Exception error) when (error is FormatException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
