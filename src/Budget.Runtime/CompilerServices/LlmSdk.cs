using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>What the runtime has to know about a client library. One per library and generated file, made once.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LlmSdk
{
    /// <summary>Describes a client library.</summary>
    /// <param name="provider">The provider that its calls are billed by, or null if the library serves many.</param>
    /// <param name="status">The HTTP status in one of its exceptions, or null if there is none.</param>
    public LlmSdk(string? provider, Func<Exception, int?> status)
    {
        Provider = provider;
        Status = status;
    }

    /// <summary>No library: an annotated method that is metered as a whole.</summary>
    public static LlmSdk None { get; } = new(null, static _ => null);

    /// <summary>The provider, or null.</summary>
    public string? Provider { get; }

    /// <summary>Reads the HTTP status from one of the library's exceptions.</summary>
    public Func<Exception, int?> Status { get; }
}
