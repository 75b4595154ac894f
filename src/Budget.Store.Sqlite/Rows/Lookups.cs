using System.Buffers.Binary;
using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>What numbers in rows stand for, read once each. For one question; not safe for several threads.</summary>
internal sealed class Lookups(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<long, (string Text, UInt128 Digest)> _names = [];
    private readonly Dictionary<long, (CallAttribution Caller, UInt128 Digest)> _attributions = [];
    private readonly Dictionary<long, (AccountKey Key, UInt128 Digest)> _accounts = [];
    private readonly Dictionary<long, AccountsOfSet> _sets = [];
    private readonly Dictionary<long, (string Provenance, UInt128 Digest)> _prices = [];
    private readonly Dictionary<long, PriceProvenance> _provenances = [];
    private readonly CanonicalBytes _bytes = new();
    private readonly Statement _name = new(connection, "SELECT text FROM name WHERE id = ?1");
    private readonly Statement _attribution = new(
        connection, "SELECT user, provider, model, project, team, client, operation FROM attribution WHERE id = ?1");
    private readonly Statement _tags = new(connection, "SELECT name, value FROM attribution_tag WHERE attribution = ?1");
    private readonly Statement _account = new(connection, "SELECT policy_id, scope_key, window_start, window_end FROM account WHERE id = ?1");
    private readonly Statement _set = new(connection, "SELECT members FROM account_set WHERE id = ?1");
    private readonly Statement _price = new(connection, "SELECT provenance FROM price WHERE id = ?1");

    public string? TextOrNull(Interned? name) => name is { } known ? Name(known.Id).Text : null;

    public Interned? NameOrNull(long? id) => id is { } known ? new Interned(known, Name(known).Digest) : null;

    public UInt128 PriceDigest(long id) => Price(id).Digest;

    public PriceProvenance Provenance(long id)
    {
        if (_provenances.TryGetValue(id, out PriceProvenance? known))
            return known;

        return _provenances[id] = PriceProvenance.FromJson(Price(id).Provenance);
    }

    public (CallAttribution Caller, UInt128 Digest) Attribution(long id)
    {
        if (_attributions.TryGetValue(id, out var known))
            return known;

        CallAttribution caller = One(_attribution, id, static row => new CallAttribution(
            row.TextOrNull(0), row.TextOrNull(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6)));
        caller = caller with { Tags = Tags(id) };
        return _attributions[id] = (caller, Digests.Of(caller, _bytes));
    }

    public (AccountKey Key, UInt128 Digest) Account(long id)
    {
        if (_accounts.TryGetValue(id, out var known))
            return known;

        AccountKey key = One(_account, id, static row => AccountAt(row, 0));
        return _accounts[id] = (key, Digests.Of(key, _bytes));
    }

    public AccountsOfSet AccountsOf(long set)
    {
        if (_sets.TryGetValue(set, out AccountsOfSet? known))
            return known;

        byte[] members = One(_set, set, static row => row.Blob(0).ToArray());
        var ids = new long[members.Length / sizeof(long)];
        var keys = new AccountKey[ids.Length];
        var digests = new UInt128[ids.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = BinaryPrimitives.ReadInt64BigEndian(members.AsSpan(i * sizeof(long)));
            (keys[i], digests[i]) = Account(ids[i]);
        }

        return _sets[set] = new AccountsOfSet(ids, keys, Digests.Of(digests, _bytes));
    }

    public void Dispose()
    {
        _name.Dispose();
        _attribution.Dispose();
        _tags.Dispose();
        _account.Dispose();
        _set.Dispose();
        _price.Dispose();
    }

    /// <summary>Reads an account from four columns.</summary>
    public static AccountKey AccountAt(Statement row, int first) => new(row.Text(first), row.Text(first + 1), row.Time(first + 2), row.Time(first + 3));

    private (string Provenance, UInt128 Digest) Price(long id)
    {
        if (_prices.TryGetValue(id, out var known))
            return known;

        string provenance = One(_price, id, static row => row.Text(0));
        return _prices[id] = (provenance, Digests.OfPrice(provenance, _bytes));
    }

    private (string Text, UInt128 Digest) Name(long id)
    {
        if (_names.TryGetValue(id, out var known))
            return known;

        string text = One(_name, id, static row => row.Text(0));
        return _names[id] = (text, Digests.Of(text, _bytes));
    }

    private CallTags? Tags(long attribution)
    {
        try
        {
            _tags.Bind(1, attribution);
            var found = new List<KeyValuePair<string, string>>();
            while (_tags.Step())
                found.Add(new(_tags.Text(0), _tags.Text(1)));
            return found.Count == 0 ? null : new CallTags(found);
        }
        finally
        {
            _tags.Reset();
        }
    }

    private static T One<T>(Statement statement, long id, Func<Statement, T> read)
    {
        try
        {
            statement.Bind(1, id);
            return statement.Step() ? read(statement) : throw new InvalidDataException($"a row refers to number {id}, which is not there");
        }
        finally
        {
            statement.Reset();
        }
    }
}

/// <summary>The accounts of a set.</summary>
/// <param name="Ids">Their numbers.</param>
/// <param name="Keys">Which they are, in the same order.</param>
/// <param name="Digest">A hash of which they are.</param>
internal sealed record AccountsOfSet(long[] Ids, AccountKey[] Keys, UInt128 Digest);
