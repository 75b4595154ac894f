using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Which files of a template a call needs: only those, so that generated code stays short and names no library that is not there.</summary>
internal static class TemplateParts
{
    /// <summary>The parts, in the order in which they are written.</summary>
    /// <param name="template">The template.</param>
    /// <param name="method">The SDK method that is adapted.</param>
    /// <param name="compilation">The compilation.</param>
    public static EquatableArray<string> Of(SdkTemplate template, IMethodSymbol method, Compilation compilation) =>
        Names(template, method.Name, method.Parameters.Any(parameter => parameter.Type.Name == "BinaryContent"), compilation).ToEquatableArray();

    /// <summary>The parts that read a response.</summary>
    /// <param name="template">The template.</param>
    /// <param name="compilation">The compilation.</param>
    public static EquatableArray<string> Of(SdkTemplate template, Compilation compilation) => Names(template, "", takesBody: false, compilation).ToEquatableArray();

    private static IEnumerable<string> Names(SdkTemplate template, string method, bool takesBody, Compilation compilation)
    {
        yield return template.ToString();
        IEnumerable<string> more = template switch
        {
            SdkTemplate.OpenAIChat => OfChat(method, takesBody),
            SdkTemplate.OpenAIResponses => OfResponses(method, takesBody).Append(Has(compilation, "OpenAI.Responses.CustomTool") ? "OpenAIResponseDetails" : "OpenAIResponseDetailsBefore214"),
            SdkTemplate.OpenAIEmbeddings => takesBody ? ["OpenAIClients", "OpenAIBodies", "OpenAIEmbeddingBodies"] : ["OpenAIClients"],
            SdkTemplate.OpenAIImages => OfImages(method, takesBody),
            SdkTemplate.OpenAIAudio => OfAudio(method, takesBody),
            SdkTemplate.OpenAIDecisions or SdkTemplate.OpenAIVideos => ["OpenAIClients", "OpenAIBodies"],
            SdkTemplate.OpenAIAssistants => ["OpenAIClients", .. Streams(method, "OpenAIAssistantStreams"), "OpenAIBodies", "OpenAIAssistantBodies"],
            SdkTemplate.AnthropicStructuredMessages => ["AnthropicMessages"],
            SdkTemplate.AnthropicRawMessages => ["AnthropicMessages", "AnthropicRawResponses"],
            SdkTemplate.AnthropicBetaMessages => ["AnthropicPrompts"],
            SdkTemplate.AnthropicBetaStructuredMessages => ["AnthropicBetaMessages", "AnthropicPrompts"],
            SdkTemplate.AnthropicBetaRawMessages => ["AnthropicBetaMessages", "AnthropicPrompts", "AnthropicRawResponses"],
            SdkTemplate.AnthropicBetaThreads => ["AnthropicBetaTypedThreads", "AnthropicBetaMessages", "AnthropicPrompts", "MeteredBetaMessages"],
            SdkTemplate.AnthropicBetaToolRunners => ["AnthropicBetaMessages", "AnthropicPrompts", "MeteredBetaMessages"],
            SdkTemplate.ExtensionsAIChat => OverClients(compilation),
            SdkTemplate.ExtensionsAIStructuredChat or SdkTemplate.ExtensionsAIEmbeddings or SdkTemplate.ExtensionsAIImages or SdkTemplate.ExtensionsAISpeech or SdkTemplate.ExtensionsAITranscripts =>
                OverClients(compilation).Prepend("ExtensionsAIChat"),
            _ => [],
        };
        foreach (string part in more)
            yield return part;
    }

    private static IEnumerable<string> OfChat(string method, bool takesBody) =>
        takesBody ? ["OpenAIClients", "OpenAIBodies", "OpenAIChatBodies"]
        : method.StartsWith("CompleteChatStreaming", StringComparison.Ordinal) ? ["OpenAIChatStreams"] : [];

    private static IEnumerable<string> OfResponses(string method, bool takesBody)
    {
        yield return "OpenAIClients";
        if (takesBody)
        {
            yield return "OpenAIBodies";
            yield return "OpenAIResponseBodies";
            if (method.StartsWith("Compact", StringComparison.Ordinal))
                yield return "OpenAIResponseCompaction";
        }

        // Reading later may be a stream.
        bool reads = method.StartsWith("Get", StringComparison.Ordinal) || method.StartsWith("Cancel", StringComparison.Ordinal);
        foreach (string part in Streams(method, reads ? ["OpenAIResponseStreams", "OpenAIResponseReadStreams"] : ["OpenAIResponseStreams"]))
            yield return part;
        if (reads)
            yield return "OpenAIResponseReads";
    }

    private static IEnumerable<string> OfImages(string method, bool takesBody) =>
        takesBody ? ["OpenAIClients", "OpenAIBodies", .. Streams(method, "OpenAIImageBodyStreams"), "OpenAIImageBodies"]
        : method.StartsWith("GenerateImageEdit", StringComparison.Ordinal) ? ["OpenAIClients", "OpenAIImageEdits"]
        : method.StartsWith("GenerateImageVariation", StringComparison.Ordinal) ? ["OpenAIClients", "OpenAIImageVariations"]
        : ["OpenAIClients"];

    private static IEnumerable<string> OfAudio(string method, bool takesBody) =>
        takesBody ? ["OpenAIClients", "OpenAIBodies", .. Streams(method, "OpenAIAudioBodyStreams"), "OpenAIAudioBodies"]
        : ["OpenAIClients", .. Streams(method, "OpenAIAudioStreams")];

    // Versions of the library that stream in another form do not have the types that these parts name.
    private static IEnumerable<string> Streams(string method, params string[] parts) => method.Contains("Streaming") ? parts.Prepend("OpenAIEventStreams") : [];

    /// <summary>Behind the abstraction may be any client: the exceptions of those that are referenced are known.</summary>
    private static IEnumerable<string> OverClients(Compilation compilation)
    {
        if (References(compilation, "Anthropic"))
            yield return "ExtensionsAIChatOverAnthropic";
        if (References(compilation, "System.ClientModel"))
            yield return "ExtensionsAIChatOverOpenAI";
    }

    private static bool Has(Compilation compilation, string type) => compilation.GetTypeByMetadataName(type) is { DeclaredAccessibility: Accessibility.Public };

    private static bool References(Compilation compilation, string assembly) => compilation.ReferencedAssemblyNames.Any(reference => reference.Name == assembly);
}
