using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Keeps versions of policies and price lines, and alerts, in the same chain as entries. Within a transaction that somebody else makes.</summary>
internal sealed class DecisionWriter : IDisposable
{
    private readonly ChainWriter _chain;
    private readonly Statement _insertPolicy;
    private readonly Statement _insertPriceLine;
    private readonly Statement _insertAlert;
    private readonly Statement _findAlert;
    private readonly Statement _insertDelivery;

    public DecisionWriter(SqliteConnection connection, ChainWriter chain)
    {
        _chain = chain;
        _insertPolicy = new Statement(
            connection,
            """
            INSERT INTO policy_version (seq, policy_id, version, definition, at, actor, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (policy_id, version) DO NOTHING
            """);
        _insertPriceLine = new Statement(
            connection,
            """
            INSERT INTO price_line_version (seq, line_id, version, definition, at, actor, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (line_id, version) DO NOTHING
            """);
        _insertAlert = new Statement(
            connection,
            """
            INSERT INTO alert (seq, id, kind, level, policy_id, scope_key, window_start, window_end, at, message)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            ON CONFLICT (id) DO NOTHING
            """);
        _findAlert = new Statement(connection, "SELECT seq FROM alert WHERE id = ?1");
        _insertDelivery = new Statement(connection, "INSERT INTO alert_delivery (seq, alert) VALUES (?1, ?2) ON CONFLICT (alert) DO NOTHING");
    }

    public void Append(PolicyChange change)
    {
        _insertPolicy.Bind(1, _chain.NextSeq);
        _insertPolicy.Bind(2, change.PolicyId);
        _insertPolicy.Bind(3, change.Version);
        _insertPolicy.Bind(4, change.Definition);
        _insertPolicy.Bind(5, Instant.ToStored(change.At));
        _insertPolicy.Bind(6, change.Actor);
        _insertPolicy.Bind(7, change.Reason);
        _insertPolicy.Execute();
        if (_insertPolicy.Changes == 0)
            return;

        long seq = _chain.NextSeq;
        ChainItems.Add(_chain.Next(), seq, change);
    }

    public void Append(PriceLineChange change)
    {
        _insertPriceLine.Bind(1, _chain.NextSeq);
        _insertPriceLine.Bind(2, change.LineId);
        _insertPriceLine.Bind(3, change.Version);
        _insertPriceLine.Bind(4, change.Definition);
        _insertPriceLine.Bind(5, Instant.ToStored(change.At));
        _insertPriceLine.Bind(6, change.Actor);
        _insertPriceLine.Bind(7, change.Reason);
        _insertPriceLine.Execute();
        if (_insertPriceLine.Changes == 0)
            return;

        long seq = _chain.NextSeq;
        ChainItems.Add(_chain.Next(), seq, change);
    }

    public void Append(AlertRecord alert)
    {
        _insertAlert.Bind(1, _chain.NextSeq);
        _insertAlert.Bind(2, alert.Id);
        _insertAlert.Bind(3, (long)alert.Kind);
        _insertAlert.Bind(4, (long)alert.Level);
        if (alert.Account is { } account)
        {
            _insertAlert.Bind(5, account.PolicyId);
            _insertAlert.Bind(6, account.ScopeKey);
            _insertAlert.Bind(7, Instant.ToStored(account.WindowStart));
            _insertAlert.Bind(8, Instant.ToStored(account.WindowEnd));
        }

        _insertAlert.Bind(9, Instant.ToStored(alert.At));
        _insertAlert.Bind(10, alert.Message);
        _insertAlert.Execute();
        if (_insertAlert.Changes == 0)
            return;

        long seq = _chain.NextSeq;
        ChainItems.Add(_chain.Next(), seq, alert);
        if (alert.Delivered)
            Deliver(seq);
    }

    /// <summary>Marks an alert as delivered, if it is there.</summary>
    public void MarkDelivered(string alertId)
    {
        _findAlert.Bind(1, alertId);
        if (_findAlert.QueryId() is { } alert)
            Deliver(alert);
    }

    /// <summary>Drops what a failure has left bound.</summary>
    public void Forget()
    {
        _insertPolicy.Reset();
        _insertPriceLine.Reset();
        _insertAlert.Reset();
        _insertDelivery.Reset();
    }

    public void Dispose()
    {
        _insertPolicy.Dispose();
        _insertPriceLine.Dispose();
        _insertAlert.Dispose();
        _findAlert.Dispose();
        _insertDelivery.Dispose();
    }

    private void Deliver(long alert)
    {
        long seq = _chain.NextSeq;
        _insertDelivery.Bind(1, seq);
        _insertDelivery.Bind(2, alert);
        _insertDelivery.Execute();
        if (_insertDelivery.Changes > 0)
            ChainItems.AddDelivery(_chain.Next(), seq, alert);
    }
}
