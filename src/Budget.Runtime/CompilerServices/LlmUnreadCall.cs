using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>A metered call whose answer is not complete yet. It is ended once; whatever comes second does nothing. Nothing here throws.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LlmUnreadCall
{
    private readonly MeteredCall? _metered;

    internal LlmUnreadCall(MeteredCall metered) => _metered = metered;

    /// <summary>The answer is there: settles what it says. One that surprises the reader counts as one without usage.</summary>
    public ValueTask SucceedAsync<T>(T answer, Func<T, LlmOutcome> read) => _metered?.SucceedAsync(LlmCall.Read(read, answer)) ?? default;

    /// <summary>The answer broke before it was there: books what that means.</summary>
    public ValueTask FailAsync(Exception error) => _metered?.FailAsync(error) ?? default;

    /// <summary>A streamed answer ended.</summary>
    /// <param name="reading">What it told.</param>
    /// <param name="toItsEnd">False if its reader left, or it broke.</param>
    public ValueTask EndStreamAsync(LlmReading reading, bool toItsEnd) => _metered?.EndStreamAsync(reading, toItsEnd) ?? default;

    /// <summary>As <see cref="EndStreamAsync"/>, blocking until it is durable.</summary>
    public void EndStream(LlmReading reading, bool toItsEnd) => _metered?.EndStream(reading, toItsEnd);
}
