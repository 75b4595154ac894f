namespace BudgetGen.CompilerServices;

public readonly struct LlmScopeLease : IDisposable
{
    private readonly string? _scope;
    private readonly string? _before;

    internal LlmScopeLease(string scope, string? before)
    {
        _scope = scope;
        _before = before;
    }

    public async IAsyncEnumerable<T> Flow<T>(IAsyncEnumerable<T> stream)
    {
        Recorder.Write("flow " + _scope);
        Recorder.Scope.Value = _scope;
        await foreach (T item in stream)
        {
            yield return item;
            Recorder.Scope.Value = _scope;
        }
    }

    public IEnumerable<T> Flow<T>(IEnumerable<T> sequence)
    {
        Recorder.Write("flow " + _scope);
        foreach (T item in sequence)
            yield return item;
    }

    public void Dispose()
    {
        Recorder.Write("close " + _scope);
        Recorder.Scope.Value = _before;
    }
}
