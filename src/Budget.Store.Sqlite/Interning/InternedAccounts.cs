using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Ids of accounts; an account is made when an entry names it first.</summary>
internal sealed class InternedAccounts : IDisposable
{
    private readonly GenerationCache<AccountKey, Interned> _known = new(32_768);
    private readonly CanonicalBytes _bytes = new();
    private readonly Statement _find;
    private readonly Statement _insert;

    public InternedAccounts(SqliteConnection connection)
    {
        _find = new Statement(
            connection, "SELECT id FROM account WHERE policy_id = ?1 AND scope_key = ?2 AND window_start = ?3 AND window_end = ?4");
        _insert = new Statement(connection, "INSERT INTO account (policy_id, scope_key, window_start, window_end, seal) VALUES (?1, ?2, ?3, ?4, ?5)");
    }

    public Interned Resolve(AccountKey key)
    {
        if (_known.TryGet(key, out Interned account))
            return account;

        UInt128 digest = Digests.Of(key, _bytes);
        Bind(_find, key);
        if (_find.QueryId() is not { } found)
        {
            Bind(_insert, key);
            _insert.Bind(5, Digests.Seal(digest));
            _insert.Execute();
            found = _insert.LastId;
        }

        account = new Interned(found, digest);
        _known.Set(key, account);
        return account;
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

    private static void Bind(Statement statement, AccountKey key)
    {
        statement.Bind(1, key.PolicyId);
        statement.Bind(2, key.ScopeKey);
        statement.Bind(3, Instant.ToStored(key.WindowStart));
        statement.Bind(4, Instant.ToStored(key.WindowEnd));
    }
}
