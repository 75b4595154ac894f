namespace BudgetGen;

/// <summary>How closely a model is asked to look at a picture.</summary>
public enum ImageDetail
{
    /// <summary>The provider chooses: counted as high.</summary>
    Auto,

    /// <summary>A small version of it.</summary>
    Low,

    /// <summary>All of it, in tiles.</summary>
    High,
}
