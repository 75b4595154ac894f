using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>A usage record as columns.</summary>
internal static class UsageColumns
{
    public static UsageFlags Flags(UsageRecord usage) =>
        (usage.Estimated ? UsageFlags.Estimated : 0)
        | (usage.Usage.Estimated ? UsageFlags.TokensEstimated : 0)
        | (usage.Usage.Inconsistent ? UsageFlags.Inconsistent : 0)
        | (usage.Reservation is null ? UsageFlags.NoReservation : 0);

    /// <summary>Selects usage records, newest first.</summary>
    /// <remarks>CROSS JOIN keeps the order of the joins, so that the index on time gives the newest ones and the limit ends the search.</remarks>
    public static Statement Select(SqliteConnection connection, UsageQuery query)
    {
        var statement = new Statement(
            connection,
            """
            SELECT a.id, a.user, a.provider, a.model, a.project, a.team, a.client, a.operation,
              e.at, COALESCE(e.cost, e.amount, 0), endpoint.text, price.text, e.request_id, e.usage_flags, e.reservation, e.usage_reservation,
              e.input_tokens, e.output_tokens, e.input, e.cache_read, e.cache_write_5m, e.cache_write_1h, e.input_audio, e.input_image,
              e.output, e.reasoning, e.output_audio, e.output_image, e.web_searches
            FROM entry e INDEXED BY entry_usage_at
            CROSS JOIN attribution a ON a.id = e.usage_attribution
            LEFT JOIN name endpoint ON endpoint.id = e.endpoint
            LEFT JOIN name price ON price.id = e.price_line
            WHERE e.usage_attribution IS NOT NULL
              AND e.at >= ?1 AND e.at < ?2
              AND (?3 IS NULL OR a.user = ?3)
              AND (?4 IS NULL OR a.provider = ?4)
              AND (?5 IS NULL OR a.model = ?5)
              AND (?6 IS NULL OR a.project = ?6)
            ORDER BY e.at DESC, e.seq DESC
            LIMIT ?7
            """);
        statement.Bind(1, query.From is { } from ? Instant.ToStored(from) : long.MinValue);
        statement.Bind(2, query.To is { } to ? Instant.ToStored(to) : long.MaxValue);
        statement.Bind(3, query.User);
        statement.Bind(4, query.Provider);
        statement.Bind(5, query.Model);
        statement.Bind(6, query.Project);

        // A negative limit would mean none to SQLite.
        statement.Bind(7, Math.Max(0, query.Limit));
        return statement;
    }

    /// <summary>Reads the current row of <see cref="Select"/>.</summary>
    public static UsageRecord Read(Statement row, in CallAttribution caller)
    {
        var flags = (UsageFlags)row.Long(13);
        return new UsageRecord
        {
            User = caller.User,
            Provider = caller.Provider,
            Model = caller.Model ?? "",
            Project = caller.Project,
            Team = caller.Team,
            Client = caller.Client,
            Operation = caller.Operation,
            Tags = caller.Tags,
            Timestamp = row.Time(8),
            Cost = new Usd(row.Long(9)),
            Endpoint = row.TextOrNull(10),
            PriceLine = row.TextOrNull(11),
            RequestId = row.TextOrNull(12),
            Estimated = flags.HasFlag(UsageFlags.Estimated),
            Reservation = flags.HasFlag(UsageFlags.NoReservation) ? null : row.Reservation(row.IsNull(15) ? 14 : 15),
            InputTokens = row.Long(16),
            OutputTokens = row.Long(17),
            Usage = Tokens(row, flags),
        };
    }

    private static LlmUsage Tokens(Statement row, UsageFlags flags) => new()
    {
        Input = row.LongOrNull(18),
        CacheRead = row.LongOrNull(19),
        CacheWrite5m = row.LongOrNull(20),
        CacheWrite1h = row.LongOrNull(21),
        InputAudio = row.LongOrNull(22),
        InputImage = row.LongOrNull(23),
        Output = row.LongOrNull(24),
        Reasoning = row.LongOrNull(25),
        OutputAudio = row.LongOrNull(26),
        OutputImage = row.LongOrNull(27),
        WebSearches = row.LongOrNull(28),
        Estimated = flags.HasFlag(UsageFlags.TokensEstimated),
        Inconsistent = flags.HasFlag(UsageFlags.Inconsistent),
    };
}
