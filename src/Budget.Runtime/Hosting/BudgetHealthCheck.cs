using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BudgetGen;

/// <summary>
/// Whether budgets work: <c>services.AddHealthChecks().AddCheck&lt;BudgetHealthCheck&gt;("budget")</c>. The registration's failure status (unhealthy, unless you say
/// otherwise) while the store does not take entries or cannot be read; degraded while the wall clock is suspect or the last refresh of prices did not work, because
/// calls are budgeted all the same.
/// </summary>
/// <remarks>Each check reads one reservation that does not exist, so it costs the store one look-up. Safe for any number of threads.</remarks>
public sealed class BudgetHealthCheck : IHealthCheck
{
    private readonly BudgetManager _manager;

    /// <param name="manager">The manager to look at.</param>
    public BudgetHealthCheck(BudgetManager manager)
    {
        ArgumentNullException.ThrowIfNull(manager);
        _manager = manager;
    }

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!_manager.Enabled)
            return HealthCheckResult.Healthy("Budgets are switched off.");

        Exception? unreadable = await ReadAsync(cancellationToken).ConfigureAwait(false);
        int pending = _manager.PendingEntries;
        PriceRefreshStatus? refresh = _manager.PriceRefreshStatus;
        List<string> down = [], worse = [];
        if (pending > 0)
            down.Add(string.Create(CultureInfo.InvariantCulture, $"The store does not take entries; waiting in memory: {pending}."));
        if (unreadable is not null)
            down.Add($"The store cannot be read: {unreadable.Message}");
        if (_manager.IsClockSuspect)
            worse.Add("The wall clock is ahead of the time that passed; budgets stay in their windows until it is confirmed.");
        if (refresh is { IsFailing: true })
            worse.Add($"Prices are not refreshed: {refresh.Problems[0]}");

        HealthStatus status = down.Count > 0 ? context.Registration.FailureStatus : worse.Count > 0 ? HealthStatus.Degraded : HealthStatus.Healthy;
        return new HealthCheckResult(status, down.Count + worse.Count > 0 ? string.Join(' ', down.Concat(worse)) : "Budgets work.", unreadable, Data(pending, refresh));
    }

    /// <summary>What says that the store can be read, or why not. Writing shows by itself: what the store does not take waits.</summary>
    private async Task<Exception?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _manager.Reader.FindAsync(default, cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return error;
        }
    }

    private Dictionary<string, object> Data(int pending, PriceRefreshStatus? refresh)
    {
        var data = new Dictionary<string, object> { ["pending_entries"] = pending, ["calls_in_flight"] = _manager.InFlight.Count, ["clock_suspect"] = _manager.IsClockSuspect };
        if (refresh is null)
            return data;

        if (refresh.LastAttempt is { } attempt)
            data["prices_last_attempt"] = attempt;
        if (refresh.LastSuccess is { } success)
        {
            data["prices_last_success"] = success;
            data["prices_age"] = _manager.TimeProvider.GetUtcNow() - success;
        }

        if (refresh.IsFailing)
            data["prices_problems"] = refresh.Problems;
        return data;
    }
}
