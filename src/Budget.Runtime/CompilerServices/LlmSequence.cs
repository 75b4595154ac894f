using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>Walks sequences of a request or an answer without disturbing the call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LlmSequence
{
    /// <summary>The elements; none for null.</summary>
    public static IEnumerable<T> Each<T>(IEnumerable<T>? items) => items ?? [];

    /// <summary>The same elements as a sequence that may be walked again: a lazy one must not run its side effects once more for us. Null stays null.</summary>
    public static IEnumerable<T> Once<T>(IEnumerable<T>? items) => items is null or IReadOnlyCollection<T> or ICollection<T> ? items! : [.. items];
}
