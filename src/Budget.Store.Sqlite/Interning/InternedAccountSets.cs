using System.Buffers.Binary;
using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Account sets by the list that names them (one and the same object for one set, mostly), then by their accounts.</summary>
internal sealed class InternedAccountSets : IDisposable
{
    private readonly GenerationCache<IReadOnlyList<AccountKey>, AccountSet> _known = new(8_192, ReferenceEqualityComparer.Instance);
    private readonly InternedAccounts _accounts;
    private readonly CanonicalBytes _bytes = new();
    private readonly Statement _find;
    private readonly Statement _insert;

    public InternedAccountSets(SqliteConnection connection)
    {
        _accounts = new InternedAccounts(connection);
        _find = new Statement(connection, "SELECT id FROM account_set WHERE members = ?1");
        _insert = new Statement(connection, "INSERT INTO account_set (members) VALUES (?1)");
    }

    public AccountSet Resolve(IReadOnlyList<AccountKey> keys)
    {
        if (_known.TryGet(keys, out AccountSet? set))
            return set;

        var accounts = new SortedDictionary<long, UInt128>();
        for (int i = 0; i < keys.Count; i++)
        {
            Interned account = _accounts.Resolve(keys[i]);
            accounts[account.Id] = account.Digest;
        }

        long[] ids = [.. accounts.Keys];
        byte[] members = new byte[ids.Length * sizeof(long)];
        for (int i = 0; i < ids.Length; i++)
            BinaryPrimitives.WriteInt64BigEndian(members.AsSpan(i * sizeof(long)), ids[i]);

        _find.Bind(1, members);
        set = new AccountSet(_find.QueryId() ?? Insert(members), ids, Digests.Of([.. accounts.Values], _bytes));
        _known.Set(keys, set);
        return set;
    }

    public void Forget()
    {
        _known.Clear();
        _accounts.Forget();
    }

    public void Dispose()
    {
        _accounts.Dispose();
        _find.Dispose();
        _insert.Dispose();
    }

    private long Insert(byte[] members)
    {
        _insert.Bind(1, members);
        _insert.Execute();
        return _insert.LastId;
    }
}
