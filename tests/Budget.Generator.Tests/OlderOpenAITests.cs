using System.Globalization;
using System.Reflection;
using System.Text;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Discovery.Libraries;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>
/// Versions of OpenAI's library before the one that the adapters were written against: what is generated for them compiles, and no paid call of theirs is passed over. Their streams,
/// but for chat, are of another form, so they are known and not metered; nor is anything of a version before 2.10.
/// </summary>
public class OlderOpenAITests
{
    private static readonly string _packages =
        typeof(OlderOpenAITests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == "NuGetPackageRoot").Value!;

    // What costs money begins with these words. Uploads, reads, assistants, threads and vector stores do not.
    private static readonly string[] _paid = ["CompleteChat", "CreateResponse", "CompactResponse", "Generate", "Transcribe", "Translate", "CreateRun", "CreateThreadAndRun", "SubmitToolOutputs", "CreateVideo"];

    private static readonly string[] _clients =
    [
        "OpenAI.Chat.ChatClient", "OpenAI.Responses.ResponsesClient", "OpenAI.Responses.OpenAIResponseClient", "OpenAI.Embeddings.EmbeddingClient", "OpenAI.Images.ImageClient",
        "OpenAI.Audio.AudioClient", "OpenAI.Assistants.AssistantClient", "OpenAI.Videos.VideoClient",
    ];

    private const string TooOld = "2.1.0";

    private static readonly (string OpenAI, string ClientModel)[] _versions = [(TooOld, "1.2.1"), ("2.10.0", "1.10.0"), ("2.13.0", "1.14.0"), ("2.14.0", "1.15.0")];

    public static TheoryData<string, string> Versions => new(_versions);

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_is_generated_for_every_metered_call_compiles(string version, string clientModel)
    {
        MetadataReference[] references = References(version, clientModel);
        var calls = new StringBuilder("#pragma warning disable OPENAI001, OPENAI002\n[TrackLlmCall] public static class Calls\n{\n");
        int count = 0;
        foreach (IMethodSymbol method in Methods(references).Where(static method => SdkCallMatcher.Match(method) is { IsMetered: true }))
        {
            IEnumerable<string> arguments = method.Parameters.Select(parameter => $"default({parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})!");
            calls.Append(CultureInfo.InvariantCulture, $"    public static void M{count++}({method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)} client) => client.{method.Name}({string.Join(", ", arguments)});\n");
        }

        Generated generated = Generated.From(Sources.Compile("App", references, Sources.Tree(calls.Append('}').ToString())));
        Emitted.Image(generated.Compilation);
        Assert.True(version == TooOld ? count == 0 : count > 40, $"{count} overloads are metered");
        Assert.Contains(count == 0 ? "" : $"// {count} of {count} LLM call sites", generated.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void No_paid_call_is_passed_over_in_silence(string version, string clientModel)
    {
        IMethodSymbol[] paid = [.. Methods(References(version, clientModel)).Where(static method => _paid.Any(word => method.Name.StartsWith(word, StringComparison.Ordinal)))];
        Assert.True(paid.Length > 40, $"{paid.Length} paid methods");
        Assert.Empty(paid.Where(static method => SdkCallMatcher.Match(method) is null).Select(static method => method.ToString()));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Streams_of_another_form_are_known_and_not_metered(string version, string clientModel)
    {
        IMethodSymbol[] streams = [.. Methods(References(version, clientModel)).Where(static method => method.Name.Contains("Streaming", StringComparison.Ordinal))];
        Assert.NotEmpty(streams);
        Assert.All(
            streams.Where(static method => SdkCallMatcher.Match(method) is not null),
            method => Assert.Equal(version != TooOld && method.ContainingType.Name == "ChatClient" && method.Parameters[0].Type.Name != "BinaryContent", SdkCallMatcher.Match(method)!.IsMetered));
    }

    [Fact]
    public void Rows_for_older_versions_are_methods_of_one()
    {
        HashSet<string> methods = [.. from version in _versions from method in Methods(References(version.OpenAI, version.ClientModel)) select $"{method.ContainingType.ToDisplayString()}.{method.Name}"];

        // The client for responses of 2.2 to 2.8 is known by its name: none of these versions could be had to test against.
        IEnumerable<string> rows = KnownSdkCalls.All.Where(OpenAICalls.IsOfOlderVersions).Select(static call => $"{call.Type}.{call.Method}").Where(static row => !row.Contains("OpenAIResponseClient", StringComparison.Ordinal));
        Assert.DoesNotContain(rows, row => !methods.Contains(row));
    }

    [Fact]
    public void A_method_that_returns_an_answer_of_an_old_version_is_metered_without_reading_it()
    {
        MetadataReference[] references = References(TooOld, "1.2.1");
        Generated generated = Generated.From(Sources.Compile("App", references, Sources.Tree("""
            public class Desk(OpenAI.Chat.ChatClient client)
            {
                [TrackLlmCall("gpt-4o-mini")]
                public async Task<OpenAI.Chat.ChatCompletion> AskAsync(string question) => (await client.CompleteChatAsync(question)).Value;
                public Task AskTwiceAsync() => AskAsync("x");
            }
            """)));
        Emitted.Image(generated.Compilation);
        Assert.Contains("AskAsync", generated.Text, StringComparison.Ordinal);
    }

    private static IEnumerable<IMethodSymbol> Methods(MetadataReference[] references)
    {
        CSharpCompilation compilation = Sources.Compile("Empty", references, Sources.Tree(""));
        return
            from name in _clients
            let type = compilation.GetTypeByMetadataName(name)
            where type is not null
            from method in type.GetMembers().OfType<IMethodSymbol>()
            where method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsOverride: false, IsStatic: false }
            select method;
    }

    private static MetadataReference[] References(string version, string clientModel) =>
    [
        .. Harness.References.WithoutRuntime.Where(static reference => Path.GetFileName(reference.Display) is not ("OpenAI.dll" or "System.ClientModel.dll" or "Azure.AI.OpenAI.dll")),
        Harness.References.RealRuntime,
        Library("openai", version, "OpenAI.dll"),
        Library("system.clientmodel", clientModel, "System.ClientModel.dll"),
    ];

    private static PortableExecutableReference Library(string package, string version, string file) =>
        MetadataReference.CreateFromFile(new[] { "net10.0", "net8.0", "net6.0", "netstandard2.0" }.Select(framework => Path.Combine(_packages, package, version, "lib", framework, file)).First(File.Exists));
}
