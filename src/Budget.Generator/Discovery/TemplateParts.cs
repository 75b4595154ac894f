using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Which files of a template a call needs: only those, so that generated files stay short and name no library that is not there.</summary>
internal static class TemplateParts
{
    /// <summary>The parts, in the order in which they are pasted.</summary>
    /// <param name="template">The template.</param>
    /// <param name="method">The SDK method that is adapted; empty if only a response is read.</param>
    /// <param name="compilation">The compilation.</param>
    public static EquatableArray<string> Of(SdkTemplate template, string method, Compilation compilation) => Names(template, method, compilation).ToEquatableArray();

    private static IEnumerable<string> Names(SdkTemplate template, string method, Compilation compilation)
    {
        yield return template.ToString();
        if (template == SdkTemplate.OpenAIChat && method.StartsWith("CompleteChatStreaming", StringComparison.Ordinal))
            yield return "OpenAIChatStreams";

        foreach (string part in Anthropic(template))
            yield return part;

        if (template is not (SdkTemplate.ExtensionsAIChat or SdkTemplate.ExtensionsAIStructuredChat or SdkTemplate.ExtensionsAIEmbeddings or SdkTemplate.ExtensionsAIImages
            or SdkTemplate.ExtensionsAISpeech or SdkTemplate.ExtensionsAITranscripts))
        {
            yield break;
        }

        if (template != SdkTemplate.ExtensionsAIChat)
            yield return "ExtensionsAIChat";

        // Behind the abstraction may be any client: the exceptions of those that are referenced are known.
        if (References(compilation, "Anthropic"))
            yield return "ExtensionsAIChatOverAnthropic";
        if (References(compilation, "System.ClientModel"))
            yield return "ExtensionsAIChatOverOpenAI";
    }

    private static string[] Anthropic(SdkTemplate template) => template switch
    {
        SdkTemplate.AnthropicStructuredMessages => ["AnthropicMessages"],
        SdkTemplate.AnthropicRawMessages => ["AnthropicMessages", "AnthropicRawResponses"],
        SdkTemplate.AnthropicBetaMessages => ["AnthropicPrompts"],
        SdkTemplate.AnthropicBetaStructuredMessages => ["AnthropicBetaMessages", "AnthropicPrompts"],
        SdkTemplate.AnthropicBetaRawMessages => ["AnthropicBetaMessages", "AnthropicPrompts", "AnthropicRawResponses"],
        SdkTemplate.AnthropicBetaThreads => ["AnthropicBetaTypedThreads", "AnthropicBetaMessages", "AnthropicPrompts", "MeteredBetaMessages"],
        SdkTemplate.AnthropicBetaToolRunners => ["AnthropicBetaMessages", "AnthropicPrompts", "MeteredBetaMessages"],
        _ => [],
    };

    private static bool References(Compilation compilation, string assembly) => compilation.ReferencedAssemblyNames.Any(reference => reference.Name == assembly);
}
