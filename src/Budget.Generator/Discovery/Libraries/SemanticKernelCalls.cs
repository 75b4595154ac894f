using BudgetGen.Generator.Discovery.Declared;

namespace BudgetGen.Generator.Discovery.Libraries;

/// <summary>
/// The paid methods of Microsoft.SemanticKernel, from its public source of 2026-08. Connectors keep usage in a dictionary, each in a type of its own, so that output is
/// estimated from the text.
/// </summary>
internal static class SemanticKernelCalls
{
    private const string Assembly = "Microsoft.SemanticKernel.Abstractions";
    private const string Core = "Microsoft.SemanticKernel.Core";
    private const string Chat = "Microsoft.SemanticKernel.ChatCompletion.IChatCompletionService";
    private const string ChatExtensions = "Microsoft.SemanticKernel.ChatCompletion.ChatCompletionServiceExtensions";
    private const string Text = "Microsoft.SemanticKernel.TextGeneration.ITextGenerationService";
    private const string TextExtensions = "Microsoft.SemanticKernel.TextGeneration.TextGenerationExtensions";
    private const string Loop = "it makes any number of requests inside the library, which tells none of their usage";

    private static readonly MethodDeclaration _chat = new() { Model = "{executionSettings.ModelId}", Prompt = "{chatHistory.Content}", Text = "{result.Content}" };

    private static readonly MethodDeclaration _text = new() { Model = "{executionSettings.ModelId}", Prompt = "{prompt}", Text = "{result.Text}" };

    private static readonly string[] _answers = ["GetChatMessageContentAsync", "GetChatMessageContentsAsync", "GetStreamingChatMessageContentsAsync"];

    /// <summary>All of them, in a fixed order.</summary>
    public static IEnumerable<KnownSdkCall> All =>
    [
        .. SdkTable.Declared(Assembly, Chat, "chat", ["GetChatMessageContentsAsync", "GetStreamingChatMessageContentsAsync"], _chat with { ResponseModel = "{result.ModelId}" }, _chat),
        .. SdkTable.Declared(
            Assembly, ChatExtensions, "chat", _answers,
            _chat with { ResponseModel = "{result.ModelId}" }, _chat, _chat with { Prompt = "{prompt}", ResponseModel = "{result.ModelId}" }, _chat with { Prompt = "{prompt}" }),
        .. SdkTable.Declared(Assembly, Text, "chat", ["GetTextContentsAsync", "GetStreamingTextContentsAsync"], _text with { ResponseModel = "{result.ModelId}" }, _text),
        .. SdkTable.Declared(Assembly, TextExtensions, "chat", ["GetTextContentAsync"], _text with { ResponseModel = "{result.ModelId}" }, _text),
        .. SdkTable.Listed(Assembly, "Microsoft.SemanticKernel.AudioToText.IAudioToTextService", "transcription", "billed by the minute", "GetTextContentsAsync"),
        .. SdkTable.Listed(Assembly, "Microsoft.SemanticKernel.TextToAudio.ITextToAudioService", "speech", "billed by the character", "GetAudioContentsAsync"),
        .. SdkTable.Listed(Assembly, "Microsoft.SemanticKernel.TextToImage.ITextToImageService", "image", "billed by the picture", "GetImageContentsAsync"),
        .. SdkTable.Listed(Assembly, "Microsoft.SemanticKernel.Kernel", "agent loop", Loop, "InvokeAsync", "InvokeStreamingAsync"),
        .. SdkTable.Listed(Core, "Microsoft.SemanticKernel.KernelExtensions", "agent loop", Loop, "InvokePromptAsync", "InvokePromptStreamingAsync"),
        .. SdkTable.Listed("Microsoft.SemanticKernel.Agents.Abstractions", "Microsoft.SemanticKernel.Agents.Agent", "agent loop", Loop, "InvokeAsync", "InvokeStreamingAsync"),
    ];
}
