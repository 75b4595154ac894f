using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

/// <summary>
/// Refreshes the manager's prices in the background, one attempt at a time. What was fetched lies over the embedded book and under the user's own files and
/// settings. Whatever goes wrong is logged; the prices in use stay, and the host never notices.
/// </summary>
internal sealed class PriceRefreshService(IServiceProvider services, PriceRefreshSchedule schedule) : BackgroundService
{
    private PriceBook? _fetched;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var logger = new CarefulLogger(services.GetService<ILoggerFactory>()?.CreateLogger(BudgetEvents.Category) ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        using HttpClient? own = schedule.Client is null ? new HttpClient() : null;
        try
        {
            BudgetManager manager = services.GetRequiredService<BudgetManager>();
            var refresh = new PriceRefresh(schedule.Client ?? own!, schedule.Source);
            TakeLastGood(manager, refresh, logger);
            TimeSpan wait = Some(schedule.Interval / 10);
            while (true)
            {
                await Task.Delay(wait, manager.TimeProvider, stoppingToken).ConfigureAwait(false);
                await OnceAsync(manager, refresh, logger, stoppingToken).ConfigureAwait(false);
                wait = schedule.Interval + Some(schedule.Interval / 10);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (Exception error)
        {
            logger.LogError(BudgetEvents.PriceRefreshFailed, error, "Prices are not refreshed any more.");
        }
    }

    private static TimeSpan Some(TimeSpan most) => TimeSpan.FromTicks(Random.Shared.NextInt64(most.Ticks));

    /// <summary>What an earlier run of the program fetched is newer than the embedded book.</summary>
    private void TakeLastGood(BudgetManager manager, PriceRefresh refresh, CarefulLogger logger)
    {
        try
        {
            if (refresh.LastGood() is { } book)
                Use(manager, book);
        }
        catch (Exception error)
        {
            logger.LogWarning(BudgetEvents.PriceRefreshFailed, error, "The prices that were kept in {File} cannot be read and are not used.", schedule.Source.File);
        }
    }

    private async Task OnceAsync(BudgetManager manager, PriceRefresh refresh, CarefulLogger logger, CancellationToken stoppingToken)
    {
        try
        {
            PriceRefreshResult result = await refresh.RunAsync(_fetched ?? manager.Pricing.Layers[0], stoppingToken).ConfigureAwait(false);
            if (result.Refreshed)
            {
                Use(manager, result.Book);
                logger.LogInformation(BudgetEvents.PricesRefreshed, "Prices are those of {Book} {Version}, SHA-256 {Sha256}.", result.Book.Name, result.Book.Version, result.Sha256);
            }
            else
            {
                logger.LogWarning(BudgetEvents.PriceRefreshFailed, "Prices from {Url} were not taken, and the last good ones stay: {Problems}", schedule.Source.Url, string.Join("; ", result.Problems));
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            logger.LogWarning(BudgetEvents.PriceRefreshFailed, error, "Prices from {Url} were not taken, and the last good ones stay.", schedule.Source.Url);
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
