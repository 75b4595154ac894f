using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>What of a request can be changed before it is sent.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[Flags]
public enum LlmRequestParts
{
    /// <summary>Nothing: it is sent as the caller made it.</summary>
    None = 0,

    /// <summary>The bound on output tokens.</summary>
    MaxOutputTokens = 1,

    /// <summary>The model.</summary>
    Model = 2,
}
