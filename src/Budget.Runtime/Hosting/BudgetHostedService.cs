using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BudgetGen;

/// <summary>Opens the manager before the host's own services start, so that a wrong set-up stops the start and not the first call.</summary>
internal sealed class BudgetHostedService(IServiceProvider services) : IHostedLifecycleService
{
    private BudgetManager? _manager;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _manager = services.GetRequiredService<BudgetManager>();
        BudgetManager.ReplaceDefault(_manager);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After all services have stopped: their last calls still settle.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => _manager?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}
