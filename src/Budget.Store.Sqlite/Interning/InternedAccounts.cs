using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Ids of accounts; an account is made when an entry names it first.</summary>
internal sealed class InternedAccounts : IDisposable
{
    private readonly GenerationCache<AccountKey, long> _known = new(32_768);
    private readonly Statement _find;
    private readonly Statement _insert;

    public InternedAccounts(SqliteConnection connection)
    {
        _find = new Statement(
            connection, "SELECT id FROM account WHERE policy_id = ?1 AND scope_key = ?2 AND window_start = ?3 AND window_end = ?4");
        _insert = new Statement(connection, "INSERT INTO account (policy_id, scope_key, window_start, window_end) VALUES (?1, ?2, ?3, ?4)");
    }

    public long Resolve(AccountKey key)
    {
        if (_known.TryGet(key, out long id))
            return id;

        Bind(_find, key);
        if (_find.QueryId() is not { } found)
        {
            Bind(_insert, key);
            _insert.Execute();
            found = _insert.LastId;
        }

        _known.Set(key, found);
        return found;
    }

    public void Forget() => _known.Clear();

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
    }

    private static void Bind(Statement statement, AccountKey key)
    {
        statement.Bind(1, key.PolicyId);
        statement.Bind(2, key.ScopeKey);
        statement.Bind(3, Instant.ToStored(key.WindowStart));
        statement.Bind(4, Instant.ToStored(key.WindowEnd));
    }
}
