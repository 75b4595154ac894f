using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>A metered call that is being made by generated code itself, because its parameters cannot be captured.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LlmCallInProgress
{
    private readonly MeteredCall? _metered;
    private readonly LlmCallScope? _before;

    internal LlmCallInProgress(MeteredCall metered, LlmCallScope? before)
    {
        _metered = metered;
        _before = before;
    }

    /// <summary>The call returned: settles what it cost, and blocks until that is durable.</summary>
    public void Complete(LlmOutcome outcome) => Returned()?.Succeed(outcome);

    /// <summary>The call returned: settles what its result says that it cost, and blocks until that is durable.</summary>
    public void Complete<TResult>(TResult result, Func<TResult, LlmOutcome> read) => Returned()?.Succeed(LlmCall.Read(read, result));

    /// <summary>The call returned a task: settles when it completes.</summary>
    public Task<TResult> CompleteAsync<TResult>(Task<TResult> task, Func<TResult, LlmOutcome> read) =>
        Returned() is { } metered ? LlmCall.Finish(metered, task, read) : task;

    /// <summary>The call returned a task: settles when it completes.</summary>
    public Task CompleteAsync(Task task) =>
        Returned() is { } metered ? LlmCall.Finish(metered, LlmCall.WithResult(task), static _ => LlmOutcome.Unknown) : task;

    /// <summary>The call returned a value task: settles when it completes.</summary>
    public ValueTask<TResult> CompleteAsync<TResult>(ValueTask<TResult> task, Func<TResult, LlmOutcome> read) =>
        Returned() is { } metered ? new(LlmCall.Finish(metered, task.AsTask(), read)) : task;

    /// <summary>The call returned a value task: settles when it completes.</summary>
    public ValueTask CompleteAsync(ValueTask task) => _metered is null ? task : new(CompleteAsync(task.AsTask()));

    /// <summary>The call threw: books what that means. Rethrow afterwards.</summary>
    public void Fail(Exception error) => Returned()?.Fail(error);

    /// <summary>Gives the caller its own scope back: what the call has started keeps the call's.</summary>
    private MeteredCall? Returned()
    {
        if (_metered is not null)
            LlmCallScope.Enter(_before);
        return _metered;
    }
}
