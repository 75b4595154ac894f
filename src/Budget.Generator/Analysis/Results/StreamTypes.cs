using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Analysis.Results;

/// <summary>Tells streams of an answer from other results.</summary>
internal static class StreamTypes
{
    private static readonly string[] _names = ["IAsyncEnumerable`1", "AsyncCollectionResult`1", "CollectionResult`1", "AsyncStreamingResult`1", "StreamingResult`1"];

    /// <summary>True for a stream whose parts come while it is read.</summary>
    public static bool IsStream(ITypeSymbol? type)
    {
        for (ITypeSymbol? link = type; link is INamedTypeSymbol named; link = link.BaseType)
        {
            if (Array.IndexOf(_names, named.MetadataName) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>True for the promise of a result: its type is then that of the result.</summary>
    public static bool IsTask(ITypeSymbol? type, out ITypeSymbol? result)
    {
        bool isTask = type is INamedTypeSymbol { MetadataName: "Task" or "Task`1" or "ValueTask" or "ValueTask`1" } named && named.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks";
        result = isTask && type is INamedTypeSymbol { TypeArguments: [var inner] } ? inner : null;
        return isTask;
    }
}
