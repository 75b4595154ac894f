using BudgetGen.Generator.Discovery.Declared;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>The template that meters the calls of a client library.</summary>
internal enum SdkTemplate
{
    /// <summary>The call costs money and is known, but this version does not meter it.</summary>
    None,
    OpenAIChat,
    OpenAIResponses,
    OpenAIEmbeddings,
    OpenAIImages,
    OpenAIAudio,
    OpenAIDecisions,
    OpenAIAssistants,
    OpenAIVideos,
    AnthropicMessages,
    AnthropicStructuredMessages,
    AnthropicRawMessages,
    AnthropicBetaMessages,
    AnthropicBetaStructuredMessages,
    AnthropicBetaRawMessages,
    AnthropicBetaThreads,
    AnthropicBetaToolRunners,
    ExtensionsAIChat,
    ExtensionsAIStructuredChat,
    ExtensionsAIEmbeddings,
    ExtensionsAIImages,
    ExtensionsAISpeech,
    ExtensionsAITranscripts,

    /// <summary>None: templates of a declaration say how the call is metered.</summary>
    Declared,
}

/// <summary>A paid method of a client library, with all its overloads.</summary>
/// <param name="Assembly">Simple name of the library's assembly.</param>
/// <param name="Type">Full metadata name of the declaring type, such as <c>OpenAI.Chat.ChatClient</c>.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Kind">What is paid for: chat, embedding, image ...</param>
/// <param name="Template">What meters it.</param>
/// <param name="MeteredOverloads">Parameter types (simple, without the receiver) of the overloads that the template has an adapter for; those of a generic method behind its type parameters, <c>&lt;T&gt;(...)</c>.</param>
internal sealed record KnownSdkCall(
    string Assembly,
    string Type,
    string Method,
    string Kind,
    SdkTemplate Template,
    string[] MeteredOverloads)
{
    /// <summary>How the call is metered, where that is said in templates: the first one that fits an overload.</summary>
    public MethodDeclaration[] Declarations { get; init; } = [];

    /// <summary>True for a member that the table does not have, of a client whose other calls are paid.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Why the call, or its overloads without an adapter, are not metered, as the end of a sentence that begins with "because"; null: nobody has written an adapter yet.</summary>
    public string? Reason { get; init; }

    /// <summary>Parameter types of the overloads that are known to have no adapter; what is in neither list is new to the table.</summary>
    public string[] OtherOverloads { get; init; } = [];

    /// <summary>Simple name of the type that the call must hand over, itself or in a task, for its adapter to fit; null if all versions of the library agree.</summary>
    public string? Returned { get; init; }

    /// <summary>The oldest version of the library that has all that the adapter reads; null if nobody knows of one that has not.</summary>
    public Version? Oldest { get; init; }

    /// <summary>True for a method of a library that is older than the adapter. One without a version was compiled from sources.</summary>
    public bool IsTooOld(IMethodSymbol method) => Oldest is not null && method.ContainingAssembly.Identity.Version is { Major: > 0 } version && version < Oldest;

    /// <summary>True if the call costs nothing: it is never reported, and metered only to read what a call before it has come to.</summary>
    public bool IsFree { get; init; }

    /// <summary>The members of the receiver's interface that the adapter implements; null if it implements none.</summary>
    public string[]? ImplementedMembers { get; init; }
}
