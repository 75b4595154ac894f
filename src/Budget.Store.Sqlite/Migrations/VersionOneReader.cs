using System.Buffers.Binary;
using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Reads the entries of a ledger of the first version, whose tables were renamed.</summary>
internal sealed class VersionOneReader(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<long, string> _names = [];
    private readonly Dictionary<long, AccountKey> _accounts = [];
    private readonly Dictionary<long, CallAttribution> _attributions = [];
    private readonly Dictionary<long, AccountKey[]> _sets = [];
    private readonly Statement _holds = new(
        connection,
        """
        SELECT h.reservation, h.at, h.account_set, h.attribution, h.call_site, h.hold, h.note FROM old_hold h
        WHERE NOT h.suspended OR NOT EXISTS (
          SELECT 1 FROM old_entry e WHERE e.reservation = h.reservation AND e.kind = 4 AND COALESCE(e.logged_at, e.at) = h.at)
        """);
    private readonly Statement _entries = new(
        connection,
        """
        SELECT kind, reservation, at, logged_at, held_for, account_set, attribution, call_site, hold, amount, suspense, overrun, note,
          usage_attribution, endpoint, price_line, usage_flags, cost, input_tokens, output_tokens, input, cache_read, cache_write_5m, cache_write_1h,
          input_audio, input_image, output, reasoning, output_audio, output_image, web_searches, usage_reservation, request_id
        FROM old_entry ORDER BY seq
        """);

    /// <summary>Everything that was booked, in its order: first the holds that are still open, then all entries, and when the hold of each was made.</summary>
    public IEnumerable<(LedgerEntry Entry, long? HeldAt)> Entries()
    {
        Load();
        while (_holds.Step())
            yield return (Hold(), null);
        while (_entries.Step())
        {
            LedgerEntry entry = Entry();
            yield return (entry, _entries.IsNull(4) ? null : Instant.ToStored(entry.At) - _entries.Long(4));
        }
    }

    public void Dispose()
    {
        _holds.Dispose();
        _entries.Dispose();
    }

    private LedgerEntry Hold() => new()
    {
        Kind = LedgerEntryKind.Hold,
        Reservation = _holds.Reservation(0),
        At = _holds.Time(1),
        Accounts = _sets[_holds.Long(2)],
        Attribution = _attributions[_holds.Long(3)],
        CallSite = NameOrNull(_holds, 4),
        Hold = new Usd(_holds.Long(5)),
        Note = _holds.TextOrNull(6),
    };

    private LedgerEntry Entry() => new()
    {
        Kind = (LedgerEntryKind)_entries.Long(0),
        Reservation = _entries.Reservation(1),
        At = _entries.Time(_entries.IsNull(3) ? 2 : 3),
        Accounts = _sets[_entries.Long(5)],
        Attribution = _attributions[_entries.Long(6)],
        CallSite = NameOrNull(_entries, 7),
        Hold = new Usd(_entries.Long(8)),
        Amount = new Usd(_entries.Long(9)),
        SuspenseChange = new Usd(_entries.Long(10)),
        Overrun = new Usd(_entries.Long(11)),
        Note = _entries.TextOrNull(12),
        Usage = _entries.IsNull(13) ? null : Usage(_attributions[_entries.Long(13)], (UsageFlags)_entries.Long(16)),
    };

    private UsageRecord Usage(in CallAttribution caller, UsageFlags flags) => new()
    {
        User = caller.User,
        Provider = caller.Provider,
        Model = caller.Model ?? "",
        Project = caller.Project,
        Team = caller.Team,
        Client = caller.Client,
        Operation = caller.Operation,
        Tags = caller.Tags,
        Timestamp = _entries.Time(2),
        Cost = new Usd(_entries.Long(_entries.IsNull(17) ? 9 : 17)),
        Endpoint = NameOrNull(_entries, 14),
        PriceLine = NameOrNull(_entries, 15),
        RequestId = _entries.TextOrNull(32),
        Estimated = flags.HasFlag(UsageFlags.Estimated),
        Reservation = flags.HasFlag(UsageFlags.NoReservation) ? null : _entries.Reservation(_entries.IsNull(31) ? 1 : 31),
        InputTokens = _entries.Long(18),
        OutputTokens = _entries.Long(19),
        Usage = new LlmUsage
        {
            Input = _entries.LongOrNull(20),
            CacheRead = _entries.LongOrNull(21),
            CacheWrite5m = _entries.LongOrNull(22),
            CacheWrite1h = _entries.LongOrNull(23),
            InputAudio = _entries.LongOrNull(24),
            InputImage = _entries.LongOrNull(25),
            Output = _entries.LongOrNull(26),
            Reasoning = _entries.LongOrNull(27),
            OutputAudio = _entries.LongOrNull(28),
            OutputImage = _entries.LongOrNull(29),
            WebSearches = _entries.LongOrNull(30),
            Estimated = flags.HasFlag(UsageFlags.TokensEstimated),
            Inconsistent = flags.HasFlag(UsageFlags.Inconsistent),
        },
    };

    private string? NameOrNull(Statement row, int column) => row.LongOrNull(column) is { } id ? _names[id] : null;

    private void Load()
    {
        Each("SELECT id, text FROM old_name", row => _names.Add(row.Long(0), row.Text(1)));
        Each("SELECT id, policy_id, scope_key, window_start, window_end FROM old_account", row => _accounts.Add(row.Long(0), Lookups.AccountAt(row, 1)));
        Each("SELECT id, members FROM old_account_set", row =>
        {
            ReadOnlySpan<byte> members = row.Blob(1);
            var keys = new AccountKey[members.Length / sizeof(long)];
            for (int i = 0; i < keys.Length; i++)
                keys[i] = _accounts[BinaryPrimitives.ReadInt64BigEndian(members[(i * sizeof(long))..])];
            _sets.Add(row.Long(0), keys);
        });

        var tags = new Dictionary<long, List<KeyValuePair<string, string>>>();
        Each("SELECT attribution, name, value FROM old_attribution_tag", row =>
        {
            if (!tags.TryGetValue(row.Long(0), out List<KeyValuePair<string, string>>? list))
                tags.Add(row.Long(0), list = []);
            list.Add(new(row.Text(1), row.Text(2)));
        });
        Each("SELECT id, user, provider, model, project, team, client, operation FROM old_attribution", row => _attributions.Add(row.Long(0), new CallAttribution(
            row.TextOrNull(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7),
            tags.TryGetValue(row.Long(0), out List<KeyValuePair<string, string>>? list) ? new CallTags(list) : null)));
    }

    private void Each(string sql, Action<Statement> read)
    {
        using var statement = new Statement(connection, sql);
        while (statement.Step())
            read(statement);
    }
}
