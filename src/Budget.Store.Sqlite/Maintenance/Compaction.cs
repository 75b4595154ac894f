using System.Runtime.InteropServices;
using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>
/// Replaces entries by their sums, in one transaction: the ledger is verified, the entries go, their sums become part of where the chain starts, and what is left
/// is hashed again from there.
/// </summary>
internal sealed class Compaction(SqliteConnection connection, string database, DateTimeOffset before, CancellationToken cancellationToken)
{
    private readonly long _before = Instant.ToStored(before);

    /// <summary>Does it. No other transaction is open.</summary>
    /// <returns>How many entries were replaced; if 0, nothing was changed.</returns>
    /// <exception cref="BudgetStoreException">The ledger is damaged.</exception>
    public long Run()
    {
        DatabaseFile.Execute(connection, "PRAGMA temp_store = MEMORY");
        using SqliteTransaction transaction = connection.BeginTransaction();
        new LedgerVerifier(connection, database, cancellationToken).Everything();
        using var lookups = new Lookups(connection);
        long replaced = Choose(transaction, lookups);
        if (replaced > 0)
        {
            Delete(transaction);
            Chain(lookups);
        }

        DatabaseFile.Execute(connection, transaction, "DROP TABLE temp.chosen; DROP TABLE temp.chosen_set; DROP TABLE temp.open_id;");
        cancellationToken.ThrowIfCancellationRequested();
        transaction.Commit();
        return replaced;
    }

    // Entries that were booked before the instant, on accounts whose windows have all ended before it, of reservations that are no longer open.
    private long Choose(SqliteTransaction transaction, Lookups lookups)
    {
        DatabaseFile.Execute(
            connection,
            transaction,
            """
            CREATE TEMP TABLE chosen_set (id INTEGER PRIMARY KEY);
            CREATE TEMP TABLE open_id (id_time INTEGER, id_rest INTEGER, PRIMARY KEY (id_time, id_rest)) WITHOUT ROWID;
            CREATE TEMP TABLE chosen (seq INTEGER PRIMARY KEY);
            """);
        using (var sets = new Statement(connection, "SELECT id FROM account_set"))
        using (var insert = new Statement(connection, "INSERT INTO chosen_set (id) VALUES (?1)"))
        {
            while (sets.Step())
            {
                if (!lookups.AccountsOf(sets.Long(0)).Keys.All(account => account.WindowEnd <= before))
                    continue;
                insert.Bind(1, sets.Long(0));
                insert.Execute();
            }
        }

        using (var open = new Statement(connection, "SELECT reservation FROM hold"))
        using (var insert = new Statement(connection, "INSERT INTO open_id (id_time, id_rest) VALUES (?1, ?2)"))
        {
            while (open.Step())
            {
                ReservationId id = open.Reservation(0);
                insert.Bind(1, unchecked((long)id.High));
                insert.Bind(2, unchecked((long)id.Low));
                insert.Execute();
            }
        }

#pragma warning disable CA2100 // Constants of ours.
        using var choose = new Statement(
            connection,
            $"""
            INSERT INTO chosen (seq)
            SELECT e.seq FROM entry e
            WHERE e.account_set IN (SELECT id FROM chosen_set) AND {EntryColumns.At} < ?1
              AND NOT EXISTS (SELECT 1 FROM open_id o WHERE o.id_time = e.id_time AND o.id_rest = e.id_rest)
            """);
#pragma warning restore CA2100
        choose.Bind(1, _before);
        choose.Execute();
        return choose.Changes;
    }

    private void Delete(SqliteTransaction transaction)
    {
        using (var lookups = new Lookups(connection))
            KeepSums(lookups);
        DatabaseFile.Execute(
            connection,
            transaction,
            """
            DELETE FROM extra WHERE seq IN (SELECT seq FROM temp.chosen);
            DELETE FROM entry WHERE seq IN (SELECT seq FROM temp.chosen);
            """);
    }

    private void KeepSums(Lookups lookups)
    {
        var byAccount = new Dictionary<long, AccountChange>();
        using (var sums = new Statement(
            connection,
            """
            SELECT account_set, SUM(COALESCE(amount, 0)), SUM(COALESCE(suspense, 0)), SUM(COALESCE(overrun, 0))
            FROM entry WHERE seq IN (SELECT seq FROM temp.chosen) GROUP BY account_set
            """))
        {
            while (sums.Step())
            {
                foreach (long account in lookups.AccountsOf(sums.Long(0)).Ids)
                {
                    ref AccountChange sum = ref CollectionsMarshal.GetValueRefOrAddDefault(byAccount, account, out _);
                    sum += new AccountChange(sums.Long(1), sums.Long(2), sums.Long(3));
                }
            }
        }

        using var keep = new Statement(
            connection,
            """
            INSERT INTO compacted_balance (account, spent, suspense, overrun) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (account) DO UPDATE SET
              spent = spent + excluded.spent, suspense = suspense + excluded.suspense, overrun = overrun + excluded.overrun
            """);
        foreach ((long account, AccountChange sum) in byAccount)
        {
            keep.Bind(1, account);
            keep.Bind(2, sum.Spent);
            keep.Bind(3, sum.Suspense);
            keep.Bind(4, sum.Overrun);
            keep.Execute();
        }
    }

    private void Chain(Lookups lookups)
    {
        Head head = Head.Read(connection);
        byte[] hash = LedgerVerifier.Origin(connection, head.Hash, lookups);
        using (var clear = new Statement(connection, "DELETE FROM link"))
            clear.Execute();

        using var insert = new Statement(connection, "INSERT INTO link (seq, after, hash, first_at, last_at) VALUES (?1, ?2, ?3, ?4, ?5)");
        Add(insert, 0, 0, hash, TimeSpread.None);
        long after = 0, items = 0;
        var times = TimeSpread.None;
        var bytes = new CanonicalBytes();
        using (var rows = new LedgerStream(connection, lookups, long.MinValue))
        {
            LinkHash growing = LinkHash.After(hash);
            while (rows.Next())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (rows.Read(bytes) is { } entry)
                    times = times.With(entry);
                growing.Add(bytes.Written);
                bytes.Clear();
                if (++items < ChainWriter.LinkRows)
                    continue;

                hash = growing.Current();
                Add(insert, rows.Seq, after, hash, times);
                (after, items, times) = (rows.Seq, 0, TimeSpread.None);
                growing.Dispose();
                growing = LinkHash.After(hash);
            }

            // The last link reaches to the last number that was given, whether its row is still there or not.
            if (after < head.Seq)
                Add(insert, head.Seq, after, hash = growing.Current(), times);
            growing.Dispose();
        }

        using var update = new Statement(connection, "UPDATE head SET hash = ?1, origin = ?2, items = 0, first_at = NULL, last_at = NULL");
        update.Bind(1, hash);
        update.Bind(2, head.Hash);
        update.Execute();
        CheckedBalances.Keep(connection, head.Seq);
    }

    private static void Add(Statement insert, long seq, long after, byte[] hash, TimeSpread times)
    {
        insert.Bind(1, seq);
        insert.Bind(2, after);
        insert.Bind(3, hash);
        times.Bind(insert, 4);
        insert.Execute();
    }
}
