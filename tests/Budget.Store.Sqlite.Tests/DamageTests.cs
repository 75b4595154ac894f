using BudgetGen.Sqlite.Tests.Journal;
using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

/// <summary>T-TORN-1 for the store: a clean prefix or a refusal, never a wrong sum.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TestDirectory _directory = new(inMemory: true);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_log_that_was_cut_anywhere_opens_with_a_prefix_of_the_entries()
    {
        const int Checkpointed = 10, Logged = 40;
        await using (SqliteBudgetStore store = Open(_directory.Database, out _))
            await AppendAsync(store, 0, Checkpointed);

        byte[] database, log;
        await using (SqliteBudgetStore store = Open(_directory.Database, out _))
        {
            await AppendAsync(store, Checkpointed, Logged);
            database = LedgerFile.Read(_directory.Database);
            log = LedgerFile.Read(_directory.Database + "-wal");
        }

        await AssertPrefixesAsync(database, log, Checkpointed, Logged);
    }

    [Fact]
    public async Task A_log_that_was_cut_at_any_length_at_all_opens_with_a_prefix_of_the_entries()
    {
        // Every single length is for the long run; here an odd step, so that cuts fall everywhere in a frame. The borders are cut above in every run.
        int step = Soak.IsOn ? 1 : 397;
        byte[] database, log;
        await using (SqliteBudgetStore store = Open(_directory.Database, out _))
        {
            await AppendAsync(store, 0, 6);
            database = LedgerFile.Read(_directory.Database);
            log = LedgerFile.Read(_directory.Database + "-wal");
        }

        int last = 0;
        for (int length = 0; length < log.Length; length += step)
        {
            int entries = await CountPrefixAsync(Copy(database, log.AsSpan(0, length)));
            Assert.InRange(entries, last, 6);
            last = entries;
        }

        Assert.Equal(6, await CountPrefixAsync(Copy(database, log)));
    }

    /// <summary>SQLite takes an empty file for a new database, and throws the log beside it away.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_log_without_its_database_is_damage_and_stays(bool isThere)
    {
        byte[] log;
        await using (SqliteBudgetStore store = Open(_directory.Database, out _))
        {
            await AppendAsync(store, 0, 6);
            log = LedgerFile.Read(_directory.Database + "-wal");
        }

        string copy = Copy([], log);
        if (!isThere)
            File.Delete(copy);
        BudgetStoreException refusal = Assert.Throws<BudgetStoreException>(() => Open(copy, out _));
        Assert.Equal(BudgetStoreFailure.Corrupt, refusal.Failure);
        Assert.Contains("gone or empty", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<BudgetStoreException>(() => SqliteBudgetStore.OpenReader(copy));
        Assert.Equal(log, LedgerFile.Read(copy + "-wal"));
    }

    /// <summary>SQLite says of such a log that it cannot open the database. Nobody can, however long they wait.</summary>
    [Fact]
    public async Task A_log_of_another_version_is_damage()
    {
        byte[] database, log;
        await using (SqliteBudgetStore store = Open(_directory.Database, out _))
        {
            await AppendAsync(store, 0, 6);
            database = LedgerFile.Read(_directory.Database);
            log = LedgerFile.Read(_directory.Database + "-wal");
        }

        log.AsSpan(4, 4).Clear();
        WriteAheadLog.Sum(log);
        string copy = Copy(database, log);
        BudgetStoreException refusal = Assert.Throws<BudgetStoreException>(() => Open(copy, out _));
        Assert.Equal(BudgetStoreFailure.Corrupt, refusal.Failure);
        Assert.Contains("write-ahead log has version 0", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(BudgetStoreFailure.Corrupt, Assert.Throws<BudgetStoreException>(() => SqliteBudgetStore.OpenReader(copy)).Failure);
    }

    private async Task AssertPrefixesAsync(byte[] database, byte[] log, int checkpointed, int logged)
    {
        // Frames have 24 + 4,096 bytes behind a header of 32: at, before and after their borders, and somewhere within.
        int last = checkpointed, prefixes = 0;
        var lengths = new SortedSet<int> { 0, 1, 31, log.Length };
        for (int frame = 32; frame < log.Length; frame += 4_120)
            lengths.UnionWith([frame - 1, frame, frame + (frame * 7 % 4_120)]);
        foreach (int length in lengths.Where(length => length <= log.Length))
        {
            string copy = Copy(database, log.AsSpan(0, length));
            int entries = await CountPrefixAsync(copy);
            Assert.InRange(entries, last, checkpointed + logged);
            prefixes += entries > last ? 1 : 0;
            last = entries;
        }

        Assert.Equal(checkpointed + logged, last);
        Assert.True(prefixes > logged / 2, $"Only {prefixes} different prefixes were seen.");
    }

    [Fact]
    public async Task A_flipped_byte_in_the_log_gives_a_prefix_of_the_entries()
    {
        byte[] database, log;
        await using (SqliteBudgetStore store = Open(_directory.Database, out _))
        {
            await AppendAsync(store, 0, 40);
            database = LedgerFile.Read(_directory.Database);
            log = LedgerFile.Read(_directory.Database + "-wal");
        }

        var random = new Random(7);
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = [.. log];
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            Assert.InRange(await CountPrefixAsync(Copy(database, damaged)), 0, 40);
        }
    }

    [Fact]
    public async Task A_flipped_byte_in_a_closed_ledger_is_noticed_or_harmless()
    {
        // A copy, because it has no free space, where a flipped byte does no harm.
        await using (SqliteBudgetStore store = Open(_directory.File("first.db"), out _))
        {
            await Ledgers.AppendAsync(store);
            await Task.WhenAll(Enumerable.Range(0, 1_500).Select(i => store.Writer.AppendAsync(Spend(i, Of($"user-{i % 40}"), Now.AddMinutes(i)))));
            await store.BackupAsync(_directory.Database);
        }

        byte[] intact = LedgerFile.Read(_directory.Database);
        string truth = await Ledgers.DescribeAsync(_directory.Database);

        int refused = 0, harmless = 0;
        var random = new Random(11);
        int rounds = Soak.Rounds(500, 10_000);
        for (int i = 0; i < rounds; i++)
        {
            byte[] damaged = [.. intact];
            int length = i % 4 == 0 ? 64 : 1;
            int at = random.Next(damaged.Length - length);
            for (int k = at; k < at + length; k++)
                damaged[k] ^= (byte)random.Next(1, 256);
            string copy = Copy(damaged, []);
            try
            {
                SqliteBudgetStore.Verify(copy);
                Assert.Equal(truth, await Ledgers.DescribeAsync(copy));
                harmless++;
            }
            catch (BudgetStoreException error) when (error.Failure is BudgetStoreFailure.Corrupt or BudgetStoreFailure.TooNew)
            {
                refused++;
            }
            catch (BudgetStoreException error) when (error.Message.Contains("older schema", StringComparison.Ordinal))
            {
                // The byte that says the version. Opening it tries to migrate what is not there.
                Assert.Equal(BudgetStoreFailure.Corrupt, Assert.Throws<BudgetStoreException>(() => Open(copy, out _)).Failure);
                refused++;
            }

            LedgerFile.Delete(copy);
        }

        Assert.True(refused > rounds / 2, $"Only {refused} of {rounds} were refused.");
        SoakReport.Add("T-TORN-1", $"{rounds} damaged files: {refused} refused, {harmless} with the right sums, 0 with wrong ones");
    }

    [Fact]
    public async Task A_scope_key_that_changed_on_disk_is_refused()
    {
        await using (SqliteBudgetStore store = Open(_directory.Database, out _))
            await store.AppendAsync(Spend(5, Of("customer-17")));

        byte[] intact = LedgerFile.Read(_directory.Database);
        byte[] key = "customer-17"u8.ToArray();
        int refused = 0;
        for (int at = intact.AsSpan().IndexOf(key); at >= 0;)
        {
            byte[] damaged = [.. intact];
            damaged[at + key.Length - 1] = (byte)'8';
            try
            {
                // In free space, where an earlier version of the row stood, it does no harm.
                await using SqliteBudgetStore store = Open(Copy(damaged, []), out LedgerState state);
                Assert.Contains(new AccountBalance(Day("customer-17"), new Usd(5), default, default), state.Balances);
            }
            catch (BudgetStoreException error) when (error.Failure == BudgetStoreFailure.Corrupt)
            {
                refused++;
            }

            int next = intact.AsSpan(at + 1).IndexOf(key);
            at = next < 0 ? -1 : at + 1 + next;
        }

        // Once in the row, once in its index.
        Assert.Equal(2, refused);
    }

    [Fact]
    public async Task A_balance_that_its_entries_do_not_add_up_to_is_refused_with_its_name()
    {
        await using (SqliteBudgetStore store = Open(_directory.Database, out _))
            await store.AppendAsync(Spend(5, Of("ann")), Entry(LedgerEntryKind.Suspend, ReservationId.New(Now), 3, 0, Of("bob")));

        foreach (string damage in new[]
        {
            "UPDATE account SET spent = spent + 1 WHERE scope_key = 'ann'",
            "UPDATE account SET suspense = 0 WHERE scope_key = 'bob'",
            "UPDATE account SET overrun = 1 WHERE scope_key = 'ann'",
        })
        {
            string copy = Copy(LedgerFile.Read(_directory.Database), []);
            using (var connection = Figures.Open(copy))
                Assert.Empty(Figures.Rows(connection, damage));
            BudgetStoreException error = Assert.Throws<BudgetStoreException>(() => Open(copy, out _));
            Assert.Equal(BudgetStoreFailure.Corrupt, error.Failure);
            Assert.Contains("of policy '", error.Message, StringComparison.Ordinal);
        }
    }

    private static async Task AppendAsync(SqliteBudgetStore store, int from, int count)
    {
        for (int i = from; i < from + count; i++)
            await store.AppendAsync(Spend(i + 1, Of($"user-{i % 7}"), at: Now.AddSeconds(i)));
    }

    // Opens a damaged copy; its entries must be 1, 2, 3 ... up to some number, and its balances their sums. Then the copy goes: hundreds of thousands of them would fill the disk.
    private static async Task<int> CountPrefixAsync(string database)
    {
        try
        {
            return await CountAsync(database);
        }
        finally
        {
            LedgerFile.Delete(database);
        }
    }

    private static async Task<int> CountAsync(string database)
    {
        await using SqliteBudgetStore store = Open(database, out LedgerState state);
        IReadOnlyList<UsageRecord> usage = await store.Reader.GetUsageAsync(new UsageQuery());
        Assert.Equal(Enumerable.Range(1, usage.Count).Reverse().Select(static i => (long)i), usage.Select(static record => record.Cost.Nanos));
        Assert.Equal(usage.Sum(static record => record.Cost.Nanos), state.Balances.SingleOrDefault(static b => b.Account == Global)?.Spent.Nanos ?? 0);
        await Figures.AssertBalancesAreSumsOfEntriesAsync(database);
        return usage.Count;
    }

    private static SqliteBudgetStore Open(string database, out LedgerState state)
    {
        var store = new SqliteBudgetStore(database);
        state = store.Open(Now);
        return store;
    }

    private string Copy(ReadOnlySpan<byte> database, ReadOnlySpan<byte> log)
    {
        string copy = _directory.File($"copy-{Guid.NewGuid():N}.db");
        LedgerFile.Write(copy, database, log);
        return copy;
    }
}
