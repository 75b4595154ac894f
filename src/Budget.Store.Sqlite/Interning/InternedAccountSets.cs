using System.Buffers.Binary;
using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Account sets by the list that names them (one and the same object for one set, mostly), then by their accounts.</summary>
internal sealed class InternedAccountSets : IDisposable
{
    private readonly GenerationCache<IReadOnlyList<AccountKey>, AccountSet> _known = new(8_192, ReferenceEqualityComparer.Instance);
    private readonly InternedAccounts _accounts;
    private readonly Statement _find;
    private readonly Statement _insert;
    private readonly Statement _insertMember;

    public InternedAccountSets(SqliteConnection connection)
    {
        _accounts = new InternedAccounts(connection);
        _find = new Statement(connection, "SELECT id FROM account_set WHERE members = ?1");
        _insert = new Statement(connection, "INSERT INTO account_set (members) VALUES (?1)");
        _insertMember = new Statement(connection, "INSERT INTO account_set_member (account, account_set) VALUES (?1, ?2)");
    }

    public AccountSet Resolve(IReadOnlyList<AccountKey> keys)
    {
        if (_known.TryGet(keys, out AccountSet? set))
            return set;

        var accounts = new SortedSet<long>();
        for (int i = 0; i < keys.Count; i++)
            accounts.Add(_accounts.Resolve(keys[i]));

        long[] ids = [.. accounts];
        byte[] members = new byte[ids.Length * sizeof(long)];
        for (int i = 0; i < ids.Length; i++)
            BinaryPrimitives.WriteInt64BigEndian(members.AsSpan(i * sizeof(long)), ids[i]);

        _find.Bind(1, members);
        set = new AccountSet(_find.QueryId() ?? Insert(members, ids), ids);
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
        _insertMember.Dispose();
    }

    private long Insert(byte[] members, long[] accounts)
    {
        _insert.Bind(1, members);
        _insert.Execute();
        long id = _insert.LastId;
        foreach (long account in accounts)
        {
            _insertMember.Bind(1, account);
            _insertMember.Bind(2, id);
            _insertMember.Execute();
        }

        return id;
    }
}
