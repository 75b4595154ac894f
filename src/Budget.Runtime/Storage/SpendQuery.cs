namespace BudgetGen.Storage;

/// <summary>Selects calls to be summed, and says by what they are grouped. A part that is null does not select.</summary>
public sealed record SpendQuery
{
    /// <summary>Booked from this instant on, inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Booked up to this instant, exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only calls that have these values; parts that are null do not select. Of tags, each one that is named must be there.</summary>
    public CallAttribution Of { get; init; }

    /// <summary>By what the calls are grouped.</summary>
    public SpendGrouping GroupBy { get; init; }
}

/// <summary>By what calls are grouped. May be combined.</summary>
[Flags]
public enum SpendGrouping
{
    /// <summary>One sum of all.</summary>
    None = 0,

    /// <summary>By user.</summary>
    User = 1,

    /// <summary>By provider.</summary>
    Provider = 2,

    /// <summary>By model.</summary>
    Model = 4,

    /// <summary>By project.</summary>
    Project = 8,

    /// <summary>By team.</summary>
    Team = 16,

    /// <summary>By client.</summary>
    Client = 32,

    /// <summary>By operation.</summary>
    Operation = 64,
}

/// <summary>What a group of calls has cost.</summary>
/// <param name="Group">The values that the calls of the group share; parts that were not grouped by are null.</param>
/// <param name="Cost">What they cost together.</param>
/// <param name="Calls">How many they are.</param>
/// <param name="InputTokens">Their input tokens, cached ones included.</param>
/// <param name="OutputTokens">Their output tokens, reasoning included.</param>
public sealed record SpendSum(CallAttribution Group, Usd Cost, long Calls, long InputTokens, long OutputTokens);
