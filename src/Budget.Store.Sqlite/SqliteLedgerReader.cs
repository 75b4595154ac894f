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
        Ask(static ledger => ledger.Balances(endsAfter: null), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="BudgetStoreException">The file is missing, damaged, or newer than this version.</exception>
    public ValueTask<IReadOnlyList<UsageRecord>> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Ask(ledger => ledger.Usage(query), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="BudgetStoreException">The file is missing, damaged, or newer than this version.</exception>
    public ValueTask<IReadOnlyList<OpenReservation>> GetOpenReservationsAsync(CancellationToken cancellationToken = default) =>
        Ask(static ledger => ledger.OpenReservations(suspendedToo: true), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="BudgetStoreException">The file is missing, damaged, or newer than this version.</exception>
    public ValueTask<IReadOnlyList<SpendSum>> SumSpendAsync(SpendQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Ask(ledger => ledger.Spend(query), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The hold of a reservation that has ended is read from the entry that ended it.</remarks>
    /// <exception cref="BudgetStoreException">The file is missing, damaged, or newer than this version.</exception>
    public ValueTask<IReadOnlyList<LedgerEntry>> FindAsync(ReservationId reservation, CancellationToken cancellationToken = default) =>
        Ask(ledger => ledger.Find(reservation), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="BudgetStoreException">The file is missing, damaged, or newer than this version.</exception>
    public ValueTask<IReadOnlyList<LedgerEntry>> GetEntriesAsync(EntryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Ask(ledger => ledger.Entries(query), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="BudgetStoreException">The file is missing, damaged, or newer than this version.</exception>
    public ValueTask<IReadOnlyList<PolicyChange>> GetPolicyHistoryAsync(string? policyId = null, CancellationToken cancellationToken = default) =>
        Ask(ledger => ledger.Policies(policyId), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="BudgetStoreException">The file is missing, damaged, or newer than this version.</exception>
    public ValueTask<IReadOnlyList<PriceLineChange>> GetPriceHistoryAsync(string? lineId = null, CancellationToken cancellationToken = default) =>
        Ask(ledger => ledger.PriceLines(lineId), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="BudgetStoreException">The file is missing, damaged, or newer than this version.</exception>
    public ValueTask<IReadOnlyList<AlertRecord>> GetAlertsAsync(bool undeliveredOnly = false, CancellationToken cancellationToken = default) =>
        Ask(ledger => ledger.Alerts(undeliveredOnly), cancellationToken);

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _file.CloseReaders();

    /// <summary>Throws if the file cannot be read by this version.</summary>
    internal void ThrowIfUnreadable() => Read<object>(static _ => [], default);

    // On the pool: SQLite's calls block, and callers may have a user interface to keep alive.
    private async ValueTask<IReadOnlyList<T>> Ask<T>(Func<LedgerQueries, List<T>> question, CancellationToken cancellationToken) =>
        await Task.Run(() => Read(question, cancellationToken), cancellationToken).ConfigureAwait(false);

    private List<T> Read<T>(Func<LedgerQueries, List<T>> question, CancellationToken cancellationToken) =>
        Snapshot.Read(_file, connection =>
        {
            using var ledger = new LedgerQueries(connection, cancellationToken);
            return question(ledger);
        });
}
