namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>Names of members that the language, or a template, means without saying them: such a member is a part of what its type is.</summary>
internal static class ImpliedNames
{
    private static readonly HashSet<string> _names = new(StringComparer.Ordinal)
    {
        // foreach, await, using, patterns, initialisers, ranges, interpolated strings, fixed
        "GetEnumerator", "GetAsyncEnumerator", "MoveNext", "MoveNextAsync", "Current", "GetAwaiter", "IsCompleted", "GetResult", "OnCompleted", "UnsafeOnCompleted", "Dispose", "DisposeAsync",
        "Deconstruct", "Add", "Length", "Count", "Slice", "AppendLiteral", "AppendFormatted", "GetPinnableReference",
        // query expressions
        "Select", "SelectMany", "Where", "Join", "GroupJoin", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "GroupBy", "Cast",
        // values of templates become text
        "ToString",
    };

    // Types that the compiler and this generator look for by themselves.
    private static readonly HashSet<string> _namespaces = new(StringComparer.Ordinal) { "System", "Microsoft", KnownNames.Namespace };

    /// <summary>True if types in a namespace that begins so may be meant where nobody says their names.</summary>
    public static bool ContainsNamespace(string first) => _namespaces.Contains(first);

    /// <summary>True if a member of this name may be meant where its name is not said.</summary>
    public static bool Contains(string name) => _names.Contains(name);
}
