namespace BudgetGen.CompilerServices;

public readonly struct LlmCallInProgress
{
    public void Complete(LlmOutcome outcome) => Recorder.End(outcome);

    public void Complete<TResult>(TResult result, Func<TResult, LlmOutcome> read) => Recorder.End(read(result));

    public async Task<TResult> CompleteAsync<TResult>(Task<TResult> task, Func<TResult, LlmOutcome> read)
    {
        try
        {
            TResult result = await task;
            Recorder.End(read(result));
            return result;
        }
        catch (Exception error)
        {
            Recorder.Fail(error);
            throw;
        }
    }

    public Task CompleteAsync(Task task)
    {
        return CompleteAsync(Await(), static _ => LlmOutcome.Unknown);

        async Task<int> Await()
        {
            await task;
            return 0;
        }
    }

    public ValueTask<TResult> CompleteAsync<TResult>(ValueTask<TResult> task, Func<TResult, LlmOutcome> read) => new(CompleteAsync(task.AsTask(), read));

    public ValueTask CompleteAsync(ValueTask task) => new(CompleteAsync(task.AsTask()));

    public void Fail(Exception error) => Recorder.Fail(error);
}
