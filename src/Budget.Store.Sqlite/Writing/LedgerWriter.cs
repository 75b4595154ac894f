using System.Diagnostics;
using BudgetGen.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BudgetGen.Sqlite;

/// <summary>Writes batches of entries, policies, price lines and alerts, each batch in one transaction. One thread at a time.</summary>
internal sealed class LedgerWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly ChainWriter _chain;
    private readonly EntryWriter _entries;
    private readonly DecisionWriter _decisions;

    /// <param name="connection">The connection that writes.</param>
    /// <param name="chain">The chain that it goes on with; disposed with the writer.</param>
    public LedgerWriter(SqliteConnection connection, ChainWriter chain)
    {
        _connection = connection;
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _rollback = new Statement(connection, "ROLLBACK");
        _chain = chain;
        _entries = new EntryWriter(connection, chain);
        _decisions = new DecisionWriter(connection, chain);
    }

    /// <summary>Appends items, all of them or none, and returns when they are on disk.</summary>
    /// <param name="items">Entries, changes of policies and price lines, alerts, and ids of alerts that were delivered.</param>
    public void Write(IReadOnlyList<object> items)
    {
        try
        {
            _begin.Execute();
            for (int i = 0; i < items.Count; i++)
                Write(items[i]);
            _entries.Flush();
            _chain.Flush();
            _commit.Execute();
            _chain.Accept();
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>Appends entries of an older ledger within a transaction that somebody else makes.</summary>
    public void Move(IEnumerable<(LedgerEntry Entry, long? HeldAt)> entries)
    {
        foreach ((LedgerEntry entry, long? heldAt) in entries)
            _entries.Append(entry, heldAt);
        _entries.Flush();
        _chain.Flush(closeLink: true);
        _chain.Accept();
    }

    /// <summary>Ends the link that grows, and keeps the balances of this moment as checked. What this process wrote needs no second look at the next opening.</summary>
    public void Checkpoint()
    {
        try
        {
            _begin.Execute();
            _chain.Flush(closeLink: true);
            CheckedBalances.Keep(_connection, _chain.Seq);
            _commit.Execute();
            _chain.Accept();
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    public void Dispose()
    {
        _decisions.Dispose();
        _entries.Dispose();
        _chain.Dispose();
        _rollback.Dispose();
        _commit.Dispose();
        _begin.Dispose();
    }

    private void Write(object item)
    {
        switch (item)
        {
            case LedgerEntry entry:
                for (LedgerEntry? line = entry; line is not null; line = line.Together)
                    _entries.Append(line);
                break;
            case PolicyChange change:
                _decisions.Append(change);
                break;
            case PriceLineChange change:
                _decisions.Append(change);
                break;
            case AlertRecord alert:
                _decisions.Append(alert);
                break;
            case string deliveredAlert:
                _decisions.MarkDelivered(deliveredAlert);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void Rollback()
    {
        _entries.Forget();
        _decisions.Forget();
        _chain.Forget();

        // Some errors (disk full, I/O) have rolled back already.
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            _rollback.Execute();
    }
}
