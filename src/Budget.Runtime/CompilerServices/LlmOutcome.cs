using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>What came back from a call: usage where the response has it, otherwise what could be observed.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LlmOutcome
{
    /// <summary>The provider's figures; unknown if the response has none.</summary>
    public LlmUsage Usage { get; init; }

    /// <summary>The model that served the call, or null.</summary>
    public string? Model { get; init; }

    /// <summary>The terms on which the call was served, or null: the response does not say.</summary>
    public LlmTerms? Terms { get; init; }

    /// <summary>The provider's id of the response, or null.</summary>
    public string? ResponseId { get; init; }

    /// <summary>UTF-8 bytes of output text that were observed; null if the output could not be read.</summary>
    public long? ObservedOutputBytes { get; init; }

    /// <summary>True if the provider goes on after this response: what it used is told when the response is read later, by its <see cref="ResponseId"/>.</summary>
    public bool IsPending { get; init; }

    /// <summary>The outcome of a method that returns text: the output is estimated from it.</summary>
    public static LlmOutcome FromText(string? text) => new() { ObservedOutputBytes = LlmText.Utf8Bytes(text) };

    /// <summary>The outcome of a method that returns its usage.</summary>
    public static LlmOutcome FromUsage(LlmUsage usage) => new() { Usage = usage };

    /// <summary>The HTTP status of a response that says failure, of a request that was told not to throw; null: it went well.</summary>
    public int? FailedStatus { get; private init; }

    /// <summary>The outcome of a request that failed without an exception.</summary>
    /// <param name="status">The HTTP status.</param>
    public static LlmOutcome Failed(int status) => new() { FailedStatus = status };

    /// <summary>The outcome of a method whose result says nothing about usage.</summary>
    public static LlmOutcome Unknown => default;
}
