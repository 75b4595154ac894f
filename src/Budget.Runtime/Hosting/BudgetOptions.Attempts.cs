namespace BudgetGen;

public sealed partial class BudgetOptions
{
    /// <summary>
    /// True: you promise that every client that tracked calls are made with has an <see cref="LlmAttemptHandler"/>. A call of a known library for which no
    /// request was seen then cost nothing: it was answered from a cache, or failed before it was sent. Without that promise, nobody seen does not mean nothing
    /// sent, and it is charged as usual.
    /// </summary>
    public bool EveryAttemptIsSeen { get; set; }
}
