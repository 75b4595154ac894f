using System.Text;
using System.Text.Json;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>
/// The catalogue of what Anthropic's library and Microsoft.Extensions.AI offer, and the table of what is metered, held together: every row is still there, and is
/// metered by an adapter for exactly this overload, or listed with the reason why not; also through the classes that implement the interfaces.
/// </summary>
public class InterfaceCatalogueTests
{
    private const string Helpers = "Anthropic.Helpers.Beta.";

    private static readonly CSharpCompilation _compilation = Sources.Compile("");

    /// <summary>Paid rows whose requests are metered although no call of theirs is intercepted: they have no call site where they are read with <c>foreach</c>.</summary>
    private static readonly Dictionary<string, string> _elsewhere = new()
    {
        [Helpers + "BetaToolRunner.GetAsyncEnumerator"] = "each request, by the service that the runner is made over",
        [Helpers + "BetaToolRunner.Streaming"] = "each request, by the service that the runner is made over",
        [Helpers + "BetaToolRunner.RunUntilDoneAsync"] = "each request, by the service that the runner is made over",
    };

    /// <summary>Methods of the types in the table that cost nothing by themselves, type by type: a new paid method may have the name of another type's free one.</summary>
    private static readonly HashSet<string> _free =
    [
        .. Of("Anthropic.Helpers.Beta.BetaMessageThread", "Append", "Fork", "ToolRunner", "Update"),
        .. Of("Anthropic.Helpers.Beta.BetaMessageThread`1", "Append", "Fork", "ToolRunner", "Update"),
        .. Of("Anthropic.Helpers.Beta.BetaToolRunner", "AddTools", "CompactBeforeNextTurn", "PushMessages", "RemoveTools", "SetParams"),
        .. Of("Anthropic.Services.Beta.IDeploymentService", "Archive", "Create", "List", "Pause", "Retrieve", "Unpause", "Update", "WithOptions"),
        .. Of("Anthropic.Services.Beta.IDreamService", "Archive", "Cancel", "List", "Retrieve", "WithOptions"),
        .. Of("Anthropic.Services.Beta.IMessageService", "CountTokens", "WithOptions"),
        .. Of("Anthropic.Services.Beta.Messages.IBatchService", "Cancel", "Delete", "List", "ResultsStreaming", "Retrieve", "WithOptions"),
        .. Of("Anthropic.Services.Beta.Sessions.IEventService", "List", "StreamStreaming", "WithOptions"),
        .. Of("Anthropic.Services.IMessageService", "CountTokens", "WithOptions"),
        .. Of("Anthropic.Services.Messages.IBatchService", "Cancel", "Delete", "List", "ResultsStreaming", "Retrieve", "WithOptions"),
        .. Of("Microsoft.Extensions.AI.ChatClientExtensions", "GetRequiredService", "GetService"),
        .. Of("Microsoft.Extensions.AI.EmbeddingGeneratorExtensions", "GetRequiredService", "GetService"),
        .. Of("Microsoft.Extensions.AI.IChatClient", "GetService"),
        .. Of("Microsoft.Extensions.AI.IImageGenerator", "GetService"),
        .. Of("Microsoft.Extensions.AI.IRealtimeClient", "GetService"),
        .. Of("Microsoft.Extensions.AI.ISpeechToTextClient", "GetService"),
        .. Of("Microsoft.Extensions.AI.ITextToSpeechClient", "GetService"),
        .. Of("Microsoft.Extensions.AI.ImageGeneratorExtensions", "GetRequiredService", "GetService"),
        .. Of("Microsoft.Extensions.AI.SpeechToTextClientExtensions", "GetService"),
    ];

    // Each service of Anthropic's has a twin that hands over the raw response.
    private static IEnumerable<string> Of(string type, params string[] methods) =>
        methods.SelectMany(method => type.StartsWith("Anthropic.Services.", StringComparison.Ordinal) ? (string[])[$"{type}.{method}", $"{type}WithRawResponse.{method}"] : [$"{type}.{method}"]);

    public static TheoryData<string> Libraries => ["Anthropic", "Microsoft.Extensions.AI.Abstractions"];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_row_is_still_in_the_library(string library) =>
        Assert.Empty(Rows(library).Where(row => Find(row) is null).Select(row => row.ToString()));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_paid_row_is_metered_or_listed_with_its_reason(string library)
    {
        string[] unknown = [.. Rows(library).Where(row => row.IsPaid && !IsKnown(row)).Select(row => row.ToString())];
        Assert.Empty(unknown);

        static bool IsKnown(Row row) => _elsewhere.ContainsKey($"{row.Type}.{row.Method}") || SdkCallMatcher.Match(Find(row)!) switch
        {
            { IsMetered: true } => true,
            { Call: { Template: SdkTemplate.None, Reason.Length: > 20 } } => true,
            _ => false,
        };
    }

    /// <summary>The factories of tool runners cost nothing, but are where their requests are metered.</summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public void What_is_free_is_not_reported(string library) =>
        Assert.All(Rows(library).Where(row => !row.IsPaid && row.Type != Helpers + "BetaToolRunnerExtensions"), row => Assert.Null(SdkCallMatcher.Match(Find(row)!)));

    /// <summary>An overload that a newer version of the library adds fails here, before it escapes anybody's budget.</summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public void No_overload_of_a_paid_method_is_unknown(string library)
    {
        string[] unknown =
        [
            .. from call in Table(library)
               where call.Template != SdkTemplate.None
               from method in Methods(call.Type, call.Method)
               let overload = SdkCallMatcher.Signature(method)
               where !call.MeteredOverloads.Contains(overload) && !call.OtherOverloads.Contains(overload)
               select $"{call.Type}.{call.Method}({overload})",
        ];
        Assert.Empty(unknown);
    }

    /// <summary>A method that a newer version adds to a type of the table is looked at by a person once: it is put into the table, or among the free ones.</summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public void No_method_of_a_paid_type_is_unknown(string library)
    {
        string[] unknown =
        [
            .. from type in Table(library).Select(call => call.Type).Append(library == "Anthropic" ? Helpers + "BetaToolRunner" : Table(library).First().Type).Distinct()
               from method in _compilation.GetTypeByMetadataName(type)!.GetMembers().OfType<IMethodSymbol>()
               where method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public }
               where KnownSdkCalls.Find(type, method.Name) is null && !_free.Contains($"{type}.{method.Name}") && !_elsewhere.ContainsKey($"{type}.{method.Name}")
               select $"{type}.{method.Name}",
        ];
        Assert.Empty(unknown);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_overload_of_the_table_is_in_the_library(string library)
    {
        string[] missing =
        [
            .. from call in Table(library)
               from overload in call.MeteredOverloads
               where Methods(call.Type, call.Method).All(method => SdkCallMatcher.Signature(method) != overload)
               select $"{call.Type}.{call.Method}({overload})",
        ];
        Assert.Empty(missing);
    }

    /// <summary>One call of each metered overload, compiled with what is generated for it: an adapter that is missing, or takes something else, does not compile.</summary>
    [Theory]
    [InlineData("Anthropic", 30)]
    [InlineData("Microsoft.Extensions.AI.Abstractions", 21)]
    public void Every_metered_overload_has_an_adapter_for_exactly_it(string library, int expected)
    {
        var calls = new StringBuilder("[TrackLlmCall] public static class Calls\n{\n");
        int count = 0;
        foreach (KnownSdkCall call in Table(library))
        {
            foreach (IMethodSymbol method in Methods(call.Type, call.Method).Where(method => call.MeteredOverloads.Contains(SdkCallMatcher.Signature(method))).Select(Closed))
            {
                string type = method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
                string typeArguments = method.IsGenericMethod ? $"<{string.Join(", ", method.TypeArguments.Select(argument => argument.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)))}>" : "";
                string arguments = string.Join(", ", method.Parameters.Select(parameter => $"default({parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})!"));
                calls.Append(method.IsStatic
                    ? $"    public static void M{count++}() => {type}.{call.Method}{typeArguments}({arguments});\n"
                    : $"    public static void M{count++}({type} client) => client.{call.Method}{typeArguments}({arguments});\n");
            }
        }

        SyntaxTree tree = Sources.Tree("#pragma warning disable MEAI001\n" + calls.Append('}'));
        Generated generated = Generated.From(Sources.Compile("App", References.WithoutRuntime.Append(References.RealRuntime), tree));
        Emitted.Image(generated.Compilation);
        Assert.Equal(expected, count);
        Assert.Contains($"// {count} of {count} LLM call sites", generated.Text, StringComparison.Ordinal);
    }

    private static IEnumerable<KnownSdkCall> Table(string library) => KnownSdkCalls.All.Where(call => call.Assembly == library);

    private static IEnumerable<IMethodSymbol> Methods(string type, string method) =>
        _compilation.GetTypeByMetadataName(type)?.GetMembers(method).OfType<IMethodSymbol>().Where(found => found.DeclaredAccessibility == Accessibility.Public) ?? [];

    private static IMethodSymbol? Find(Row row) => Methods(row.Type, row.Method).SingleOrDefault(method => Overload(method) == row.Overload);

    /// <summary>The catalogue shows the receiver of an extension, and writes array and nullable types as reflection does.</summary>
    private static string Overload(IMethodSymbol method) => string.Join(", ", method.Parameters.Select(parameter => Plain(parameter.Type.ToDisplayString(_catalogue))));

    private static readonly SymbolDisplayFormat _catalogue = new(genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters, miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private static string Plain(string type) => type.Replace("ReadOnlyMemory<byte>", "ReadOnlyMemory<Byte>", StringComparison.Ordinal);

    /// <summary>A method with its type parameters closed, so that a call of it compiles.</summary>
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
        _ => _compilation.GetSpecialType(SpecialType.System_Object),
    };

    private static List<Row> Rows(string library)
    {
        using Stream stream = typeof(InterfaceCatalogueTests).Assembly.GetManifestResourceStream("sdk-catalogue.json")!;
        using JsonDocument catalogue = JsonDocument.Parse(stream);
        List<Row> rows =
        [
            .. from row in catalogue.RootElement.EnumerateArray()
               where row.GetProperty("sdk").GetString()!.StartsWith(library + " ", StringComparison.Ordinal)
               select Read(row),
        ];
        Assert.NotEmpty(rows);
        return rows;
    }

    private static Row Read(JsonElement row)
    {
        string type = row.GetProperty("type").GetString()!;
        return new Row(CatalogueText.MetadataName(type), row.GetProperty("method").GetString()!, CatalogueText.Parameters(row.GetProperty("signature").GetString()!), row.GetProperty("paid").GetString() != "no");
    }

    private sealed record Row(string Type, string Method, string Overload, bool IsPaid);
}
