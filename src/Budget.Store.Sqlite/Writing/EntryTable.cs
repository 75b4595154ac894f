using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>The append-only log.</summary>
internal sealed class EntryTable : IDisposable
{
    private readonly Statement _insert;
    private readonly InternedAttributions _attributions;
    private readonly InternedNames _names;

    public EntryTable(SqliteConnection connection, InternedAttributions attributions, InternedNames names)
    {
        _attributions = attributions;
        _names = names;
        _insert = new Statement(
            connection,
            """
            INSERT INTO entry (kind, reservation, at, logged_at, held_for, account_set, attribution, call_site, hold, amount, suspense, overrun, note,
              usage_attribution, endpoint, price_line, usage_flags, cost, input_tokens, output_tokens, input, cache_read, cache_write_5m, cache_write_1h,
              input_audio, input_image, output, reasoning, output_audio, output_image, web_searches, usage_reservation, request_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28,
              ?29, ?30, ?31, ?32, ?33)
            ON CONFLICT (reservation, kind) DO NOTHING
            """);
    }

    /// <summary>Appends an entry.</summary>
    /// <returns>False if the same reservation has an entry of this kind already: then nothing happened.</returns>
    public bool TryAppend(LedgerEntry entry, AccountSet accounts, long attribution, long? callSite, in AccountChange change, HoldRow? hold)
    {
        long at = Instant.ToStored(entry.At);
        long bookedAt = entry.Usage is { } booked ? Instant.ToStored(booked.Timestamp) : at;
        _insert.Bind(1, (long)entry.Kind);
        _insert.Bind(2, entry.Reservation);
        _insert.Bind(3, bookedAt);
        if (at != bookedAt)
            _insert.Bind(4, at);
        if (hold is { } row)
            _insert.Bind(5, at - row.At);
        _insert.Bind(6, accounts.Id);
        _insert.Bind(7, attribution);
        _insert.Bind(8, callSite);
        _insert.BindNonZero(9, entry.Hold.Nanos);
        _insert.BindNonZero(10, change.Spent);
        _insert.BindNonZero(11, change.Suspense);
        _insert.BindNonZero(12, change.Overrun);
        _insert.Bind(13, entry.Note);
        if (entry.Usage is { } usage)
            BindUsage(usage, entry, attribution, change.Spent);

        _insert.Execute();
        return _insert.Changes != 0;
    }

    /// <summary>Drops what an entry that failed half way has bound: it must not become part of the next one.</summary>
    public void Forget() => _insert.Reset();

    public void Dispose() => _insert.Dispose();

    private void BindUsage(UsageRecord usage, LedgerEntry entry, long attribution, long spent)
    {
        CallAttribution caller = EntryCheck.Caller(usage);
        _insert.Bind(14, caller == entry.Attribution ? attribution : _attributions.Resolve(caller));
        _insert.Bind(15, _names.Resolve(usage.Endpoint));
        _insert.Bind(16, _names.Resolve(usage.PriceLine));
        _insert.BindNonZero(17, (long)UsageColumns.Flags(usage));
        if (usage.Cost.Nanos != spent)
            _insert.Bind(18, usage.Cost.Nanos);
        _insert.BindNonZero(19, usage.InputTokens);
        _insert.BindNonZero(20, usage.OutputTokens);
        LlmUsage tokens = usage.Usage;
        _insert.Bind(21, tokens.Input);
        _insert.Bind(22, tokens.CacheRead);
        _insert.Bind(23, tokens.CacheWrite5m);
        _insert.Bind(24, tokens.CacheWrite1h);
        _insert.Bind(25, tokens.InputAudio);
        _insert.Bind(26, tokens.InputImage);
        _insert.Bind(27, tokens.Output);
        _insert.Bind(28, tokens.Reasoning);
        _insert.Bind(29, tokens.OutputAudio);
        _insert.Bind(30, tokens.OutputImage);
        _insert.Bind(31, tokens.WebSearches);
        if (usage.Reservation is { } reservation && reservation != entry.Reservation)
            _insert.Bind(32, reservation);
        _insert.Bind(33, usage.RequestId);
    }
}
