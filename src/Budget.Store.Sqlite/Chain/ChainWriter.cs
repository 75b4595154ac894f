using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>
/// Gives numbers to rows, and keeps the hash chain over them: the rows of a commit are hashed in one piece onto the link that grows, and the head is
/// written with the commit. What a commit that fails has added is forgotten.
/// </summary>
internal sealed class ChainWriter : IDisposable
{
    /// <summary>Rows after which a commit also closes the link: what a query by time reads at least, and what one hash is told apart by.</summary>
    public const int LinkRows = 1_000;

    private readonly Statement _update;
    private readonly Statement _insertLink;
    private readonly CanonicalBytes _rows = new();
    private Head _accepted;
    private Head _current;
    private long _acceptedLink;
    private long _currentLink;
    private LinkHash _link;
    private LinkHash? _next;

    /// <summary>Goes on where a verified ledger stands.</summary>
    /// <param name="connection">The connection that writes.</param>
    /// <param name="link">The link that grows, up to the head, which the caller has read from the rows.</param>
    /// <param name="lastLink">The number up to which the link before it reaches.</param>
    public ChainWriter(SqliteConnection connection, LinkHash link, long lastLink)
    {
        _update = new Statement(
            connection, "UPDATE head SET seq = ?1, hash = ?2, items = ?3, first_at = ?4, last_at = ?5, holds = ?6, holds_sum = ?7");
        _insertLink = new Statement(connection, "INSERT INTO link (seq, after, hash, first_at, last_at) VALUES (?1, ?2, ?3, ?4, ?5)");
        _link = link;
        _accepted = _current = Head.Read(connection);
        _acceptedLink = _currentLink = lastLink;
    }

    /// <summary>The last number that was given, also by the commit that is being made.</summary>
    public long Seq => _current.Seq;

    /// <summary>The next number. It is given when a row is added.</summary>
    public long NextSeq => _current.Seq + 1;

    /// <summary>Takes the next row; its bytes go to the writer that is returned.</summary>
    public CanonicalBytes Next()
    {
        _current = _current with { Seq = _current.Seq + 1, Items = _current.Items + 1 };
        return _rows;
    }

    /// <summary>Takes an entry, which has the next number.</summary>
    public void Add(EntryRow row)
    {
        ChainItems.Add(Next(), row);
        _current = _current with { Times = _current.Times.With(row) };
    }

    public void AddHold(long seal) => _current = _current with { Holds = _current.Holds + 1, HoldsSum = unchecked(_current.HoldsSum + seal) };

    public void RemoveHold(long seal) => _current = _current with { Holds = _current.Holds - 1, HoldsSum = unchecked(_current.HoldsSum - seal) };

    /// <summary>Writes where the ledger stands; part of the transaction that wrote the rows.</summary>
    /// <param name="closeLink">Ends the link here, however short it is.</param>
    public void Flush(bool closeLink = false)
    {
        if (_rows.Written.Length > 0)
        {
            _next?.Dispose();
            _next = _link.With(_rows.Written);
            _current = _current with { Hash = _next.Current() };
        }

        if (_current.Items >= LinkRows || (closeLink && _current.Items > 0))
            CloseLink();
        if (_current == _accepted)
            return;

        _update.Bind(1, _current.Seq);
        _update.Bind(2, _current.Hash);
        _update.Bind(3, _current.Items);
        _current.Times.Bind(_update, 4);
        _update.Bind(6, _current.Holds);
        _update.Bind(7, _current.HoldsSum);
        _update.Execute();
    }

    /// <summary>The commit is on disk.</summary>
    public void Accept()
    {
        _rows.Clear();
        _accepted = _current;
        _acceptedLink = _currentLink;
        if (_next is null)
            return;

        _link.Dispose();
        _link = _next;
        _next = null;
    }

    /// <summary>The commit is rolled back.</summary>
    public void Forget()
    {
        _rows.Clear();
        _current = _accepted;
        _currentLink = _acceptedLink;
        _next?.Dispose();
        _next = null;
        _update.Reset();
        _insertLink.Reset();
    }

    public void Dispose()
    {
        _next?.Dispose();
        _link.Dispose();
        _insertLink.Dispose();
        _update.Dispose();
    }

    private void CloseLink()
    {
        _insertLink.Bind(1, _current.Seq);
        _insertLink.Bind(2, _currentLink);
        _insertLink.Bind(3, _current.Hash);
        _current.Times.Bind(_insertLink, 4);
        _insertLink.Execute();
        _next?.Dispose();
        _next = LinkHash.After(_current.Hash);
        _currentLink = _current.Seq;
        _current = _current with { Items = 0, Times = TimeSpread.None };
    }
}
