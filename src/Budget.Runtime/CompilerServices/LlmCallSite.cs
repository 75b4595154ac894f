using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>What the compiler knows about a call: where it is and what its attributes say as literals. One per call site, made once.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LlmCallSite
{
    /// <summary>Describes a call site.</summary>
    /// <param name="method">The annotated or enclosing method as <c>Type.Method</c>.</param>
    /// <param name="location">File name and line of an SDK call, such as <c>Summarizer.cs:31</c>; the file of an annotated method, without the line, which every edit above it would move; never a full path.</param>
    /// <param name="attribution">What the attributes say as literals.</param>
    /// <param name="maxCost">The cap for one request, or null.</param>
    public LlmCallSite(string method, string location, CallAttribution attribution = default, Usd? maxCost = null)
    {
        Method = method;
        Location = location;
        Attribution = attribution;
        MaxCost = maxCost;
        Endpoint = $"{method} ({location})";
    }

    /// <summary>The annotated or enclosing method.</summary>
    public string Method { get; }

    /// <summary>File name, and the line of an SDK call.</summary>
    public string Location { get; }

    /// <summary>What the attributes say as literals.</summary>
    public CallAttribution Attribution { get; }

    /// <summary>The cap for one request, or null.</summary>
    public Usd? MaxCost { get; }

    /// <summary>Method and location, as usage records show them.</summary>
    public string Endpoint { get; }

    /// <summary>What the last call here found in its manager's statistics of holds, so that the next one need not look for it.</summary>
    internal object? LastHolds { get; set; }
}
