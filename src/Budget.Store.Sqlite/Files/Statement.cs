using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BudgetGen.Sqlite;

/// <summary>
/// A prepared statement, without the parameter objects and boxing of ADO.NET: the write side executes several for each call. Parameters count
/// from 1, columns from 0, as in SQLite. One thread at a time.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _text = new byte[256];

    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new ObjectDisposedException(nameof(SqliteConnection));
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Rows that the last insert, update or delete of this connection changed.</summary>
    public int Changes => raw.sqlite3_changes(_database);

    /// <summary>The row id of the last insert of this connection.</summary>
    public long LastId => raw.sqlite3_last_insert_rowid(_database);

    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(_statement, parameter, value));

    /// <summary>Leaves the parameter NULL if there is no value.</summary>
    public void Bind(int parameter, long? value)
    {
        if (value is { } known)
            Bind(parameter, known);
    }

    /// <summary>Leaves the parameter NULL if the value is 0.</summary>
    public void BindNonZero(int parameter, long value)
    {
        if (value != 0)
            Bind(parameter, value);
    }

    public void Bind(int parameter, ReservationId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.WriteBytes(bytes);
        Bind(parameter, bytes);
    }

    public void Bind(int parameter, ReadOnlySpan<byte> blob) =>
        Check(blob.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, parameter, 0) : raw.sqlite3_bind_blob(_statement, parameter, blob));

    /// <summary>Leaves the parameter NULL if there is no text.</summary>
    public void Bind(int parameter, string? text)
    {
        if (text is null)
            return;

        // An empty span would reach SQLite as a null pointer, which is NULL and not ''.
        Check(text.Length == 0
            ? raw.sqlite3_bind_text(_statement, parameter, utf8z.FromString(""))
            : raw.sqlite3_bind_text(_statement, parameter, ExactText.Encode(text, ref _text)));
    }

    /// <summary>Executes up to the next row; false when there is none. Reset it before it is executed again.</summary>
    public bool Step()
    {
        int result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
            return true;
        if (result != raw.SQLITE_DONE)
            Check(result);
        return false;
    }

    /// <summary>Executes a statement that returns no row, and makes it ready for the next time.</summary>
    public void Execute()
    {
        try
        {
            Step();
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Executes a query for one id, and makes it ready for the next time. Null if there is no row.</summary>
    public long? QueryId()
    {
        try
        {
            return Step() ? Long(0) : null;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Makes it ready for the next time: not executing, all parameters NULL.</summary>
    public void Reset()
    {
        // The result repeats the error of the last step, which has been reported.
        _ = raw.sqlite3_reset(_statement);
        _ = raw.sqlite3_clear_bindings(_statement);
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public ReservationId Reservation(int column) => ReservationId.FromBytes(Blob(column));

    // As a blob: SQLite then gives the length, and text may contain NUL.
    public string Text(int column) => ExactText.Decode(Blob(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public DateTimeOffset Time(int column) => Instant.FromStored(Long(column));

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, _database);
    }
}
