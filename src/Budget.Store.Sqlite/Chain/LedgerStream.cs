using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Reads everything that the chain covers, in the order of its numbers, and writes the bytes that were hashed.</summary>
internal sealed class LedgerStream : IDisposable
{
    private readonly Lookups _lookups;
    private readonly EntryRow _row = new();
    private readonly Statement[] _sources;

    // The number of each source's current row; the largest number there is if it has none left.
    private readonly long[] _next;
    private int _current = -1;

    /// <param name="connection">The connection to read on.</param>
    /// <param name="lookups">What numbers stand for.</param>
    /// <param name="after">Only what has a higher number.</param>
    public LedgerStream(SqliteConnection connection, Lookups lookups, long after)
    {
        _lookups = lookups;
        _sources =
        [
            new Statement(connection, EntryColumns.Select + "WHERE e.seq > ?1 ORDER BY e.seq"),
            new Statement(connection, DecisionColumns.SelectPolicies + "WHERE seq > ?1 ORDER BY seq"),
            new Statement(connection, DecisionColumns.SelectPriceLines + "WHERE seq > ?1 ORDER BY seq"),
            new Statement(connection, DecisionColumns.SelectAlerts + "WHERE a.seq > ?1 ORDER BY a.seq"),
            new Statement(connection, "SELECT seq, alert FROM alert_delivery WHERE seq > ?1 ORDER BY seq"),
        ];
        _next = new long[_sources.Length];
        for (int i = 0; i < _sources.Length; i++)
        {
            _sources[i].Bind(1, after);
            Advance(i);
        }
    }

    /// <summary>The number of the current row.</summary>
    public long Seq { get; private set; }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False if there is none.</returns>
    public bool Next()
    {
        if (_current >= 0)
            Advance(_current);

        _current = 0;
        for (int i = 1; i < _next.Length; i++)
        {
            if (_next[i] < _next[_current])
                _current = i;
        }

        Seq = _next[_current];
        return Seq != long.MaxValue;
    }

    /// <summary>Reads the current row, and adds its bytes.</summary>
    /// <returns>The row, if it is an entry. The same object each time.</returns>
    public EntryRow? Read(CanonicalBytes bytes)
    {
        Statement source = _sources[_current];
        switch (_current)
        {
            case 0:
                EntryColumns.Read(source, _row, _lookups);
                ChainItems.Add(bytes, _row);
                return _row;
            case 1:
                ChainItems.Add(bytes, Seq, DecisionColumns.ReadPolicy(source));
                return null;
            case 2:
                ChainItems.Add(bytes, Seq, DecisionColumns.ReadPriceLine(source));
                return null;
            case 3:
                ChainItems.Add(bytes, Seq, DecisionColumns.ReadAlert(source));
                return null;
            default:
                ChainItems.AddDelivery(bytes, Seq, source.Long(1));
                return null;
        }
    }

    public void Dispose()
    {
        foreach (Statement source in _sources)
            source.Dispose();
    }

    private void Advance(int source) => _next[source] = _next[source] != long.MaxValue && _sources[source].Step() ? _sources[source].Long(0) : long.MaxValue;
}
