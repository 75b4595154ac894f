using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Ids of who and what calls are booked on. Empty tags are the same as none.</summary>
internal sealed class InternedAttributions : IDisposable
{
    private readonly GenerationCache<CallAttribution, long> _known = new(8_192);
    private readonly Statement _find;
    private readonly Statement _insert;
    private readonly Statement _insertTag;
    private byte[] _text = new byte[256];

    public InternedAttributions(SqliteConnection connection)
    {
        _find = new Statement(connection, "SELECT id FROM attribution WHERE key = ?1");
        _insert = new Statement(
            connection,
            "INSERT INTO attribution (key, user, provider, model, project, team, client, operation) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        _insertTag = new Statement(connection, "INSERT INTO attribution_tag (attribution, name, value) VALUES (?1, ?2, ?3)");
    }

    public long Resolve(in CallAttribution attribution)
    {
        if (_known.TryGet(attribution, out long id))
            return id;

        Span<byte> key = stackalloc byte[SHA256.HashSizeInBytes];
        Key(attribution, key);
        _find.Bind(1, key);
        id = _find.QueryId() ?? Insert(attribution, key);
        _known.Set(attribution, id);
        return id;
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

    // Every part with its length (-1: absent), so that no two attributions have the same bytes.
    private void Key(in CallAttribution attribution, Span<byte> key)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, attribution.User);
        Add(hash, attribution.Provider);
        Add(hash, attribution.Model);
        Add(hash, attribution.Project);
        Add(hash, attribution.Team);
        Add(hash, attribution.Client);
        Add(hash, attribution.Operation);
        foreach ((string name, string value) in attribution.Tags ?? [])
        {
            Add(hash, name);
            Add(hash, value ?? "");
        }

        hash.GetHashAndReset(key);
    }

    private void Add(IncrementalHash hash, string? part)
    {
        ReadOnlySpan<byte> bytes = part is null ? default : ExactText.Encode(part, ref _text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, part is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
