namespace BudgetGen.Benchmarks;

/// <summary>A model that costs no time of its own.</summary>
public sealed class Model
{
    private static readonly Task<string> s_answer = Task.FromResult("an answer");

    public Task<string> BareCompleted(string user, string prompt) => s_answer;

    [TrackLlmCall("gpt-4o-mini", "{user}", Project = "bench")]
    public Task<string> TrackedCompleted(string user, string prompt) => s_answer;

    public async Task<string> BareAsync(string user, string prompt)
    {
        await Task.Yield();
        return "an answer";
    }

    [TrackLlmCall("gpt-4o-mini", "{user}", Project = "bench")]
    public async Task<string> TrackedAsync(string user, string prompt)
    {
        await Task.Yield();
        return "an answer";
    }
}
