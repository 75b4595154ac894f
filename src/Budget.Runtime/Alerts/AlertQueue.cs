using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

/// <summary>
/// Carries alerts from the call path to handlers: in order, one at a time, on the thread pool, so that a slow or throwing handler never touches
/// the call that raised the alert.
/// </summary>
internal sealed class AlertQueue(Action<BudgetAlert> deliver, ILogger logger) : IThreadPoolWorkItem
{
    // What a handler starts runs inside its delivery; waiting there for the queue would be waiting for itself.
    private static readonly AsyncLocal<Delivery?> s_delivery = new();

    private readonly ConcurrentQueue<(BudgetAlert? Alert, TaskCompletionSource? Flush)> _queue = new();
    private int _draining;

    public void Post(BudgetAlert alert) => Post((alert, null));

    /// <summary>Completes when every alert that was posted before has been delivered; at once if a handler asks, which is in the way itself.</summary>
    public Task FlushAsync()
    {
        if (s_delivery.Value is { IsOver: false } delivery && ReferenceEquals(delivery.Queue, this))
            return Task.CompletedTask;

        var flush = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post((null, flush));
        return flush.Task;
    }

    void IThreadPoolWorkItem.Execute()
    {
        do
        {
            while (_queue.TryDequeue(out (BudgetAlert? Alert, TaskCompletionSource? Flush) item))
            {
                if (item.Alert is { } alert)
                    Deliver(alert);
                item.Flush?.SetResult();
            }

            // Whoever posted before this line saw the flag set and relies on us to look once more.
            Interlocked.Exchange(ref _draining, 0);
        }
        while (!_queue.IsEmpty && Interlocked.Exchange(ref _draining, 1) == 0);
    }

    private void Post((BudgetAlert? Alert, TaskCompletionSource? Flush) item)
    {
        _queue.Enqueue(item);
        if (Interlocked.Exchange(ref _draining, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Deliver(BudgetAlert alert)
    {
        var delivery = new Delivery(this);
        s_delivery.Value = delivery;
        try
        {
            deliver(alert);
        }
        catch (Exception error)
        {
            logger.LogError(BudgetEvents.AlertHandlerFailed, error, "An alert handler threw; the alert was: {Message}", alert.Message);
        }
        finally
        {
            delivery.IsOver = true;
            s_delivery.Value = null;
        }
    }

    private sealed class Delivery(AlertQueue queue)
    {
        private volatile bool _isOver;

        public AlertQueue Queue { get; } = queue;

        public bool IsOver
        {
            get => _isOver;
            set => _isOver = value;
        }
    }
}
