using BudgetGen.Storage;
using Microsoft.Data.Sqlite;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

/// <summary>A commit that fails in its middle leaves nothing behind, in the file and in the writer.</summary>
public sealed class FailedCommitTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void After_a_commit_that_found_no_room_the_next_entries_are_only_what_they_say()
    {
        var file = new DatabaseFile(_directory.Database);
        file.CreateIfMissing();
        using SqliteConnection connection = file.OpenForWriting();
        file.ConfigureForWriting(connection);
        Schema.Migrate(connection, file.FullPath);
        (LinkHash growing, long lastLink) = new LedgerVerifier(connection, file.FullPath).SinceCheckpoint();
        using var writer = new LedgerWriter(connection, new ChainWriter(connection, growing, lastLink));
        ReservationId id = ReservationId.New(Now);
        writer.Write([Entry(LedgerEntryKind.Hold, id, 700), Spend(1)]);

        // There is room for the entry, and none for its endpoint, which is stored apart.
        DatabaseFile.Execute(connection, $"PRAGMA max_page_count = {DatabaseFile.Scalar(connection, "PRAGMA page_count")}");
        LedgerEntry large = Spend(900, usage: new UsageRecord { Model = "gpt-4o", Cost = default, Timestamp = Now, Endpoint = new string('x', 50_000) });
        Assert.Throws<SqliteException>(() => writer.Write([large with { Note = "no room" }]));

        DatabaseFile.Execute(connection, "PRAGMA max_page_count = 1000000");
        writer.Write([Entry(LedgerEntryKind.Void, id, 700)]);
        new LedgerVerifier(connection, file.FullPath).Everything();
        Assert.Equal(1, DatabaseFile.Scalar(connection, "SELECT COUNT(*) FROM entry WHERE amount IS NULL AND note IS NULL AND usage_flags IS NULL"));
    }
}
