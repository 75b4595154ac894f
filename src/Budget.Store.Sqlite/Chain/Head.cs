using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Where a ledger stands: its row of the table of the same name.</summary>
internal readonly record struct Head
{
    /// <summary>The last number that was given.</summary>
    public required long Seq { get; init; }

    /// <summary>The hash of everything up to there.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>How many rows stand behind the last link.</summary>
    public required long Items { get; init; }

    /// <summary>Between which instants the entries among them lie.</summary>
    public required TimeSpread Times { get; init; }

    /// <summary>How many reservations have no known outcome.</summary>
    public required long Holds { get; init; }

    /// <summary>The sum of their seals, modulo 2^64.</summary>
    public required long HoldsSum { get; init; }

    /// <summary>The link up to which the ledger is known to be whole.</summary>
    public required long Checked { get; init; }

    /// <summary>The hash of what a compaction took away.</summary>
    public required byte[] Origin { get; init; }

    /// <exception cref="InvalidDataException">There is none.</exception>
    public static Head Read(SqliteConnection connection)
    {
        using var statement = new Statement(connection, "SELECT seq, hash, items, first_at, last_at, holds, holds_sum, checked, origin FROM head WHERE id = 1");
        if (!statement.Step())
            throw new InvalidDataException("it does not say where it stands");

        return new Head
        {
            Seq = statement.Long(0),
            Hash = statement.Blob(1).ToArray(),
            Items = statement.Long(2),
            Times = TimeSpread.Read(statement, 3),
            Holds = statement.Long(5),
            HoldsSum = statement.Long(6),
            Checked = statement.Long(7),
            Origin = statement.Blob(8).ToArray(),
        };
    }
}

/// <summary>Between which instants entries lie, as stored; the first is after the last if there are none.</summary>
internal readonly record struct TimeSpread(long First, long Last)
{
    public static readonly TimeSpread None = new(long.MaxValue, long.MinValue);

    public bool IsNone => First > Last;

    public TimeSpread With(EntryRow row) =>
        new(Math.Min(First, Math.Min(row.BookedAt, row.At)), Math.Max(Last, Math.Max(row.BookedAt, row.At)));

    /// <exception cref="InvalidDataException">One of the two is missing.</exception>
    public static TimeSpread Read(Statement row, int first) => (row.LongOrNull(first), row.LongOrNull(first + 1)) switch
    {
        (null, null) => None,
        ({ } from, { } to) => new TimeSpread(from, to),
        _ => throw new InvalidDataException("a time has one end only"),
    };

    public void Bind(Statement statement, int first)
    {
        if (IsNone)
            return;

        statement.Bind(first, First);
        statement.Bind(first + 1, Last);
    }
}
