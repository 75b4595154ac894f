using System.Globalization;
using System.Text;
using System.Text.Json;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>
/// The catalogue of what the client libraries offer, by reflection over their assemblies, and the table of what is metered, held together: every row is still
/// there, and is metered by an adapter for exactly this overload, or listed with the reason why not.
/// </summary>
public class CatalogueTests
{
    private static readonly CSharpCompilation _compilation = Sources.Compile("");

    /// <summary>Methods of the clients in the table that cost nothing by themselves. What goes on with a job was paid, and reported, where the job was started.</summary>
    private static readonly HashSet<string> _free =
    [
        .. Of(
            "OpenAI.Assistants.AssistantClient",
            "CreateAssistant", "CreateMessage", "CreateThread", "DeleteAssistant", "DeleteMessage", "DeleteThread", "GetAssistant", "GetAssistants", "GetMessage", "GetMessages", "GetRunStep",
            "GetRunSteps", "GetRuns", "GetThread", "ModifyAssistant", "ModifyMessage", "ModifyRun", "ModifyThread"),
        .. Of("OpenAI.Audio.AudioClient", "CreateVoice", "CreateVoiceConsent", "DeleteVoiceConsent", "GetVoiceConsent", "GetVoiceConsents", "UpdateVoiceConsent"),
        .. Of("OpenAI.Batch.BatchClient", "GetBatch", "GetBatches"),
        .. Of("OpenAI.Chat.ChatClient", "DeleteChatCompletion", "GetChatCompletion", "GetChatCompletionMessages", "GetChatCompletions", "UpdateChatCompletion"),
        .. Of(
            "OpenAI.Evals.EvaluationClient",
            "CancelEvaluationRun", "CreateEvaluation", "DeleteEvaluation", "DeleteEvaluationRun", "GetEvaluation", "GetEvaluationRun", "GetEvaluationRunOutputItem", "GetEvaluationRunOutputItems",
            "GetEvaluationRuns", "GetEvaluations", "UpdateEvaluation"),
        .. Of(
            "OpenAI.FineTuning.FineTuningClient",
            "CreateFineTuningCheckpointPermission", "DeleteFineTuningCheckpointPermission", "GetFineTuningCheckpointPermissions", "GetJob", "GetJobs", "PauseFineTuningJob", "ResumeFineTuningJob"),
        .. Of("OpenAI.Graders.GraderClient", "ValidateGrader"),
        .. Of("OpenAI.Realtime.RealtimeClient", "CreateRealtimeClientSecret"),
        .. Of("OpenAI.Responses.ResponsesClient", "DeleteResponse", "GetResponseInputItemCollectionPage", "GetResponseInputItems"),
        .. Of("OpenAI.Videos.VideoClient", "DeleteVideo", "DownloadVideo", "GetVideo", "GetVideos"),
    ];

    // Nearly all of them are there twice.
    private static IEnumerable<string> Of(string type, params string[] methods) => methods.SelectMany(method => (string[])[$"{type}.{method}", $"{type}.{method}Async"]);

    public static TheoryData<string> Libraries => ["OpenAI"];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_row_is_still_in_the_library(string library)
    {
        string[] missing = [.. Rows(library).Where(row => Methods(row.Type, row.Method).All(method => SdkCallMatcher.Signature(method) != row.Overload)).Select(row => row.ToString())];
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_paid_row_is_metered_or_listed_with_its_reason(string library)
    {
        string[] unknown = [.. Rows(library).Where(row => row.IsPaid && !IsKnown(KnownSdkCalls.Find(row.Type, row.Method), row.Overload)).Select(row => row.ToString())];
        Assert.Empty(unknown);

        static bool IsKnown(KnownSdkCall? call, string overload) => call is { IsFree: false }
            && (call.MeteredOverloads.Contains(overload) || (call.Reason is { Length: > 0 } && call.OtherOverloads.Contains(overload)));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void What_is_free_is_known_to_be_free(string library) =>
        Assert.All(Rows(library).Where(row => !row.IsPaid), row => Assert.True(KnownSdkCalls.Find(row.Type, row.Method) is { IsFree: true }, row.ToString()));

    /// <summary>An overload that a newer version of the library adds fails here, before it escapes anybody's budget.</summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public void No_overload_of_a_paid_method_is_unknown(string library)
    {
        string[] unknown =
        [
            .. from call in KnownSdkCalls.All
               where call.Assembly == library && !call.IsFree
               from method in Methods(call.Type, call.Method)
               let overload = SdkCallMatcher.Signature(method)
               where !call.MeteredOverloads.Contains(overload) && !call.OtherOverloads.Contains(overload)
               select $"{call.Type}.{call.Method}({overload})",
        ];
        Assert.Empty(unknown);
    }

    /// <summary>A method that a newer version adds to a client of the table is looked at by a person once: it is put into the table, or among the free ones.</summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public void No_method_of_a_paid_type_is_unknown(string library)
    {
        string[] unknown =
        [
            .. from type in KnownSdkCalls.All.Where(call => call.Assembly == library).Select(call => call.Type).Distinct()
               from method in _compilation.GetTypeByMetadataName(type)?.GetMembers().OfType<IMethodSymbol>() ?? []
               where method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsOverride: false }
               where KnownSdkCalls.Find(type, method.Name) is null && !_free.Contains($"{type}.{method.Name}")
               select $"{type}.{method.Name}",
        ];
        Assert.Empty(unknown.Distinct());
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_overload_of_the_table_is_in_the_library(string library)
    {
        string[] missing =
        [
            .. from call in KnownSdkCalls.All
               where call.Assembly == library
               from overload in call.MeteredOverloads
               where Methods(call.Type, call.Method).All(method => SdkCallMatcher.Signature(method) != overload)
               select $"{call.Type}.{call.Method}({overload})",
        ];
        Assert.Empty(missing);
    }

    /// <summary>One call of each metered overload, compiled with what is generated for it: an adapter that is missing, or takes something else, does not compile.</summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_metered_overload_has_an_adapter_for_exactly_it(string library)
    {
        var calls = new StringBuilder("[TrackLlmCall] public static class Calls\n{\n");
        int count = 0;
        foreach (KnownSdkCall call in KnownSdkCalls.All.Where(call => call.Assembly == library))
        {
            foreach (IMethodSymbol method in Methods(call.Type, call.Method).Where(method => call.MeteredOverloads.Contains(SdkCallMatcher.Signature(method))))
            {
                IEnumerable<string> arguments = method.Parameters.Select(parameter => $"default({parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})!");
                calls.Append(CultureInfo.InvariantCulture, $"    public static void M{count++}(global::{call.Type} client) => client.{call.Method}({string.Join(", ", arguments)});\n");
            }
        }

        SyntaxTree tree = Sources.Tree("#pragma warning disable OPENAI001, OPENAI002\n" + calls.Append('}'));
        Generated generated = Generated.From(Sources.Compile("App", References.WithoutRuntime.Append(References.RealRuntime), tree));
        Emitted.Image(generated.Compilation);
        Assert.True(count > 100, $"{count} overloads are metered");
        Assert.Contains($"// {count} of {count} LLM call sites", generated.Text, StringComparison.Ordinal);
    }

    private static IEnumerable<IMethodSymbol> Methods(string type, string method) =>
        _compilation.GetTypeByMetadataName(type)?.GetMembers(method).OfType<IMethodSymbol>().Where(found => found.DeclaredAccessibility == Accessibility.Public) ?? [];

    private static List<Row> Rows(string library)
    {
        using Stream stream = typeof(CatalogueTests).Assembly.GetManifestResourceStream("sdk-catalogue.json")!;
        using JsonDocument catalogue = JsonDocument.Parse(stream);
        List<Row> rows =
        [
            .. from row in catalogue.RootElement.EnumerateArray()
               where row.GetProperty("sdk").GetString()!.StartsWith(library + " ", StringComparison.Ordinal)
               select new Row(row.GetProperty("type").GetString()!, row.GetProperty("method").GetString()!, CatalogueText.Parameters(row.GetProperty("signature").GetString()!), row.GetProperty("paid").GetString() != "no"),
        ];
        Assert.NotEmpty(rows);
        return rows;
    }

    private sealed record Row(string Type, string Method, string Overload, bool IsPaid);
}
