namespace BudgetGen;

/// <summary>How capable a model is, as its provider places it in its own range. Not a measurement.</summary>
internal enum ModelClass
{
    /// <summary>Not in our table, so never recommended.</summary>
    Unknown,

    /// <summary>The small, fast and cheap ones of a range.</summary>
    Small,

    /// <summary>The middle of a range.</summary>
    Middle,

    /// <summary>The top of a range.</summary>
    Top,
}
