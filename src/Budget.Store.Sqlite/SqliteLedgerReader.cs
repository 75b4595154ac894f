using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>
/// Reads a ledger in an SQLite file. It has connections of its own, so it never waits for the writer nor the writer for it, and works beside a
/// live owner in another process. Each answer is one moment of the ledger. Safe for any number of threads.
/// </summary>
public sealed class SqliteLedgerReader : ILedgerReader, IDisposable
{
    private readonly DatabaseFile _file;

    internal SqliteLedgerReader(DatabaseFile file) => _file = file;

    /// <inheritdoc/>
    /// <exception cref="BudgetStoreException">The file is missing, damaged, or newer than this version.</exception>
    public ValueTask<IReadOnlyList<AccountBalance>> GetBalancesAsync(CancellationToken cancellationToken = default) =>
        Ask<AccountBalance>(static (ledger, _) => ledger.Balances(endsAfter: null), null, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="BudgetStoreException">The file is missing, damaged, or newer than this version.</exception>
    public ValueTask<IReadOnlyList<UsageRecord>> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Ask<UsageRecord>(static (ledger, query) => ledger.Usage(query!), query, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="BudgetStoreException">The file is missing, damaged, or newer than this version.</exception>
    public ValueTask<IReadOnlyList<OpenReservation>> GetOpenReservationsAsync(CancellationToken cancellationToken = default) =>
        Ask<OpenReservation>(static (ledger, _) => ledger.OpenReservations(suspendedToo: true), null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SpendSum>> SumSpendAsync(SpendQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerEntry>> FindAsync(ReservationId reservation, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerEntry>> GetEntriesAsync(EntryQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PolicyChange>> GetPolicyHistoryAsync(string? policyId = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AlertRecord>> GetAlertsAsync(bool undeliveredOnly = false, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _file.CloseReaders();

    /// <summary>Throws if the file cannot be read by this version.</summary>
    internal void ThrowIfUnreadable() => Read<object>(static (_, _) => [], null, default);

    // On the pool: SQLite's calls block, and callers may have a user interface to keep alive.
    private async ValueTask<IReadOnlyList<T>> Ask<T>(
        Func<LedgerQueries, UsageQuery?, List<T>> question, UsageQuery? query, CancellationToken cancellationToken) =>
        await Task.Run(() => Read(question, query, cancellationToken), cancellationToken).ConfigureAwait(false);

    private List<T> Read<T>(Func<LedgerQueries, UsageQuery?, List<T>> question, UsageQuery? query, CancellationToken cancellationToken)
    {
        try
        {
            using SqliteConnection connection = _file.OpenForReading();
            using SqliteTransaction snapshot = connection.BeginTransaction(deferred: true);
            if (Schema.Version(connection, _file.FullPath) < Schema.Newest)
            {
                throw new BudgetStoreException(
                    $"The budget ledger '{_file.FullPath}' is empty or has an older schema. Open it once for writing; that brings it up to date.");
            }

            return question(new LedgerQueries(connection, cancellationToken), query);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw StoreErrors.WhileReading(error, _file.FullPath);
        }
    }
}
