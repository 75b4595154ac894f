using System.Text.Json;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests.Rows;

/// <summary>An overload of a client library that the catalogue or the table of what is metered names.</summary>
/// <param name="Id">Its type, name and the types of its parameters, without the receiver of an extension.</param>
/// <param name="Method">What the compiler sees, with its type parameters closed, so that a call of it compiles.</param>
/// <param name="Kind">What is paid for: chat, embedding, image ...</param>
/// <param name="IsMetered">True if a call of it is intercepted.</param>
/// <param name="IsFree">True if it costs nothing, and is intercepted to read what a call before it has come to.</param>
/// <param name="Reason">Why it is not metered, or null.</param>
internal sealed record CatalogueRow(string Id, IMethodSymbol Method, string Kind, bool IsMetered, bool IsFree, string? Reason)
{
    private static readonly CSharpCompilation _compilation = Sources.Compile("Rows", References.WithoutRuntime.Append(MetadataReference.CreateFromFile(typeof(Greeting).Assembly.Location)), Sources.Tree(""));
    private static readonly CallClassifier _classifier = CallClassifier.For(_compilation, trackAll: false);
    private static readonly SymbolDisplayFormat _simple = new(genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters, miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>All rows, by their ids: what is paid for in the catalogue, and each overload that the table says is metered.</summary>
    public static IReadOnlyDictionary<string, CatalogueRow> All { get; } = Read();

    /// <summary>The rows of the catalogue for which the compiler finds no method.</summary>
    public static IEnumerable<string> Missing => Catalogue().Where(row => Find(row.Type, row.Method, row.Parameters) is null).Select(row => $"{row.Type}.{row.Method}({row.Parameters})");

    private static SortedDictionary<string, CatalogueRow> Read()
    {
        IEnumerable<IMethodSymbol> listed = Catalogue().Where(row => row.IsPaid).Select(row => Find(row.Type, row.Method, row.Parameters)).OfType<IMethodSymbol>();
        IEnumerable<IMethodSymbol> tabled =
            from call in KnownSdkCalls.All
            from method in Methods(call.Type, call.Method)
            where call.MeteredOverloads.Contains(SdkCallMatcher.Signature(method)) || _classifier.IsDeclared(method)
            select method;

        var rows = new SortedDictionary<string, CatalogueRow>(StringComparer.Ordinal);
        foreach (IMethodSymbol method in listed.Concat(tabled))
        {
            string types = method.IsGenericMethod ? $"<{string.Join(", ", method.TypeParameters.Select(parameter => parameter.Name))}>" : "";
            string id = $"{MemberRelations.FullMetadataName(method.ContainingType)}.{method.Name}{types}({Parameters(method.IsExtensionMethod ? method.Parameters.Skip(1) : method.Parameters)})";
            SdkMatch? match = SdkCallMatcher.Match(method);
            bool isMetered = match is { IsMetered: true } || _classifier.IsDeclared(method);
            rows[id] = new CatalogueRow(id, Closed(method), match?.Call.Kind ?? "", isMetered, match is { Call.IsFree: true }, match?.Call.Reason);
        }

        return rows;
    }

    private static List<(string Type, string Method, string Parameters, bool IsPaid)> Catalogue()
    {
        using Stream stream = typeof(CatalogueRow).Assembly.GetManifestResourceStream("sdk-catalogue.json")!;
        using JsonDocument catalogue = JsonDocument.Parse(stream);
        return [.. catalogue.RootElement.EnumerateArray().Select(row => (CatalogueText.MetadataName(Text(row, "type")), Text(row, "method"), CatalogueText.Parameters(Text(row, "signature")), Text(row, "paid") != "no"))];

        static string Text(JsonElement row, string property) => row.GetProperty(property).GetString()!;
    }

    private static IMethodSymbol? Find(string type, string method, string parameters) => Methods(type, method).SingleOrDefault(found => Parameters(found.Parameters) == parameters);

    private static IEnumerable<IMethodSymbol> Methods(string type, string method) =>
        _compilation.GetTypeByMetadataName(type)?.GetMembers(method).OfType<IMethodSymbol>().Where(found => found.DeclaredAccessibility == Accessibility.Public) ?? [];

    // The catalogue writes types as reflection names them.
    private static string Parameters(IEnumerable<IParameterSymbol> parameters) =>
        string.Join(", ", parameters.Select(parameter => parameter.Type.ToDisplayString(_simple).Replace("ReadOnlyMemory<byte>", "ReadOnlyMemory<Byte>", StringComparison.Ordinal)));

    private static IMethodSymbol Closed(IMethodSymbol method)
    {
        if (method.ContainingType.Arity > 0)
        {
            INamedTypeSymbol type = method.ContainingType.Construct([.. method.ContainingType.TypeParameters.Select(Argument)]);
            method = type.GetMembers(method.Name).OfType<IMethodSymbol>().Single(closed => SymbolEqualityComparer.Default.Equals(closed.OriginalDefinition, method));
        }

        return method.Arity > 0 ? method.Construct([.. method.TypeParameters.Select(Argument)]) : method;
    }

    private static ITypeSymbol Argument(ITypeParameterSymbol parameter) => parameter.Name switch
    {
        "TInput" => _compilation.GetSpecialType(SpecialType.System_String),
        "TEmbedding" => _compilation.GetTypeByMetadataName("Microsoft.Extensions.AI.Embedding`1")!.Construct(_compilation.GetSpecialType(SpecialType.System_Single)),
        "TEmbeddingElement" => _compilation.GetSpecialType(SpecialType.System_Single),
        _ => _compilation.GetTypeByMetadataName(typeof(Greeting).FullName!)!,
    };
}

/// <summary>What structured answers are asked for as.</summary>
public sealed class Greeting
{
    public string Words { get; set; } = "";
}
