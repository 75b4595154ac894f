using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>A metered call that is being made by generated code itself, because its parameters cannot be captured.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LlmCallInProgress
{
    /// <summary>The call returned: settles what it cost, and blocks until that is durable.</summary>
    public void Complete(LlmOutcome outcome) => throw new NotImplementedException();

    /// <summary>The call returned a task: settles when it completes.</summary>
    public Task<TResult> CompleteAsync<TResult>(Task<TResult> task, Func<TResult, LlmOutcome> read) => throw new NotImplementedException();

    /// <summary>The call returned a task: settles when it completes.</summary>
    public Task CompleteAsync(Task task) => throw new NotImplementedException();

    /// <summary>The call returned a value task: settles when it completes.</summary>
    public ValueTask<TResult> CompleteAsync<TResult>(ValueTask<TResult> task, Func<TResult, LlmOutcome> read) => throw new NotImplementedException();

    /// <summary>The call returned a value task: settles when it completes.</summary>
    public ValueTask CompleteAsync(ValueTask task) => throw new NotImplementedException();

    /// <summary>The call threw: books what that means. Rethrow afterwards.</summary>
    public void Fail(Exception error) => throw new NotImplementedException();
}
