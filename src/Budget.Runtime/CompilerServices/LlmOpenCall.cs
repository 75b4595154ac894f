using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace BudgetGen.CompilerServices;

/// <summary>A call whose answer has begun to arrive: its request has left already, so it is settled at the end of what is read, or when that is given up.</summary>
/// <remarks>Read by one thread at a time, as streams are; its end may come from any thread, and is taken once.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LlmOpenCall
{
    private readonly MeteredCall _metered;

    internal LlmOpenCall(MeteredCall metered) => _metered = metered;

    /// <summary>What was told so far.</summary>
    public LlmReading Reading { get; } = new();

    /// <summary>The elements of the answer, looked at one by one. Leaving them early, or a failure in them, ends the call as well.</summary>
    /// <param name="elements">The elements.</param>
    /// <param name="read">Looks at each of them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<T> Observe<T>(IAsyncEnumerable<T> elements, Action<LlmReading, T> read, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        bool toItsEnd = false;
        try
        {
            await foreach (T element in new ScopedAsyncStream<T>(elements, _metered.Scope).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                LlmReadings.Observe(read, Reading, element);
                yield return element;
            }

            toItsEnd = true;
        }
        finally
        {
            await _metered.EndStreamAsync(Reading, toItsEnd || Reading.Completed).ConfigureAwait(false);
        }
    }

    /// <summary>The bytes of the answer, whole or as server-sent events in OpenAI's wire format.</summary>
    /// <param name="content">The bytes.</param>
    public Stream Observe(Stream content) => new ObservedContent(content, _metered);

    /// <summary>Nothing is to be read: the answer is there already. Blocks until that is durable.</summary>
    public void End(LlmOutcome outcome) => _metered.Succeed(outcome);

    /// <summary>
    /// Nobody reads on. The ledger is told without waiting for it: this is called where nothing may block, and the ledger writes by itself what it was told.
    /// </summary>
    public void GiveUp()
    {
        ValueTask ending = _metered.EndStreamAsync(Reading, Reading.Completed);
        if (!ending.IsCompletedSuccessfully)
            _ = ending.AsTask();
    }
}
