using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BudgetGen;

/// <summary>
/// Refreshes the manager's prices in the background, one attempt at a time. What was fetched lies over the embedded book and under the user's own files and
/// settings. Whatever goes wrong is logged and stands in <see cref="BudgetManager.PriceRefreshStatus"/>; the prices in use stay, and the host never notices.
/// </summary>
internal sealed class PriceRefreshService(IServiceProvider services, IOptions<BudgetOptions> options) : BackgroundService
{
    private PriceBook? _fetched;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var logger = new CarefulLogger(services.GetService<ILoggerFactory>()?.CreateLogger(BudgetEvents.Category) ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        BudgetManager? manager = null;
        try
        {
            if (options.Value.PriceRefresh is not { } schedule)
                return;

            // The options' own timeout is for the whole answer; the client's would cut a longer one short.
            using HttpClient? own = schedule.Client is null ? new HttpClient { Timeout = Timeout.InfiniteTimeSpan } : null;
            manager = services.GetRequiredService<BudgetManager>();
            var refresh = new PriceRefresh(schedule.Client ?? own!, schedule.Source);
            PriceRefreshStatus status = TakeLastGood(manager, refresh, schedule.Source, logger);
            TimeSpan wait = Some(schedule.Interval / 10);
            while (true)
            {
                manager.PriceRefreshStatus = status with { NextAttempt = manager.TimeProvider.GetUtcNow() + wait };
                await Task.Delay(wait, manager.TimeProvider, stoppingToken).ConfigureAwait(false);
                status = await OnceAsync(manager, refresh, status, schedule.Source, logger, stoppingToken).ConfigureAwait(false);
                wait = schedule.Interval + Some(schedule.Interval / 10);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
            manager?.PriceRefreshStatus = manager.PriceRefreshStatus is { } last ? last with { NextAttempt = null } : null;
        }
        catch (Exception error)
        {
            manager?.PriceRefreshStatus = (manager.PriceRefreshStatus ?? new PriceRefreshStatus()) with { NextAttempt = null, Problems = [$"prices are not refreshed any more: {error.Message}"] };
            logger.LogError(BudgetEvents.PriceRefreshFailed, error, "Prices are not refreshed any more.");
        }
    }

    /// <summary>An address without user, password and query, which may be secrets.</summary>
    private static string Shown(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private static TimeSpan Some(TimeSpan most) => TimeSpan.FromTicks(Random.Shared.NextInt64(most.Ticks));

    /// <summary>What an earlier run of the program fetched is newer than the embedded book.</summary>
    private PriceRefreshStatus TakeLastGood(BudgetManager manager, PriceRefresh refresh, PriceRefreshOptions source, CarefulLogger logger)
    {
        try
        {
            if (refresh.LastGood() is not { } book)
                return new PriceRefreshStatus();

            Use(manager, book);
            return new PriceRefreshStatus { Book = book, LastSuccess = new DateTimeOffset(File.GetLastWriteTimeUtc(source.File)) };
        }
        catch (Exception error)
        {
            logger.LogWarning(BudgetEvents.PriceRefreshFailed, error, "The prices that were kept in {File} cannot be read and are not used.", source.File);
            return new PriceRefreshStatus { Problems = [$"the prices that were kept in {source.File} cannot be read: {error.Message}"] };
        }
    }

    /// <summary>One attempt.</summary>
    /// <returns>The status after it; what it does not change is as in <paramref name="before"/>.</returns>
    private async Task<PriceRefreshStatus> OnceAsync(
        BudgetManager manager, PriceRefresh refresh, PriceRefreshStatus before, PriceRefreshOptions source, CarefulLogger logger, CancellationToken stoppingToken)
    {
        try
        {
            PriceRefreshResult result = await refresh.RunAsync(_fetched ?? manager.Pricing.Layers[0], stoppingToken).ConfigureAwait(false);
            DateTimeOffset now = manager.TimeProvider.GetUtcNow();
            if (!result.Refreshed)
            {
                logger.LogWarning(BudgetEvents.PriceRefreshFailed, "Prices from {Url} were not taken, and the last good ones stay: {Problems}", Shown(source.Url), string.Join("; ", result.Problems));
                return before with { LastAttempt = now, Problems = result.Problems };
            }

            Use(manager, result.Book);
            logger.LogInformation(BudgetEvents.PricesRefreshed, "Prices are those of {Book} {Version}, SHA-256 {Sha256}.", result.Book.Name, result.Book.Version, result.Sha256);
            return new PriceRefreshStatus { LastAttempt = now, LastSuccess = now, Book = result.Book };
        }
        catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            logger.LogWarning(BudgetEvents.PriceRefreshFailed, error, "Prices from {Url} were not taken, and the last good ones stay.", Shown(source.Url));
            return before with { LastAttempt = manager.TimeProvider.GetUtcNow(), Problems = [error.Message] };
        }
    }

    /// <summary>Puts a book over the embedded one, in place of the one that was fetched before. Other layers stay as they are now, and the store's stays on top of all.</summary>
    private void Use(BudgetManager manager, PriceBook book)
    {
        PriceBook? before = _fetched;
        IReadOnlyList<PriceBook> layers = manager.Pricing.Layers;
        manager.Pricing.Reload(layers[0], [book, .. layers.Skip(1).Where(layer => !ReferenceEquals(layer, before))]);
        _fetched = book;
    }
}
