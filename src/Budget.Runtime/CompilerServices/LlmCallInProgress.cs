using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>A metered call that is being made by generated code itself, because its parameters cannot be captured.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LlmCallInProgress
{
    private readonly MeteredCall? _metered;

    internal LlmCallInProgress(MeteredCall? metered) => _metered = metered;

    /// <summary>The call returned: settles what it cost, and blocks until that is durable.</summary>
    public void Complete(LlmOutcome outcome) => _metered?.Succeed(outcome);

    /// <summary>The call returned a task: settles when it completes.</summary>
    public Task<TResult> CompleteAsync<TResult>(Task<TResult> task, Func<TResult, LlmOutcome> read) =>
        _metered is null ? task : LlmCall.Finish(_metered, task, read);

    /// <summary>The call returned a task: settles when it completes.</summary>
    public Task CompleteAsync(Task task) =>
        _metered is null ? task : LlmCall.Finish(_metered, LlmCall.WithResult(task), static _ => LlmOutcome.Unknown);

    /// <summary>The call returned a value task: settles when it completes.</summary>
    public ValueTask<TResult> CompleteAsync<TResult>(ValueTask<TResult> task, Func<TResult, LlmOutcome> read) =>
        _metered is null ? task : new(LlmCall.Finish(_metered, task.AsTask(), read));

    /// <summary>The call returned a value task: settles when it completes.</summary>
    public ValueTask CompleteAsync(ValueTask task) => _metered is null ? task : new(CompleteAsync(task.AsTask()));

    /// <summary>The call threw: books what that means. Rethrow afterwards.</summary>
    public void Fail(Exception error) => _metered?.Fail(error);
}
