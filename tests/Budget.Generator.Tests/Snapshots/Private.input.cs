namespace MyApp;

public class Cache<TKey>
    where TKey : notnull
{
    [TrackLlmCall("text-model")]
    private Task<TValue> ComputeAsync<TValue>(TKey key, Func<TKey, TValue> compute) => Task.FromResult(compute(key));

    public Task<string> GetAsync(TKey key) => ComputeAsync(key, static key => key.ToString()!);
}
