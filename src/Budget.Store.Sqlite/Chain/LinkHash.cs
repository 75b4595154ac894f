using System.Security.Cryptography;

namespace BudgetGen.Sqlite;

/// <summary>The hash of a link that grows: what came before it, then its rows. A try can be thrown away.</summary>
internal sealed class LinkHash : IDisposable
{
    private readonly IncrementalHash _hash;

    private LinkHash(IncrementalHash hash) => _hash = hash;

    /// <summary>Starts a link behind another one.</summary>
    public static LinkHash After(ReadOnlySpan<byte> previous)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        return new LinkHash(hash);
    }

    /// <summary>The same link with more rows; this one stays as it is.</summary>
    public LinkHash With(ReadOnlySpan<byte> rows)
    {
        IncrementalHash copy = _hash.Clone();
        copy.AppendData(rows);
        return new LinkHash(copy);
    }

    /// <summary>Adds rows.</summary>
    public void Add(ReadOnlySpan<byte> rows) => _hash.AppendData(rows);

    public byte[] Current() => _hash.GetCurrentHash();

    public void Dispose() => _hash.Dispose();
}
