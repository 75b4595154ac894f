using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Ids of short texts that many rows share: call sites, price lines.</summary>
internal sealed class InternedNames : IDisposable
{
    private readonly GenerationCache<string, long> _known = new(8_192, StringComparer.Ordinal);
    private readonly Statement _find;
    private readonly Statement _insert;

    public InternedNames(SqliteConnection connection)
    {
        _find = new Statement(connection, "SELECT id FROM name WHERE text = ?1");
        _insert = new Statement(connection, "INSERT INTO name (text) VALUES (?1)");
    }

    public long? Resolve(string? text)
    {
        if (text is null)
            return null;
        if (_known.TryGet(text, out long id))
            return id;

        _find.Bind(1, text);
        if (_find.QueryId() is not { } found)
        {
            _insert.Bind(1, text);
            _insert.Execute();
            found = _insert.LastId;
        }

        _known.Set(text, found);
        return found;
    }

    public void Forget() => _known.Clear();

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
    }
}
