namespace BudgetGen.Sqlite;

/// <summary>What is yes or no in a usage record, in one column. The numbers are part of the schema.</summary>
[Flags]
internal enum UsageFlags
{
    None = 0,

    /// <summary>The record is estimated.</summary>
    Estimated = 1,

    /// <summary>Some of its tokens are.</summary>
    TokensEstimated = 2,

    /// <summary>The provider's details exceeded its totals.</summary>
    Inconsistent = 4,

    /// <summary>It names no reservation.</summary>
    NoReservation = 8,

    /// <summary>Its buckets are its input and output tokens and no others, so they are not stored a second time.</summary>
    Plain = 16,

    /// <summary>Its endpoint is the entry's call site.</summary>
    EndpointIsCallSite = 32,

    /// <summary>It was priced in the flex tier.</summary>
    Flex = 64,

    /// <summary>It was priced in the priority tier.</summary>
    Priority = 128,

    /// <summary>It was priced as a part of a batch.</summary>
    Batch = Flex | Priority,
}
