namespace BudgetGen;

/// <summary>How much context a web search brings, which decides its fee.</summary>
public enum SearchContextSize
{
    /// <summary>Little.</summary>
    Low,

    /// <summary>The usual amount.</summary>
    Medium,

    /// <summary>Much.</summary>
    High,
}
