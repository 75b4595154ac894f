using System.Runtime.CompilerServices;

namespace BudgetGen.CompilerServices;

/// <summary>Reading what a call before has come to: that costs nothing, and settles the call that was left open.</summary>
public static partial class LlmCall
{
    /// <summary>Reads the response of a call that was left open, see <see cref="LlmOutcome.IsPending"/>.</summary>
    public static TResult ReadLater<TState, TResult>(TState state, Func<TState, TResult> call, Func<TResult, LlmOutcome> read)
    {
        BudgetManager manager = LlmCallScope.Current?.Manager ?? BudgetManager.Default;
        TResult result = call(state);
        LlmOutcome outcome = Read(read, result);
        manager.OpenCalls.Take(outcome)?.Succeed(outcome);
        return result;
    }

    /// <summary>Reads the response of a call that was left open as a stream.</summary>
    /// <param name="elements">The elements.</param>
    /// <param name="read">Looks at each of them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<T> StreamLater<T>(IAsyncEnumerable<T> elements, Action<LlmReading, T> read, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        BudgetManager manager = LlmCallScope.Current?.Manager ?? BudgetManager.Default;
        var reading = new LlmReading();
        await foreach (T element in elements.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            LlmReadings.Observe(read, reading, element);
            yield return element;
        }

        var outcome = new LlmOutcome { Usage = reading.Usage, Model = reading.Model, Terms = reading.Terms, ResponseId = reading.ResponseId, ObservedOutputBytes = reading.ObservedOutputBytes };
        if (reading.Finished && manager.OpenCalls.Take(outcome) is { } metered)
            await metered.SucceedAsync(outcome).ConfigureAwait(false);
    }

    /// <summary>Reads the response of a call that was left open, see <see cref="LlmOutcome.IsPending"/>.</summary>
    public static Task<TResult> ReadLaterAsync<TState, TResult>(TState state, Func<TState, Task<TResult>> call, Func<TResult, LlmOutcome> read)
    {
        return Awaited(LlmCallScope.Current?.Manager ?? BudgetManager.Default, call(state), read);

        static async Task<TResult> Awaited(BudgetManager manager, Task<TResult> task, Func<TResult, LlmOutcome> read)
        {
            TResult result = await task.ConfigureAwait(false);
            LlmOutcome outcome = Read(read, result);
            if (manager.OpenCalls.Take(outcome) is { } metered)
                await metered.SucceedAsync(outcome).ConfigureAwait(false);
            return result;
        }
    }
}
