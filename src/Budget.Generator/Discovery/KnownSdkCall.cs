using BudgetGen.Generator.Discovery.Declared;

namespace BudgetGen.Generator.Discovery;

/// <summary>The template that meters the calls of a client library.</summary>
internal enum SdkTemplate
{
    /// <summary>The call costs money and is known, but this version does not meter it.</summary>
    None,
    OpenAIChat,
    AnthropicMessages,
    ExtensionsAIChat,

    /// <summary>None: templates of a declaration say how the call is metered.</summary>
    Declared,
}

/// <summary>A paid method of a client library, with all its overloads.</summary>
/// <param name="Assembly">Simple name of the library's assembly.</param>
/// <param name="Type">Full metadata name of the declaring type, such as <c>OpenAI.Chat.ChatClient</c>.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Kind">What is paid for: chat, embedding, image ...</param>
/// <param name="Template">What meters it.</param>
/// <param name="MeteredOverloads">Parameter types (simple, without the receiver) of the overloads that the template has an adapter for.</param>
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

    /// <summary>Why the call is not metered; null if nobody says.</summary>
    public string? Reason { get; init; }

    /// <summary>True for a member that the table does not have, of a client whose other calls are paid.</summary>
    public bool IsUnknown { get; init; }
}
