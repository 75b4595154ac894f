using BudgetGen.Generator.Discovery;

namespace BudgetGen.Generator.Emit;

/// <summary>
/// Simple names that generated code uses for itself, with the namespace that each comes from. A user's type parameter, parameter or method of
/// that name is renamed in generated code; a user's type of that name keeps its <c>global::</c>.
/// </summary>
internal static class ReservedNames
{
    /// <summary>A namespace that exists only where the OpenAI SDK is: imported only if a type of it was really shortened.</summary>
    public const string ClientModel = "System.ClientModel";

    /// <summary>Imported types by simple name; the value is its namespace, which a <c>using</c> must name unless it encloses the generated code.</summary>
    public static readonly IReadOnlyDictionary<string, string> Imports = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Action"] = "System",
        ["Attribute"] = "System",
        ["Exception"] = "System",
        ["Func"] = "System",
        ["Guid"] = "System",
        ["Lazy"] = "System",
        ["Memory"] = "System",
        ["Nullable"] = "System",
        ["ReadOnlyMemory"] = "System",
        ["ReadOnlySpan"] = "System",
        ["Span"] = "System",
        ["Uri"] = "System",
        ["AsyncCollectionResult"] = ClientModel,
        ["AsyncStreamingResult"] = ClientModel,
        ["ClientResult"] = ClientModel,
        ["CollectionResult"] = ClientModel,
        ["GeneratedCode"] = "System.CodeDom.Compiler",
        ["Dictionary"] = "System.Collections.Generic",
        ["IAsyncEnumerable"] = "System.Collections.Generic",
        ["ICollection"] = "System.Collections.Generic",
        ["IDictionary"] = "System.Collections.Generic",
        ["IEnumerable"] = "System.Collections.Generic",
        ["IList"] = "System.Collections.Generic",
        ["IReadOnlyCollection"] = "System.Collections.Generic",
        ["IReadOnlyDictionary"] = "System.Collections.Generic",
        ["IReadOnlyList"] = "System.Collections.Generic",
        ["KeyValuePair"] = "System.Collections.Generic",
        ["List"] = "System.Collections.Generic",
        ["ExcludeFromCodeCoverage"] = "System.Diagnostics.CodeAnalysis",
        ["UnscopedRef"] = "System.Diagnostics.CodeAnalysis",
        ["CultureInfo"] = "System.Globalization",
        ["InterceptsLocation"] = "System.Runtime.CompilerServices",
        ["Unsafe"] = "System.Runtime.CompilerServices",
        ["UnsafeAccessor"] = "System.Runtime.CompilerServices",
        ["UnsafeAccessorKind"] = "System.Runtime.CompilerServices",
        ["UnsafeAccessorType"] = "System.Runtime.CompilerServices",
        ["Obsolete"] = "System",
        ["CancellationToken"] = "System.Threading",
        ["Task"] = "System.Threading.Tasks",
        ["ValueTask"] = "System.Threading.Tasks",
        [KnownNames.CallAttribution] = KnownNames.Namespace,
        [KnownNames.CallTags] = KnownNames.Namespace,
        [KnownNames.LlmUsage] = KnownNames.Namespace,
        [KnownNames.Usd] = KnownNames.Namespace,
        [KnownNames.LlmCall] = KnownNames.CompilerServices,
        [KnownNames.LlmCallInProgress] = KnownNames.CompilerServices,
        [KnownNames.LlmCallSite] = KnownNames.CompilerServices,
        [KnownNames.LlmOutcome] = KnownNames.CompilerServices,
        [KnownNames.LlmReading] = KnownNames.CompilerServices,
        [KnownNames.LlmRequest] = KnownNames.CompilerServices,
        [KnownNames.LlmScopeLease] = KnownNames.CompilerServices,
        [KnownNames.LlmSdk] = KnownNames.CompilerServices,
        [KnownNames.LlmSequence] = KnownNames.CompilerServices,
        [KnownNames.LlmText] = KnownNames.CompilerServices,
        [KnownNames.PromptSize] = KnownNames.CompilerServices,
    };

    private static readonly HashSet<string> _templates = new(Enum.GetNames(typeof(SdkTemplate)).Where(name => name != nameof(SdkTemplate.None)), StringComparer.Ordinal);

    private static readonly HashSet<string> _tupleMembers = new(StringComparer.Ordinal) { "Rest", "CompareTo", "Deconstruct", "Equals", "GetHashCode", "GetType", "ToString", "ToTuple" };

    /// <summary>True if generated code uses the name for something else.</summary>
    public static bool Contains(string name) => Imports.ContainsKey(name) || _templates.Contains(name) || IsTupleMember(name) || IsAttribute(name);

    private static bool IsAttribute(string name) =>
        name.EndsWith(nameof(Attribute), StringComparison.Ordinal) && Imports.ContainsKey(name.Substring(0, name.Length - nameof(Attribute).Length));

    // A tuple infers its element names from the values put into it, but not these.
    private static bool IsTupleMember(string name) =>
        _tupleMembers.Contains(name) || (name.Length > 4 && name.StartsWith("Item", StringComparison.Ordinal) && name.Skip(4).All(static c => c is >= '0' and <= '9'));
}
