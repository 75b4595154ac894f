using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Ids of short texts that many rows share: call sites, price lines.</summary>
internal sealed class InternedNames : IDisposable
{
    private readonly GenerationCache<string, Interned> _known = new(8_192, StringComparer.Ordinal);
    private readonly CanonicalBytes _bytes = new();
    private readonly Statement _find;
    private readonly Statement _insert;

    public InternedNames(SqliteConnection connection)
    {
        _find = new Statement(connection, "SELECT id FROM name WHERE text = ?1");
        _insert = new Statement(connection, "INSERT INTO name (text) VALUES (?1)");
    }

    public Interned? Resolve(string? text)
    {
        if (text is null)
            return null;
        if (_known.TryGet(text, out Interned name))
            return name;

        _find.Bind(1, text);
        if (_find.QueryId() is not { } found)
        {
            _insert.Bind(1, text);
            _insert.Execute();
            found = _insert.LastId;
        }

        name = new Interned(found, Digests.Of(text, _bytes));
        _known.Set(text, name);
        return name;
    }

    public void Forget() => _known.Clear();

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
    }
}
