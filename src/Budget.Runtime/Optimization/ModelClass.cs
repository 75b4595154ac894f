namespace BudgetGen;

/// <summary>How capable a model is, as its maker places it in its own range. Not a measurement, and no comparison of two makers' models on a task.</summary>
public enum ModelClass
{
    /// <summary>Not in the catalogue, so never recommended.</summary>
    Unknown,

    /// <summary>The small, fast and cheap ones of a range.</summary>
    Small,

    /// <summary>The middle of a range.</summary>
    Middle,

    /// <summary>The top of a range.</summary>
    Top,
}
