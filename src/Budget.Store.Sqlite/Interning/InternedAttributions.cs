using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Ids of who and what calls are booked on. Empty tags are the same as none.</summary>
internal sealed class InternedAttributions : IDisposable
{
    private readonly GenerationCache<CallAttribution, Interned> _known = new(8_192);
    private readonly CanonicalBytes _bytes = new();
    private readonly Statement _find;
    private readonly Statement _insert;
    private readonly Statement _insertTag;

    public InternedAttributions(SqliteConnection connection)
    {
        _find = new Statement(connection, "SELECT id FROM attribution WHERE key = ?1");
        _insert = new Statement(
            connection,
            "INSERT INTO attribution (key, user, provider, model, project, team, client, operation) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        _insertTag = new Statement(connection, "INSERT INTO attribution_tag (attribution, name, value) VALUES (?1, ?2, ?3)");
    }

    public Interned Resolve(in CallAttribution attribution)
    {
        if (_known.TryGet(attribution, out Interned known))
            return known;

        UInt128 digest = Digests.Of(attribution, _bytes);
        Span<byte> key = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(key, digest);
        _find.Bind(1, key);
        known = new Interned(_find.QueryId() ?? Insert(attribution, key), digest);
        _known.Set(attribution, known);
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
        _insertTag.Dispose();
    }

    private long Insert(in CallAttribution attribution, ReadOnlySpan<byte> key)
    {
        _insert.Bind(1, key);
        _insert.Bind(2, attribution.User);
        _insert.Bind(3, attribution.Provider);
        _insert.Bind(4, attribution.Model);
        _insert.Bind(5, attribution.Project);
        _insert.Bind(6, attribution.Team);
        _insert.Bind(7, attribution.Client);
        _insert.Bind(8, attribution.Operation);
        _insert.Execute();
        long id = _insert.LastId;
        foreach ((string name, string value) in attribution.Tags ?? [])
        {
            _insertTag.Bind(1, id);
            _insertTag.Bind(2, name);
            _insertTag.Bind(3, value ?? "");
            _insertTag.Execute();
        }

        return id;
    }
}
