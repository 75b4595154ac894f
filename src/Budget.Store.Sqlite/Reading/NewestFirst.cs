using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>
/// Reads entries of a time, newest first, without an index on time: every link of the chain says between which instants its entries lie. Links are read from the
/// latest back, until none can have anything newer than what was found.
/// </summary>
internal sealed class NewestFirst(SqliteConnection connection, DateTimeOffset? from, DateTimeOffset? to, int limit, CancellationToken cancellationToken)
{
    private readonly long _from = from is { } first ? Instant.ToStored(first) : long.MinValue;
    private readonly long _to = to is { } end ? Instant.ToStored(end) : long.MaxValue;

    // A negative limit means none to SQLite, and nothing to us.
    private readonly int _limit = Math.Max(0, limit);

    /// <param name="instant">The instant of an entry, in SQL.</param>
    /// <param name="condition">Which entries, in SQL; parameters from 5 on.</param>
    /// <param name="bind">Binds these parameters.</param>
    /// <param name="read">Reads an entry.</param>
    public List<T> Read<T>(string instant, string condition, Action<Statement> bind, Func<Statement, EntryRow, T> read)
    {
        // The oldest that was found is on top, ready to be pushed out.
        var found = new PriorityQueue<T, (long At, long Seq)>();
        var row = new EntryRow();
#pragma warning disable CA2100 // Constants of ours.
        using var statement = new Statement(
            connection,
            $"{EntryColumns.Select} WHERE e.seq > ?1 AND e.seq <= ?2 AND {instant} >= ?3 AND {instant} < ?4 AND {condition} ORDER BY {instant} DESC, e.seq DESC");
        bool byBooking = instant == EntryColumns.BookedAt;
#pragma warning restore CA2100
        foreach (LinkSpan span in LinkSpan.Of(connection, _from, _to))
        {
            if (found.Count == _limit && (_limit == 0 || Oldest(found).At > span.LastAt))
                break;

            bind(statement);
            statement.Bind(1, span.After);
            statement.Bind(2, span.UpTo);
            statement.Bind(3, _from);
            statement.Bind(4, _to);
            while (statement.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                T item = read(statement, row);
                (long At, long Seq) place = (byBooking ? row.BookedAt : row.At, row.Seq);
                if (found.Count < _limit)
                    found.Enqueue(item, place);
                else if (place.CompareTo(Oldest(found)) > 0)
                    found.EnqueueDequeue(item, place);
                else
                    break;
            }

            statement.Reset();
        }

        var oldestFirst = new List<T>(found.Count);
        while (found.TryDequeue(out T? item, out _))
            oldestFirst.Add(item);
        oldestFirst.Reverse();
        return oldestFirst;
    }

    private static (long At, long Seq) Oldest<T>(PriorityQueue<T, (long At, long Seq)> found) => found.TryPeek(out _, out (long At, long Seq) place) ? place : default;
}

/// <summary>The rows of a link: what is numbered above one number and up to another, and how late the latest entry among them is.</summary>
internal readonly record struct LinkSpan(long After, long UpTo, long LastAt)
{
    /// <summary>The links that may have entries of a time, the latest first; the one that grows is among them.</summary>
    public static List<LinkSpan> Of(SqliteConnection connection, long from, long to)
    {
        using var statement = new Statement(
            connection,
            """
            SELECT after, seq, last_at FROM link WHERE last_at >= ?1 AND first_at < ?2
            UNION ALL
            SELECT (SELECT MAX(seq) FROM link), seq, last_at FROM head WHERE last_at >= ?1 AND first_at < ?2
            ORDER BY last_at DESC, seq DESC
            """);
        statement.Bind(1, from);
        statement.Bind(2, to);
        var spans = new List<LinkSpan>();
        while (statement.Step())
            spans.Add(new LinkSpan(statement.Long(0), statement.Long(1), statement.Long(2)));
        return spans;
    }
}
