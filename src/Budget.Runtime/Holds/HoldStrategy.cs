namespace BudgetGen;

/// <summary>How much money is set aside for a call before it is made.</summary>
public enum HoldStrategy
{
    /// <summary>
    /// The most that the call can cost: the dearest input and output of every context tier that it can reach. Overruns come only from what nobody can
    /// count beforehand: attachments, tokens of hosted tools, retries inside a client library, and output where the request names no bound.
    /// </summary>
    WorstCase,

    /// <summary>
    /// What nearly all calls of the same call site and model have cost lately, with a margin, and never more than the worst case. Many more calls fit a
    /// budget at once; some cost more than their hold, and <see cref="HoldStatistics"/> say how many and how much.
    /// </summary>
    Learned,
}
